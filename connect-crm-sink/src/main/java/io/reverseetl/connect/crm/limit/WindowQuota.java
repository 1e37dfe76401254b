// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.limit;

import io.reverseetl.connect.crm.spi.QuotaReading.Window;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The pace of calls under a quota that counts within a rolling window. Sent evenly, they never come to more than the
 * window has: what may come at once is taken off the pace.
 *
 * <p>Without a limit that is known there is no pace, until the CRM says that there were too many calls. That halves
 * the pace, be it known or the one of late; each call that succeeds raises it a little.
 */
final class WindowQuota {

    /** What may come at once: little, as the pace is lower by so much. More than one call, as no timer is exact. */
    private static final double BURST_SHARE = 0.03;

    private static final double LEAST_BURST = 1.1;

    private static final Duration USUAL_WINDOW = Duration.ofSeconds(10);
    /** No client gets there, and a bucket cannot count it. */
    private static final double NO_LIMIT_CALLS_PER_SECOND = 10_000;

    private static final double LEAST_CALLS_PER_SECOND = 0.1;

    /** Refusals of calls that were on their way together are one reason to slow down, and not several. */
    private static final long ONE_CUT_MILLIS = 1_000;

    private final QuotaSettings settings;
    private final LongSupplier millis;
    private Optional<Window> window = Optional.empty();
    private double ceiling = Double.POSITIVE_INFINITY;
    private double pace = Double.POSITIVE_INFINITY;
    private double burst = LEAST_BURST;
    private @Nullable CallBucket bucket;
    private long lastCut;
    private long countedSince;
    private int counted;

    WindowQuota(QuotaSettings settings, LongSupplier millis) {
        this.settings = settings;
        this.millis = millis;
        lastCut = millis.getAsLong() - ONE_CUT_MILLIS;
        countedSince = millis.getAsLong();
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
        if (now - countedSince > USUAL_WINDOW.toMillis()) {
            countedSince = now;
            counted = 0;
        }
        counted += calls;
        if (bucket != null) {
            bucket.spend(calls);
        }
    }

    /** Nothing is left in the window, though we keep to our share: others are calling too, so make room for them. */
    void usedUpByOthers() {
        cut(0.85);
    }

    /** A call was refused because there were too many. */
    void throttled() {
        cut(0.5);
    }

    private void cut(double factor) {
        long now = millis.getAsLong();
        if (now - lastCut >= ONE_CUT_MILLIS) {
            lastCut = now;
            setPace(Math.max(LEAST_CALLS_PER_SECOND, Math.min(pace, recentCallsPerSecond(now)) * factor));
        }
    }

    private double recentCallsPerSecond(long now) {
        return counted * 1_000.0 / Math.max(1_000, now - countedSince);
    }

    /**
     * A call went through: a pace that was halved is whole again after about a window of such calls. If nobody knows what
     * the whole is, it doubles with every 35 calls until there are too many again.
     */
    void succeeded() {
        if (pace < ceiling) {
            double step =
                    window.map(known -> 500.0 / known.interval().toMillis()).orElse(pace * 0.02);
            setPace(Math.min(ceiling, pace + step));
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
