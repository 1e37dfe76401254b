// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.http;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/** Instants as ISO 8601 text in UTC, always with the same number of digits, so that text sorts as time does. */
public final class Timestamps {

    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);
    private static final DateTimeFormatter MICROS =
            new DateTimeFormatterBuilder().appendInstant(6).toFormatter(Locale.ROOT);

    private Timestamps() {}

    public static String millis(Instant instant) {
        return MILLIS.format(instant);
    }

    public static String micros(Instant instant) {
        return MICROS.format(instant);
    }
}
