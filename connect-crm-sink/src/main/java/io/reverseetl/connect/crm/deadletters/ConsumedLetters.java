// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.deadletters;

import io.reverseetl.connect.crm.record.ConsumedRecord;
import io.reverseetl.connect.crm.spi.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands rejected records to Connect, which writes them to its dead letter queue as they were consumed. */
public final class ConsumedLetters implements DeadLetters {

    private static final Logger LOG = LoggerFactory.getLogger(ConsumedLetters.class);

    private final @Nullable ErrantRecordReporter reporter;
    private final boolean tolerateAll;

    /**
     * Reports to Connect.
     *
     * @param reporter null if there is neither a dead letter queue nor an error log
     * @param tolerateAll whether a record that nobody takes a report of may be passed over
     */
    public ConsumedLetters(@Nullable ErrantRecordReporter reporter, boolean tolerateAll) {
        this.reporter = reporter;
        this.tolerateAll = tolerateAll;
    }

    @Override
    public Future<?> add(ConsumedRecord record, Reason reason) {
        if (reporter != null) {
            return reporter.report(record.record(), new ConnectException(reason.toString()));
        }
        if (!tolerateAll) {
            throw new ConnectException("The record " + record.coordinates() + " was rejected: " + reason
                    + ". Correct it, or set errors.tolerance=all and errors.deadletterqueue.topic.name to put such"
                    + " records aside, then restart the task.");
        }
        LOG.warn("Passed over the rejected record {}, as errors.tolerance=all: {}", record.coordinates(), reason);
        return CompletableFuture.completedFuture(null);
    }
}
