// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.data;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;

/** Values as text, the same on every machine: plain decimal numbers, and ISO 8601 dates and times in UTC. */
public final class Texts {

    private Texts() {}

    /** The text of a value that is not {@link ValueKind#OTHER}. */
    public static String of(ValueKind kind, Object value) {
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

    /** The first characters of a text. Counts code points: half of an emoji is not a character. */
    public static String prefix(String text, int most) {
        boolean fits = text.codePointCount(0, text.length()) <= most;
        return fits ? text : text.substring(0, text.offsetByCodePoints(0, most));
    }

    /**
     * The number of characters that a config asks to keep.
     *
     * @throws IllegalArgumentException if so many cannot be kept
     */
    public static int length(long most) {
        if (most < 1 || most > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("write how many characters to keep, 1 at least");
        }
        return (int) most;
    }
}
