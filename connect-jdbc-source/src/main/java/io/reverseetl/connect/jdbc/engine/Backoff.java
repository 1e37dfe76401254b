// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a failed attempt is made again: the bound doubles with each failure, and the wait is a random
 * part of it, so that tasks which failed together do not come back together.
 */
public final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(250);
    private static final int MOST_DOUBLINGS = 20;

    private final Duration most;
    private final RandomGenerator random;

    public Backoff(Duration most, RandomGenerator random) {
        this.most = most;
        this.random = random;
    }

    /** The wait after that many failures in a row, 1 for the first. At least half of the bound, never above it. */
    Duration after(int failures) {
        long doubled = FIRST.toMillis() << Math.min(failures - 1, MOST_DOUBLINGS);
        long bound = Math.min(doubled, most.toMillis());
        return Duration.ofMillis(bound / 2 + random.nextLong(bound - bound / 2 + 1));
    }
}
