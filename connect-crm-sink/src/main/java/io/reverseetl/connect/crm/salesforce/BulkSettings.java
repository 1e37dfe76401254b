// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.salesforce;

import io.reverseetl.connect.crm.spi.Backlog;
import io.reverseetl.connect.crm.spi.CrmBatch;
import java.time.Duration;
import java.util.Optional;

/**
 * When records go by Bulk API 2.0.
 *
 * @param threshold from so many waiting records on; 0 for never
 * @param timeout how long a job may take
 */
record BulkSettings(int threshold, Duration timeout) {

    /** What fits into one call of sObject Collections. */
    static final int LARGEST_COLLECTION = 200;

    /** Salesforce works on so many at a time: a larger job would be no faster, and wait longer for its results. */
    private static final int MOST_RECORDS = 10_000;

    /**
     * Salesforce takes 100 MB. The results hold all that was sent, and come in one answer of at most 16 MB if they are no
     * longer than this; and a task holds a job in memory while it is sent.
     */
    private static final long MOST_BYTES = 10L << 20;

    /** In which a backlog becomes a job of some size. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    Optional<Backlog> backlog() {
        return threshold == 0
                ? Optional.empty()
                : Optional.of(new Backlog(threshold, Math.max(threshold, MOST_RECORDS), MOST_BYTES, LINGER));
    }

    /** Whether a batch is too large for anything but a job: so is what is left of one that is sent again. */
    static boolean isJob(CrmBatch batch) {
        return batch.writes().size() > LARGEST_COLLECTION;
    }
}
