// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Transient failures in a row of one thing: when to try again, and when to give up. */
public final class Retry {

    private final Backoff backoff;
    private final Duration deadline;
    private int failures;
    private @Nullable Instant firstFailure;
    private Instant resumeAt = Instant.MIN;

    public Retry(Backoff backoff, Duration deadline) {
        this.backoff = backoff;
        this.deadline = deadline;
    }

    public void succeeded() {
        failures = 0;
        firstFailure = null;
    }

    /** Counts a failure; false if the failures have lasted for longer than the deadline. */
    public boolean failed(Instant now) {
        return failed(now, deadline);
    }

    /** {@link #failed(Instant)} with a nearer deadline. */
    boolean failed(Instant now, Duration limit) {
        failures++;
        firstFailure = firstFailure == null ? now : firstFailure;
        resumeAt = now.plus(backoff.after(failures));
        return now.isBefore(firstFailure.plus(limit));
    }

    /** Before this time another attempt would come too early. */
    public Instant resumeAt() {
        return resumeAt;
    }
}
