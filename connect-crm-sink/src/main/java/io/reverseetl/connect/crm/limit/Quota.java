// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.limit;

import io.reverseetl.connect.crm.spi.QuotaReading;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** A task's part of the CRM's quota: how long to wait for the next call. Belongs to the engine's thread. */
public final class Quota {

    /** CRMs do not agree on when their day ends, and do not say: so they are asked. */
    public static final Duration ASK_AGAIN = Duration.ofHours(1);

    private final WindowQuota window;
    private final DailyQuota day;

    /** A quota of which nothing is used yet. */
    public Quota(QuotaSettings settings, LongSupplier millis) {
        window = new WindowQuota(settings, millis);
        day = new DailyQuota(settings, millis);
    }

    /** How long until a call may be made, in milliseconds; 0 if now. */
    public long waitMillis() {
        return Math.max(window.waitMillis(), day.waitMillis());
    }

    /** Calls are being made. */
    public void spend(int calls) {
        window.spend(calls);
        day.spend(calls);
    }

    /**
     * What the CRM says counts more than what we have counted.
     *
     * @return whether nothing more may be sent today
     */
    public boolean learn(QuotaReading reading) {
        reading.window().ifPresent(window::learn);
        if (reading.windowRemaining().isPresent() && reading.windowRemaining().getAsInt() <= 0) {
            window.slowDown();
        }
        return day.learn(reading);
    }

    /** A call was refused because there were too many. */
    public void throttled() {
        window.slowDown();
    }

    /** A call was answered. */
    public void succeeded() {
        window.succeeded();
    }

    /** Calls that may be made today; nothing if neither the CRM nor the config has said how many there are. */
    public OptionalLong leftToday() {
        return day.left();
    }

    /** Calls that may be made on a day of which nothing is used; nothing if neither the CRM nor the config has said so. */
    public OptionalLong perDay() {
        return day.whole();
    }
}
