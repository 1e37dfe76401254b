// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far rows have come that are read once: told in the log now and then, and shown among the metrics. */
final class SnapshotProgress {

    private static final Logger log = LoggerFactory.getLogger(SnapshotProgress.class);
    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(30);

    private final String label;
    private volatile Stream.Progress reached;
    private boolean over;
    private @Nullable Instant nextReport;

    /** @param label what is read, as it stands inside a message */
    SnapshotProgress(String label, Stream.Progress begun) {
        this.label = label;
        this.reached = begun;
    }

    /** May be asked from any thread. */
    Stream.Progress reached() {
        return reached;
    }

    boolean isOver() {
        return over;
    }

    void estimate(long rows) {
        reached = new Stream.Progress(reached.rows(), rows);
    }

    /** Counts a page; none any more behind the end. */
    void read(int rows, Instant now) {
        if (over) {
            return;
        }
        reached = new Stream.Progress(reached.rows() + rows, reached.estimatedRows());
        if (nextReport == null) {
            nextReport = now.plus(BETWEEN_REPORTS);
        } else if (!now.isBefore(nextReport)) {
            nextReport = now.plus(BETWEEN_REPORTS);
            String ofEstimated = reached.estimatedRows() > 0 ? " of about " + reached.estimatedRows() : "";
            log.info("Reading {}: {}{} rows so far", label, reached.rows(), ofEstimated);
        }
    }

    void end() {
        if (!over) {
            over = true;
            log.info("Read {} to its end: {} rows", label, reached.rows());
        }
    }
}
