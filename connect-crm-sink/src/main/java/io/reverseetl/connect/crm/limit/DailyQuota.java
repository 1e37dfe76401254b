// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.limit;

import io.reverseetl.connect.crm.spi.QuotaReading;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The calls of a day, of which some are left to whoever else uses the account. */
final class DailyQuota {

    private final QuotaSettings settings;
    /** Counts for a CRM that does not: null if nobody has said how much there is. */
    private @Nullable CallBucket bucket;

    private OptionalLong left = OptionalLong.empty();
    private OptionalLong whole = OptionalLong.empty();

    DailyQuota(QuotaSettings settings, LongSupplier millis) {
        this.settings = settings;
        if (settings.dailyCalls().isPresent()) {
            double free = settings.dailyCalls().getAsInt() * (100.0 - settings.reservePercent()) / 100;
            bucket = CallBucket.daily(settings.ofTask(free), millis);
            whole = left();
        }
    }

    /**
     * The CRM says what is left: it has counted better than we can.
     *
     * @return whether what is left is for others
     */
    boolean learn(QuotaReading reading) {
        if (reading.dailyRemaining().isEmpty()) {
            return false;
        }
        bucket = null;
        long limit = reading.dailyLimit().orElse(settings.dailyCalls().orElse(0));
        // What the other tasks have on their way is not in the CRM's figure yet.
        long reserve = limit * settings.reservePercent() / 100 + (long) settings.tasks() * settings.maxInFlight();
        long free = reading.dailyRemaining().getAsLong() - reserve;
        left = OptionalLong.of(Math.max(0, free));
        whole = limit > 0 ? OptionalLong.of(Math.max(0, limit - reserve)) : OptionalLong.empty();
        return free <= 0;
    }

    /** How long until a call may be made; 0 if now. */
    long waitMillis() {
        return bucket == null ? 0 : bucket.waitMillis();
    }

    void spend(int calls) {
        if (bucket != null) {
            bucket.spend(calls);
        }
    }

    /** Calls that may be made on a day of which nothing is used, as far as that is known. */
    OptionalLong whole() {
        return whole;
    }

    /** Calls that may be made today, as far as that is known. */
    OptionalLong left() {
        return bucket == null ? left : OptionalLong.of(bucket.available());
    }
}
