// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.protection;

import io.reverseetl.connect.transforms.data.FieldName;
import io.reverseetl.connect.transforms.data.IsoDates;
import io.reverseetl.connect.transforms.data.ValueKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.errors.DataException;

/** Values that tell less: the beginning of a year, a multiple of ten. The type stays. */
final class Generalisations {

    private static final Set<ValueKind> DATES = EnumSet.of(ValueKind.DATE, ValueKind.TIMESTAMP, ValueKind.TEXT);

    private static final int YEAR_CHARACTERS = "2026".length();
    private static final int MONTH_CHARACTERS = "2026-11".length();

    private Generalisations() {}

    static Action year() {
        return date("year", YEAR_CHARACTERS, day -> day.withDayOfYear(1));
    }

    static Action month() {
        return date("month", MONTH_CHARACTERS, day -> day.withDayOfMonth(1));
    }

    private static Action date(String name, int characters, UnaryOperator<LocalDate> beginning) {
        return new Action.Plain(new ElementEdit(name, DATES, false, (field, kind, value) -> {
            if (value instanceof Date date) {
                LocalDate day = date.toInstant().atOffset(ZoneOffset.UTC).toLocalDate();
                return Date.from(beginning.apply(day).atStartOfDay().toInstant(ZoneOffset.UTC));
            }
            return parsed(name, field, (String) value).toString().substring(0, characters);
        }));
    }

    private static LocalDate parsed(String name, FieldName field, String text) {
        try {
            LocalDate day = LocalDate.from(IsoDates.parse(text));
            if (day.getYear() >= 0 && day.getYear() <= 9999) {
                return day;
            }
        } catch (DateTimeException e) {
            // Answered below, without the cause: its message holds the value.
        }
        throw new DataException(name + " cannot read field '" + field
                + "': it is text, but not an ISO 8601 date such as 2026-11-23 of a year with four digits");
    }

    static Action step(List<Object> given) {
        long step = (Long) given.get(0);
        if (step < 1) {
            throw new IllegalArgumentException("write a step of 1 at least");
        }
        return new Action.Plain(new ElementEdit(
                "step",
                EnumSet.of(ValueKind.NUMBER),
                false,
                (field, kind, value) -> multiple(field, (Number) value, step)));
    }

    /** The multiple next to the number on the side of zero, which fits into the number's own type always. */
    private static Object multiple(FieldName field, Number number, long step) {
        if (number instanceof Double || number instanceof Float) {
            double value = number.doubleValue();
            double multiple = value - value % step;
            return number instanceof Double ? (Object) multiple : (Object) (float) multiple;
        }
        if (number instanceof BigDecimal exact) {
            BigDecimal by = BigDecimal.valueOf(step);
            return exact.subtract(exact.remainder(by)).setScale(exact.scale(), RoundingMode.DOWN);
        }
        if (number instanceof BigInteger exact) {
            return exact.subtract(exact.remainder(BigInteger.valueOf(step)));
        }
        long value = number.longValue();
        long multiple = value - value % step;
        if (number instanceof Long) {
            return multiple;
        }
        if (number instanceof Integer) {
            return (int) multiple;
        }
        if (number instanceof Short) {
            return (short) multiple;
        }
        if (number instanceof Byte) {
            return (byte) multiple;
        }
        throw new DataException("step cannot change field '" + field + "', which is a "
                + number.getClass().getSimpleName());
    }
}
