// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.connect.crm.deadletters.DeadLetters;
import io.reverseetl.connect.crm.engine.Slot;
import io.reverseetl.connect.crm.record.ConsumedRecord;
import io.reverseetl.connect.crm.spi.Reason;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * Rejected records on their way to where they are put aside. The loop adds them; only the task's thread reports, as
 * Connect's reporter is for that thread alone.
 */
final class Reports {

    private final DeadLetters deadLetters;
    private final Queue<Rejection> rejections = new ConcurrentLinkedQueue<>();
    private final List<Report> reports = new ArrayList<>();

    Reports(DeadLetters deadLetters) {
        this.deadLetters = deadLetters;
    }

    /** Called on the loop's thread. */
    void add(Slot slot, Reason reason) {
        rejections.add(new Rejection(slot, reason));
    }

    /** Reports what has been rejected since the last call. */
    void report() {
        for (Rejection rejection = rejections.poll(); rejection != null; rejection = rejections.poll()) {
            // The engine hands back the origin that came with the record.
            ConsumedRecord consumed = (ConsumedRecord) rejection.slot.origin();
            reports.add(new Report(rejection.slot, deadLetters.add(consumed, rejection.reason)));
        }
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
