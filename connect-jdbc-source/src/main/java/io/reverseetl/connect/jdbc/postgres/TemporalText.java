// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.postgres;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates and timestamps as PostgreSQL writes them in ISO style: {@code infinity}, {@code 0044-03-15 BC}, {@code
 * 2026-11-23 04:33:00.123456+00}. Years have four digits or more, an offset may have minutes and seconds.
 */
final class TemporalText {

    private static final Pattern DATE = Pattern.compile("(\\d{4,})-(\\d\\d)-(\\d\\d)");
    private static final Pattern OFFSET = Pattern.compile("[+-]\\d\\d(:\\d\\d){0,2}$");
    private static final String BEFORE_CHRIST = " BC";

    private TemporalText() {}

    static LocalDate date(String text) {
        return switch (text) {
            case "infinity" -> LocalDate.MAX;
            case "-infinity" -> LocalDate.MIN;
            default -> finiteDate(text);
        };
    }

    /** A timestamp with an offset is moved to UTC. */
    static LocalDateTime timestamp(String text) {
        return switch (text) {
            case "infinity" -> LocalDateTime.MAX;
            case "-infinity" -> LocalDateTime.MIN;
            default -> finiteTimestamp(text);
        };
    }

    /**
     * Writes a timestamp as PostgreSQL does, in UTC if it has a zone. By hand: it is done for every row, and a formatter
     * takes several times as long.
     */
    static String write(LocalDateTime time, boolean zoned) {
        if (time.equals(LocalDateTime.MAX)) {
            return "infinity";
        }
        if (time.equals(LocalDateTime.MIN)) {
            return "-infinity";
        }
        StringBuilder text = new StringBuilder(32);
        int year = time.getYear();
        appendYear(text, year > 0 ? year : 1 - year);
        append(text.append('-'), time.getMonthValue());
        append(text.append('-'), time.getDayOfMonth());
        append(text.append(' '), time.getHour());
        append(text.append(':'), time.getMinute());
        append(text.append(':'), time.getSecond());
        appendFraction(text, time.getNano() / 1000);
        return text.append(zoned ? "+00" : "")
                .append(year > 0 ? "" : BEFORE_CHRIST)
                .toString();
    }

    private static void appendYear(StringBuilder text, int year) {
        for (int limit = 1000; limit > year && limit > 1; limit /= 10) {
            text.append('0');
        }
        text.append(year);
    }

    private static void append(StringBuilder text, int twoDigits) {
        text.append((char) ('0' + twoDigits / 10)).append((char) ('0' + twoDigits % 10));
    }

    private static void appendFraction(StringBuilder text, int micros) {
        if (micros > 0) {
            text.append('.');
            for (int rest = micros, unit = 100_000; rest > 0; rest %= unit, unit /= 10) {
                text.append((char) ('0' + rest / unit));
            }
        }
    }

    private static LocalDate finiteDate(String text) {
        Matcher date = DATE.matcher(text);
        if (!date.lookingAt()) {
            throw new IllegalArgumentException("not a date");
        }
        int year = Integer.parseInt(date.group(1));
        // There is no year 0 in PostgreSQL: the one before 1 AD is 1 BC, which ISO 8601 calls 0.
        return LocalDate.of(
                text.endsWith(BEFORE_CHRIST) ? 1 - year : year,
                Integer.parseInt(date.group(2)),
                Integer.parseInt(date.group(3)));
    }

    private static LocalDateTime finiteTimestamp(String text) {
        String time = text.substring(text.indexOf(' ') + 1);
        if (time.endsWith(BEFORE_CHRIST)) {
            time = time.substring(0, time.length() - BEFORE_CHRIST.length());
        }
        Matcher offset = OFFSET.matcher(time);
        ZoneOffset zone = ZoneOffset.UTC;
        if (offset.find()) {
            zone = ZoneOffset.of(offset.group());
            time = time.substring(0, offset.start());
        }
        return finiteDate(text).atTime(LocalTime.parse(time)).minusSeconds(zone.getTotalSeconds());
    }
}
