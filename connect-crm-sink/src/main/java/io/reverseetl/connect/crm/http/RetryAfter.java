// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.http;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads a {@code Retry-After} header, which is a number of seconds or a date. */
public final class RetryAfter {

    private RetryAfter() {}

    /**
     * The wait that the server asks for; nothing if it does not, or not in words that can be understood.
     *
     * @param longest no wait is longer, whatever the server says
     */
    public static Optional<Duration> of(HttpAnswer answer, Clock clock, Duration longest) {
        return answer.header("retry-after")
                .flatMap(value -> parse(value.strip(), clock))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
                .map(wait -> wait.compareTo(longest) > 0 ? longest : wait);
    }

    private static Optional<Duration> parse(String value, Clock clock) {
        try {
            return Optional.of(
                    value.matches("\\d{1,9}(\\.\\d+)?")
                            ? Duration.ofMillis((long) Math.ceil(Double.parseDouble(value) * 1000))
                            : Duration.between(
                                    clock.instant(), DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from)));
        } catch (DateTimeException e) {
            // A header that nobody can read asks for nothing; the engine backs off by itself.
            return Optional.empty();
        }
    }
}
