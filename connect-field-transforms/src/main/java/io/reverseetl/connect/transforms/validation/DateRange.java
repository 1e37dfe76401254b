// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.validation;

import io.reverseetl.connect.transforms.data.IsoDates;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Dates, timestamps and ISO 8601 text from one day to another, both included.
 *
 * @param least null for none; so is {@code most}
 */
record DateRange(@Nullable LocalDate least, @Nullable LocalDate most) implements Check {

    static Check check(List<Object> given) {
        LocalDate least = given.isEmpty() ? null : day(given.get(0));
        LocalDate most = given.size() < 2 ? null : day(given.get(1));
        if (least != null && most != null && least.isAfter(most)) {
            throw new IllegalArgumentException("write the first and the last day that it may be");
        }
        return new DateRange(least, most);
    }

    private static LocalDate day(Object given) {
        try {
            return LocalDate.parse((String) given);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + given + "' is no date; write one such as '2026-11-23'", e);
        }
    }

    @Override
    public boolean holds(@Nullable Schema schema, Object value, Object record) {
        LocalDate day = read(value);
        return day != null && (least == null || !day.isBefore(least)) && (most == null || !day.isAfter(most));
    }

    /** The day that the value names; of an instant, the day in UTC. */
    private static @Nullable LocalDate read(Object value) {
        if (value instanceof java.util.Date date) {
            return date.toInstant().atOffset(ZoneOffset.UTC).toLocalDate();
        }
        if (value instanceof String text) {
            try {
                return LocalDate.from(IsoDates.parse(text));
            } catch (DateTimeException e) {
                return null;
            }
        }
        return null;
    }
}
