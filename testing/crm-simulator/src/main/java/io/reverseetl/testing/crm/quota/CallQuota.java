// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.quota;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A quota of calls within any ten seconds, and one of calls a day. The window rolls: a call frees its place exactly
 * ten seconds after it was granted. The day ends at midnight UTC. A refused call costs nothing.
 */
public final class CallQuota {

    public static final Duration WINDOW = Duration.ofSeconds(10);

    private final int windowLimit;
    private final int dailyLimit;
    private final InstantSource clock;
    private final Deque<Instant> grantedInWindow = new ArrayDeque<>();
    private @Nullable LocalDate day;
    private int grantedToday;

    /**
     * @param windowLimit calls within any ten seconds; 0 for no limit
     * @param dailyLimit calls a day; 0 for no limit
     */
    public CallQuota(int windowLimit, int dailyLimit, InstantSource clock) {
        this.windowLimit = windowLimit;
        this.dailyLimit = dailyLimit;
        this.clock = clock;
    }

    /** Takes a call from the quota: returns the limit that refuses it, or nothing if the call is granted. */
    public synchronized Optional<Limit> take() {
        Instant now = forgetWhatIsOver();
        if (dailyLimit > 0 && grantedToday >= dailyLimit) {
            return Optional.of(Limit.DAY);
        }
        if (windowLimit > 0 && grantedInWindow.size() >= windowLimit) {
            return Optional.of(Limit.WINDOW);
        }
        if (windowLimit > 0) {
            grantedInWindow.addLast(now);
        }
        grantedToday++;
        return Optional.empty();
    }

    /** What is left now. */
    public synchronized Allowance allowance() {
        forgetWhatIsOver();
        return new Allowance(
                windowLimit,
                Math.max(0, windowLimit - grantedInWindow.size()),
                dailyLimit,
                Math.max(0, dailyLimit - grantedToday));
    }

    private Instant forgetWhatIsOver() {
        Instant now = clock.instant();
        Instant windowStart = now.minus(WINDOW);
        while (!grantedInWindow.isEmpty() && !grantedInWindow.getFirst().isAfter(windowStart)) {
            grantedInWindow.removeFirst();
        }
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        if (!today.equals(day)) {
            day = today;
            grantedToday = 0;
        }
        return now;
    }

    /** Which limit refuses a call. */
    public enum Limit {
        WINDOW,
        DAY
    }

    /** Limits, and how many calls are left in each; a limit of 0 is none. */
    public record Allowance(int windowLimit, int windowRemaining, int dailyLimit, int dailyRemaining) {}
}
