// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.data;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/** Reads dates as JSON and databases write them. */
public final class IsoDates {

    /** {@code 2026-11-23}, with time, fraction, offset and region as they may follow. */
    private static final DateTimeFormatter ISO_8601 = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .parseLenient()
            .appendOffsetId()
            .optionalStart()
            .appendLiteral('[')
            .appendZoneRegionId()
            .appendLiteral(']')
            .toFormatter(Locale.ROOT)
            // Otherwise February 30 would be the 28th.
            .withResolverStyle(ResolverStyle.STRICT);

    private IsoDates() {}

    /**
     * Reads a ZonedDateTime, a LocalDateTime or a LocalDate, whichever the text is.
     *
     * @throws java.time.format.DateTimeParseException if it is none; its message holds the text
     */
    public static TemporalAccessor parse(String text) {
        // Databases put a space where ISO 8601 has its T.
        return ISO_8601.parseBest(text.replace(' ', 'T'), ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
    }
}
