// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.postgres;

import io.reverseetl.connect.jdbc.dialect.Column;
import io.reverseetl.connect.jdbc.dialect.ColumnType;
import io.reverseetl.connect.jdbc.dialect.ColumnType.Plain;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How one column is selected and read. What the driver reads alike in its text and its binary transfer is selected as it
 * is; everything else is made text by the server, as the driver's own text forms depend on the transfer. Timestamps are
 * read by java.time's types alone: the driver's others go by the JVM's time zone.
 *
 * @param cast what follows the column's name in the select list
 * @param written from a value to its text as the database writes it, for the types of which that is known
 */
record ColumnReader(String cast, Getter getter, Optional<Function<Object, String>> written) {

    interface Getter {

        @Nullable
        Object get(ResultSet row, int index) throws SQLException;
    }

    static ColumnReader of(Column column) {
        ColumnType type = column.type();
        if (type instanceof ColumnType.Array array) {
            return new ColumnReader(
                    elementsAsText(column.castType()), elements(ofText(array.element())), Optional.empty());
        }
        if (type instanceof ColumnType.Timestamp timestamp) {
            return new ColumnReader(
                    "",
                    timestamp.zoned() ? ColumnReader::instant : ColumnReader::local,
                    Optional.of(value -> TemporalText.write((LocalDateTime) value, timestamp.zoned())));
        }
        if (type instanceof ColumnType.Numeric numeric) {
            return plain((row, index) -> number(row.getObject(index), numeric));
        }
        return ofPlain((Plain) type, column.castType());
    }

    private static @Nullable Object instant(ResultSet row, int index) throws SQLException {
        OffsetDateTime value = row.getObject(index, OffsetDateTime.class);
        if (value == null) {
            return null;
        }
        if (value.equals(OffsetDateTime.MAX)) {
            return LocalDateTime.MAX;
        }
        return value.equals(OffsetDateTime.MIN)
                ? LocalDateTime.MIN
                : value.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
    }

    private static @Nullable Object local(ResultSet row, int index) throws SQLException {
        return row.getObject(index, LocalDateTime.class);
    }

    /** The driver has no other form for NaN than that of a double. */
    private static @Nullable Object number(@Nullable Object value, ColumnType.Numeric type) {
        if (value instanceof BigDecimal number) {
            return number.setScale(type.scale(), RoundingMode.UNNECESSARY);
        }
        if (value == null) {
            return null;
        }
        throw new ArithmeticException("not a number");
    }

    private static ColumnReader ofPlain(Plain type, String castType) {
        return switch (type) {
            case INT16 -> integer((row, index) -> orNull(row.getShort(index), row));
            case INT32 -> integer((row, index) -> orNull(row.getInt(index), row));
            case INT64 -> integer((row, index) -> orNull(row.getLong(index), row));
            case BOOLEAN -> plain((row, index) -> orNull(row.getBoolean(index), row));
            case FLOAT32 -> plain((row, index) -> orNull(row.getFloat(index), row));
            case FLOAT64 -> plain((row, index) -> orNull(row.getDouble(index), row));
            case BYTES -> plain(ResultSet::getBytes);
            case TEXT -> ofTextForm(castType);
            case DATE -> plain((row, index) -> row.getObject(index, LocalDate.class));
            case BARE_NUMERIC -> text();
        };
    }

    private static ColumnReader ofTextForm(String castType) {
        return switch (castType) {
            // A cast would strip the blanks that char(n) keeps.
            case "bpchar" -> plain(ResultSet::getString);
            // The text form of money depends on the server's locale; its number does not.
            case "money" -> new ColumnReader("::numeric::text", ResultSet::getString, Optional.empty());
            default -> text();
        };
    }

    /** As for the types of the elements alone. */
    private static String elementsAsText(String castType) {
        return switch (castType) {
            // The text form of char(n) lacks the blanks; and the driver does not know domains of it.
            case "bpchar[]" -> "::bpchar[]";
            case "money[]" -> "::numeric[]::text[]";
            default -> "::text[]";
        };
    }

    /** From a value's text form, for the elements of arrays. */
    private static Function<String, ? extends Object> ofText(ColumnType type) {
        if (type instanceof ColumnType.Numeric numeric) {
            return text -> new BigDecimal(text).setScale(numeric.scale(), RoundingMode.UNNECESSARY);
        }
        if (type instanceof ColumnType.Timestamp) {
            return TemporalText::timestamp;
        }
        if (!(type instanceof Plain plain)) {
            throw new IllegalStateException("Arrays do not nest: " + type);
        }
        return switch (plain) {
            case INT16 -> Short::valueOf;
            case INT32 -> Integer::valueOf;
            case INT64 -> Long::valueOf;
            case BOOLEAN -> Boolean::valueOf;
            case FLOAT32 -> Float::valueOf;
            case FLOAT64 -> Double::valueOf;
            case BYTES -> text -> HexFormat.of().parseHex(text, 2, text.length());
            case DATE -> TemporalText::date;
            case TEXT, BARE_NUMERIC -> Function.identity();
        };
    }

    private static ColumnReader plain(Getter getter) {
        return new ColumnReader("", getter, Optional.empty());
    }

    private static ColumnReader integer(Getter getter) {
        return new ColumnReader("", getter, Optional.of(Object::toString));
    }

    private static ColumnReader text() {
        return new ColumnReader("::text", ResultSet::getString, Optional.of(Object::toString));
    }

    private static @Nullable Object orNull(Object value, ResultSet row) throws SQLException {
        return row.wasNull() ? null : value;
    }

    private static @Nullable Object parsed(@Nullable String text, Function<String, ? extends Object> parser) {
        return text == null ? null : parser.apply(text);
    }

    private static Getter elements(Function<String, ? extends Object> parser) {
        return (row, index) -> {
            Array array = row.getArray(index);
            if (array == null) {
                return null;
            }
            if (!(array.getArray() instanceof String[] texts)) {
                throw new IllegalArgumentException("an array of more than one dimension");
            }
            @Nullable Object[] values = new Object[texts.length];
            for (int i = 0; i < texts.length; i++) {
                values[i] = parsed(texts[i], parser);
            }
            return Collections.unmodifiableList(Arrays.asList(values));
        };
    }
}
