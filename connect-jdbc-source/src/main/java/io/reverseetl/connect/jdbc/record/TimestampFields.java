// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.record;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.function.Function;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;

/**
 * Timestamps, as {@code timestamp.granularity} wants them. As text they are ISO 8601, with a {@code Z} if the column has
 * a zone; years before 1 and above 9999 are signed (44 BC is {@code -0043}); the infinities are {@code infinity} and
 * {@code -infinity}, and have no number.
 */
final class TimestampFields {

    private static final long MICROS = 1_000_000;
    private static final long NANOS = 1_000_000_000;

    private TimestampFields() {}

    static FieldType of(boolean zoned, RecordSettings settings) {
        ZoneId zone = zoned ? ZoneOffset.UTC : settings.zone();
        Function<Object, Long> micros = value -> sinceEpoch((LocalDateTime) value, zone, MICROS);
        Function<Object, Long> nanos = value -> sinceEpoch((LocalDateTime) value, zone, NANOS);
        return switch (settings.timestamps()) {
            case CONNECT_LOGICAL ->
                new FieldType(Timestamp::builder, value -> Date.from(instant((LocalDateTime) value, zone)));
            case MICROS_LONG -> new FieldType(SchemaBuilder::int64, micros::apply);
            case MICROS_STRING -> new FieldType(SchemaBuilder::string, micros.andThen(String::valueOf)::apply);
            case MICROS_ISO_DATETIME_STRING -> iso(6, zoned);
            case NANOS_LONG -> new FieldType(SchemaBuilder::int64, nanos::apply);
            case NANOS_STRING -> new FieldType(SchemaBuilder::string, nanos.andThen(String::valueOf)::apply);
            case NANOS_ISO_DATETIME_STRING -> iso(9, zoned);
        };
    }

    /** The cursor's timestamp as the header has it: in UTC, to the microsecond. */
    static Function<Object, String> header(boolean zoned, ZoneId zoneOfUnzoned) {
        Function<Object, String> text = text(6, true);
        return value -> text.apply(zoned ? value : inUtc((LocalDateTime) value, zoneOfUnzoned));
    }

    private static LocalDateTime inUtc(LocalDateTime value, ZoneId zone) {
        return isInfinite(value)
                ? value
                : LocalDateTime.ofInstant(value.atZone(zone).toInstant(), ZoneOffset.UTC);
    }

    private static FieldType iso(int digits, boolean zoned) {
        return new FieldType(SchemaBuilder::string, text(digits, zoned)::apply);
    }

    private static Function<Object, String> text(int digits, boolean zoned) {
        return value -> {
            if (value.equals(LocalDateTime.MAX)) {
                return "infinity";
            }
            return value.equals(LocalDateTime.MIN) ? "-infinity" : text((LocalDateTime) value, digits, zoned);
        };
    }

    /** By hand: it is done for every row, and a formatter takes several times as long. */
    private static String text(LocalDateTime time, int digits, boolean zoned) {
        StringBuilder text = new StringBuilder(32);
        int year = time.getYear();
        if (year < 0 || year > 9999) {
            text.append(year < 0 ? '-' : '+');
        }
        append(text, Math.abs(year), 1000);
        append(text.append('-'), time.getMonthValue(), 10);
        append(text.append('-'), time.getDayOfMonth(), 10);
        append(text.append('T'), time.getHour(), 10);
        append(text.append(':'), time.getMinute(), 10);
        append(text.append(':'), time.getSecond(), 10);
        boolean nanos = digits == 9;
        append(text.append('.'), nanos ? time.getNano() : time.getNano() / 1000, nanos ? 100_000_000 : 100_000);
        return zoned ? text.append('Z').toString() : text.toString();
    }

    /** Appends a number with zeros before it, so that it has as many digits as the unit. */
    private static void append(StringBuilder text, int number, int unit) {
        for (int limit = unit; limit > number && limit > 1; limit /= 10) {
            text.append('0');
        }
        text.append(number);
    }

    private static long sinceEpoch(LocalDateTime value, ZoneId zone, long unitsPerSecond) {
        Instant instant = instant(value, zone);
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), unitsPerSecond),
                instant.getNano() / (NANOS / unitsPerSecond));
    }

    private static Instant instant(LocalDateTime value, ZoneId zone) {
        if (isInfinite(value)) {
            throw new IllegalArgumentException(
                    "an infinite timestamp has no number. Set timestamp.granularity=micros_iso_datetime_string.");
        }
        return value.atZone(zone).toInstant();
    }

    private static boolean isInfinite(LocalDateTime value) {
        return value.equals(LocalDateTime.MAX) || value.equals(LocalDateTime.MIN);
    }
}
