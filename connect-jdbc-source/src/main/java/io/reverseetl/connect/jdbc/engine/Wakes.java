// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The looks that a stream makes before the poll interval is over: one as soon as it is woken, and others until what was
 * committed by then has been read.
 */
final class Wakes {

    /** However often a stream is woken: what changes meanwhile is read by one look. */
    private static final Duration PAUSE = Duration.ofMillis(5);

    /** What a transaction holds back is looked for ever more seldom, so that it comes late by such a part of the hold. */
    private static final int PART_OF_HOLD = 10;

    private static final int MOST_AWAITED = 100;

    /** By the database's clock: what is stamped earlier is to be read. */
    private final Deque<Instant> awaited = new ArrayDeque<>();

    private @Nullable Instant woken;
    private Instant begun = Instant.MIN;
    private Duration untilNext = Duration.ZERO;

    /** The time of the look that this asks for. */
    Instant wake(Instant now) {
        woken = now;
        return later(now, begun.plus(PAUSE));
    }

    /**
     * Takes note of a look that begins.
     *
     * @param asked when the database was asked for its open transactions: for a standby that lagged, earlier than now
     * @param committed by the database's clock: what had been committed when it was asked is stamped earlier
     * @param keptBack how far the horizon lies behind that, if no transaction is open
     * @param horizon what is stamped earlier is read by this look
     */
    void look(Instant now, Instant asked, Instant committed, Duration keptBack, Instant horizon) {
        begun = now;
        if (woken != null && !asked.isBefore(woken)) {
            woken = null;
            if (awaited.size() == MOST_AWAITED) {
                awaited.removeLast();
            }
            awaited.addLast(committed);
        }
        while (!awaited.isEmpty() && !awaited.getFirst().isAfter(horizon)) {
            awaited.removeFirst();
        }
        if (!awaited.isEmpty()) {
            Duration held = Duration.between(awaited.getFirst().plus(keptBack), committed);
            untilNext = held.isNegative() ? held.negated() : held.dividedBy(PART_OF_HOLD);
        }
    }

    /** When to look again, if the last look is over now. */
    Instant nextLook(Instant now, Duration pollInterval) {
        Instant ordinary = now.plus(pollInterval);
        if (woken == null && awaited.isEmpty()) {
            return ordinary;
        }
        Duration wait = woken != null || untilNext.compareTo(PAUSE) < 0 ? PAUSE : untilNext;
        Instant sooner = later(now, begun.plus(wait));
        return sooner.isBefore(ordinary) ? sooner : ordinary;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
