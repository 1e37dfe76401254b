// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.mapping;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Set;

/** Writes a value as text, the same on every machine: plain decimal numbers, and ISO 8601 dates and times in UTC. */
final class TextConversion {

    private static final Set<ValueKind> ACCEPTED = EnumSet.complementOf(EnumSet.of(ValueKind.OTHER));

    private TextConversion() {}

    static Bound of(Bound input, String function) {
        return input.toText(function, ACCEPTED, TextConversion::text);
    }

    private static String text(ValueKind kind, Object value) {
        return switch (kind) {
            case NUMBER -> plain((Number) value);
            case DATE -> instant(value).atOffset(ZoneOffset.UTC).toLocalDate().toString();
            case TIME -> LocalTime.ofInstant(instant(value), ZoneOffset.UTC).toString();
            case TIMESTAMP -> instant(value).toString();
            default -> value.toString();
        };
    }

    /** No CRM reads 1.0E7 as a number. */
    private static String plain(Number number) {
        boolean isFinite = Double.isFinite(number.doubleValue());
        return isFinite || number instanceof BigDecimal
                ? new BigDecimal(number.toString()).toPlainString()
                : number.toString();
    }

    private static Instant instant(Object date) {
        return ((java.util.Date) date).toInstant();
    }
}
