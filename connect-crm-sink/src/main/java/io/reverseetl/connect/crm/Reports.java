// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.connect.crm.engine.Slot;
import io.reverseetl.connect.crm.record.ConsumedRecord;
import io.reverseetl.connect.crm.spi.Reason;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rejected records on their way to the dead letter queue. The loop adds them; only the task's thread reports, as
 * Connect's reporter is for that thread alone.
 */
final class Reports {

    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

    private final @Nullable ErrantRecordReporter reporter;
    private final boolean tolerateAll;
    private final Queue<Rejection> rejections = new ConcurrentLinkedQueue<>();
    private final List<Report> reports = new ArrayList<>();

    /**
     * Reports to Connect.
     *
     * @param reporter null if there is neither a dead letter queue nor an error log
     * @param tolerateAll whether a record that nobody takes a report of may be passed over
     */
    Reports(@Nullable ErrantRecordReporter reporter, boolean tolerateAll) {
        this.reporter = reporter;
        this.tolerateAll = tolerateAll;
    }

    /** Called on the loop's thread. */
    void add(Slot slot, Reason reason) {
        rejections.add(new Rejection(slot, reason));
    }

    /** Reports what has been rejected since the last call. */
    void report() {
        for (Rejection rejection = rejections.poll(); rejection != null; rejection = rejections.poll()) {
            reports.add(new Report(rejection.slot, report(rejection)));
        }
    }

    private Future<?> report(Rejection rejection) {
        String coordinates = rejection.slot.origin().coordinates();
        if (reporter != null) {
            // The engine hands back the origin that came with the record.
            ConsumedRecord consumed = (ConsumedRecord) rejection.slot.origin();
            return reporter.report(consumed.record(), new ConnectException(rejection.reason.toString()));
        }
        if (!tolerateAll) {
            throw new ConnectException("The record " + coordinates + " was rejected: " + rejection.reason
                    + ". Correct it, or set errors.tolerance=all and errors.deadletterqueue.topic.name to put such"
                    + " records aside, then restart the task.");
        }
        LOG.warn("Passed over the rejected record {}, as errors.tolerance=all: {}", coordinates, rejection.reason);
        return CompletableFuture.completedFuture(null);
    }

    /** Takes the slots of records whose report has arrived; throws if one cannot arrive. */
    List<Slot> takeDone() {
        List<Slot> done = new ArrayList<>();
        for (Iterator<Report> each = reports.iterator(); each.hasNext(); ) {
            Report report = each.next();
            if (report.arrival.isDone()) {
                report.check();
                each.remove();
                done.add(report.slot);
            }
        }
        return done;
    }

    private record Rejection(Slot slot, Reason reason) {}

    private record Report(Slot slot, Future<?> arrival) {

        private void check() {
            try {
                arrival.get();
            } catch (ExecutionException e) {
                throw new ConnectException(
                        "The rejected record " + slot.origin().coordinates()
                                + " could not be reported to the dead letter queue: check its topic and its rights.",
                        e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ConnectException("Interrupted", e);
            }
        }
    }
}
