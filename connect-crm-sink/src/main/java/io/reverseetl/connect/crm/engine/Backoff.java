// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with full jitter: a wait is drawn evenly between zero and a bound that doubles with each
 * failure, so that tasks which failed together do not come back together. A wait that the CRM asks for comes on top:
 * it too is told to several tasks at once, and it may be none.
 */
public final class Backoff {

    /** Beyond it a bound of one millisecond would be more than a year. */
    private static final int MOST_DOUBLINGS = 35;

    /** A CRM that asks for more than this has probably made a mistake; asking once a day does no harm. */
    private static final long LONGEST_ASKED_MILLIS = Duration.ofDays(1).toMillis();

    private final long firstBoundMillis;
    private final long longestMillis;
    private final RandomGenerator random;

    public Backoff(Duration firstBound, Duration longest, RandomGenerator random) {
        firstBoundMillis = firstBound.toMillis();
        longestMillis = longest.toMillis();
        this.random = random;
    }

    /**
     * The wait after a failure.
     *
     * @param asked the wait that the CRM asks for
     * @param failuresBefore how often the same thing had failed in a row before this failure
     */
    long waitMillis(Optional<Duration> asked, int failuresBefore) {
        return askedMillis(asked) + random.nextLong(boundMillis(failuresBefore) + 1);
    }

    /** The part of the wait that the CRM has asked for. */
    static long askedMillis(Optional<Duration> asked) {
        return asked.map(wait -> Math.min(wait.toMillis(), LONGEST_ASKED_MILLIS))
                .orElse(0L);
    }

    private long boundMillis(int failuresBefore) {
        long doubled = 1L << Math.min(failuresBefore, MOST_DOUBLINGS);
        return firstBoundMillis > longestMillis / doubled ? longestMillis : firstBoundMillis * doubled;
    }
}
