// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import io.reverseetl.connect.crm.http.HttpAnswer;
import io.reverseetl.connect.crm.spi.QuotaReading;
import io.reverseetl.connect.crm.spi.QuotaReading.Window;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads the headers by which HubSpot tells its quota: about ten seconds always, about the day for some tokens only. */
final class RateLimitHeaders {

    private static final String PREFIX = "x-hubspot-ratelimit-";

    private RateLimitHeaders() {}

    static QuotaReading of(HttpAnswer answer) {
        OptionalLong calls = number(answer, "max");
        OptionalLong interval = number(answer, "interval-milliseconds");
        boolean windowTold = calls.orElse(0) > 0 && interval.orElse(0) > 0;
        OptionalLong remaining = number(answer, "remaining");
        return new QuotaReading(
                windowTold
                        ? Optional.of(new Window((int) calls.getAsLong(), Duration.ofMillis(interval.getAsLong())))
                        : Optional.empty(),
                remaining.isPresent() ? OptionalInt.of((int) remaining.getAsLong()) : OptionalInt.empty(),
                number(answer, "daily"),
                number(answer, "daily-remaining"));
    }

    /** A header that is not a number says nothing. */
    private static OptionalLong number(HttpAnswer answer, String name) {
        return answer.header(PREFIX + name)
                .map(String::strip)
                .filter(value -> value.matches("\\d{1,9}"))
                .map(value -> OptionalLong.of(Long.parseLong(value)))
                .orElse(OptionalLong.empty());
    }
}
