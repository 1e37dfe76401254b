// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.limit;

import io.reverseetl.connect.crm.spi.QuotaReading.Window;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The pace of calls under a quota that counts within a rolling window. Sent evenly, they never come to more than the
 * window has: what may come at once is taken off the pace.
 *
 * <p>Without a limit that is known there is no pace, until the CRM says that there were too many calls. Each call that is
 * refused lowers the pace by a twentieth, and the calls that succeed in a row raise it, each by more than the one before:
 * so it is soon back near the limit, and refusals that have nothing to do with the pace leave it where it is, as long as
 * they are few.
 */
final class WindowQuota {

    /** What may come at once: little, as the pace is lower by so much. More than one call, as no timer is exact. */
    private static final double BURST_SHARE = 0.03;

    private static final double LEAST_BURST = 1.1;

    private static final long ONE_SECOND_MILLIS = 1_000;

    /** No client gets there, and a bucket cannot count it. */
    private static final double NO_LIMIT_CALLS_PER_SECOND = 10_000;

    private static final double LEAST_CALLS_PER_SECOND = 0.1;

    /**
     * Calls per second that a CRM may be thought to take as long as nobody knows: a refusal while there were fewer says
     * little of how many there may be.
     */
    private static final double USUAL_CALLS_PER_SECOND = 10;

    private static final double KEPT_AFTER_A_REFUSAL = 0.95;

    /**
     * What the first of the calls that succeed in a row adds, as a part of the ceiling; the second adds twice as much, and
     * so on. At the ceiling 45 of them make up for a refusal.
     */
    private static final double RISE = 0.000_05;

    private final QuotaSettings settings;
    private final LongSupplier millis;
    private Optional<Window> window = Optional.empty();
    private double ceiling = Double.POSITIVE_INFINITY;
    private double pace = Double.POSITIVE_INFINITY;
    private double burst = LEAST_BURST;
    private @Nullable CallBucket bucket;
    private int succeededInARow;
    /** When the second began whose calls are being counted. */
    private long second;

    private int callsInSecond;
    /** The most that were made in a second: as long as none is refused, the CRM takes them. */
    private int callsInBusiestSecond;

    WindowQuota(QuotaSettings settings, LongSupplier millis) {
        this.settings = settings;
        this.millis = millis;
        second = millis.getAsLong();
        settings.window().ifPresent(this::learn);
    }

    /** The CRM says what its window is; what the config says still holds if it is less. */
    void learn(Window told) {
        Window found = settings.window()
                .filter(own -> own.callsPerSecond() < told.callsPerSecond())
                .orElse(told);
        if (window.equals(Optional.of(found))) {
            return;
        }
        window = Optional.of(found);
        double calls = settings.ofTask(found.calls());
        burst = Math.max(LEAST_BURST, calls * BURST_SHARE);
        double seconds = found.interval().toMillis() / 1_000.0;
        boolean cut = pace < ceiling;
        ceiling = Math.max(calls - burst, calls / 2) / seconds;
        setPace(cut ? Math.min(pace, ceiling) : ceiling);
    }

    /** How long until a call may be made; 0 if now. */
    long waitMillis() {
        return bucket == null ? 0 : bucket.waitMillis();
    }

    void spend(int calls) {
        long now = millis.getAsLong();
        if (now - second >= ONE_SECOND_MILLIS) {
            second = now;
            callsInSecond = 0;
        }
        callsInSecond += calls;
        callsInBusiestSecond = Math.max(callsInBusiestSecond, callsInSecond);
        if (bucket != null) {
            bucket.spend(calls);
        }
    }

    /** A call was refused as there were too many, or the next one would be: others are calling too. */
    void slowDown() {
        succeededInARow = 0;
        double before = Double.isInfinite(pace) ? Math.max(USUAL_CALLS_PER_SECOND, callsInBusiestSecond) : pace;
        setPace(Math.max(LEAST_CALLS_PER_SECOND, before * KEPT_AFTER_A_REFUSAL));
    }

    /** A call went through. */
    void succeeded() {
        if (pace < ceiling) {
            succeededInARow++;
            double whole = Double.isInfinite(ceiling) ? USUAL_CALLS_PER_SECOND : ceiling;
            setPace(Math.min(ceiling, pace + whole * RISE * succeededInARow));
        }
    }

    private void setPace(double callsPerSecond) {
        if (callsPerSecond >= NO_LIMIT_CALLS_PER_SECOND) {
            pace = Double.POSITIVE_INFINITY;
            bucket = null;
            return;
        }
        pace = callsPerSecond;
        if (bucket == null) {
            bucket = CallBucket.paced(pace, burst, millis);
        } else {
            bucket.pace(pace, burst);
        }
    }
}
