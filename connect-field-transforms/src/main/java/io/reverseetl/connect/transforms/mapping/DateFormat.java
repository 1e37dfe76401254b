// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.mapping;

import io.reverseetl.connect.transforms.data.IsoDates;
import io.reverseetl.connect.transforms.data.ValueKind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.errors.DataException;

/**
 * Formats dates and timestamps. One that names an instant is shown as clocks in {@code zone} show it; a date, or a text
 * without a zone, is already what a clock shows.
 */
record DateFormat(DateTimeFormatter pattern, ZoneId zone) implements UnaryOperator<Bound> {

    private static final Set<ValueKind> ACCEPTED = EnumSet.of(ValueKind.DATE, ValueKind.TIMESTAMP, ValueKind.TEXT);

    /**
     * @param pattern as {@link DateTimeFormatter} defines it
     * @param zone a region such as Europe/Paris, or an offset
     * @throws IllegalArgumentException if one of them is not understood
     */
    static DateFormat of(String pattern, String zone) {
        String letters = pattern.replaceAll("'[^']*'", "");
        if (letters.contains("Y") && !letters.contains("w")) {
            throw new IllegalArgumentException(
                    "Y is the year that a week belongs to, and wrong around New Year; write yyyy for the year");
        }
        try {
            return new DateFormat(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH), ZoneId.of(zone));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("there is no time zone '" + zone + "'; write one like Europe/Paris", e);
        }
    }

    @Override
    public Bound apply(Bound input) {
        return input.toText("date", ACCEPTED, (kind, value) -> format(read(input, kind, value), input));
    }

    private TemporalAccessor read(Bound input, ValueKind kind, Object value) {
        return switch (kind) {
            case DATE -> LocalDateTime.ofInstant(instant(value), ZoneOffset.UTC);
            case TIMESTAMP -> instant(value).atZone(zone);
            default -> parse(input, (String) value);
        };
    }

    private static Instant instant(Object date) {
        return ((java.util.Date) date).toInstant();
    }

    private TemporalAccessor parse(Bound input, String text) {
        try {
            TemporalAccessor parsed = IsoDates.parse(text);
            if (parsed instanceof ZonedDateTime zoned) {
                return zoned.withZoneSameInstant(zone);
            }
            return parsed instanceof LocalDate date ? date.atStartOfDay() : parsed;
        } catch (DateTimeParseException e) {
            // The cause is left out: its message holds the value.
            throw new DataException("date cannot read " + input.description()
                    + ": it is text, but not an ISO 8601 date such as 2026-11-23 or 2026-11-23T10:15:30.5+01:00");
        }
    }

    private String format(TemporalAccessor date, Bound input) {
        try {
            return pattern.format(date);
        } catch (DateTimeException e) {
            // The cause is left out: its message may hold the value.
            throw new DataException("date cannot write " + input.description()
                    + " in its pattern, which asks for more than the value tells, such as a time zone");
        }
    }
}
