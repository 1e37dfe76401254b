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
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How one column is selected and read. What the driver reads alike in its text and its binary transfer is selected as it
 * is; everything else is made text by the server, as the driver's own text forms depend on the transfer and, for
 * timestamps, on the JVM's time zone.
 *
 * @param cast what follows the column's name in the select list
 */
record ColumnReader(String cast, Getter getter) {

    private static final String AS_TEXT = "::text";

    interface Getter {

        @Nullable
        Object get(ResultSet row, int index) throws SQLException;
    }

    static ColumnReader of(Column column) {
        ColumnType type = column.type();
        if (type instanceof ColumnType.Array array) {
            return new ColumnReader(elementsAsText(column.castType()), elements(ofText(array.element())));
        }
        if (type instanceof Plain plain) {
            return ofPlain(plain, column.castType());
        }
        return text(ofText(type));
    }

    private static ColumnReader ofPlain(Plain type, String castType) {
        return switch (type) {
            case INT16 -> plain((row, index) -> orNull(row.getShort(index), row));
            case INT32 -> plain((row, index) -> orNull(row.getInt(index), row));
            case INT64 -> plain((row, index) -> orNull(row.getLong(index), row));
            case BOOLEAN -> plain((row, index) -> orNull(row.getBoolean(index), row));
            case FLOAT32 -> plain((row, index) -> orNull(row.getFloat(index), row));
            case FLOAT64 -> plain((row, index) -> orNull(row.getDouble(index), row));
            case BYTES -> plain(ResultSet::getBytes);
            case TEXT -> ofTextForm(castType);
            case DATE, BARE_NUMERIC -> text(ofText(type));
        };
    }

    private static ColumnReader ofTextForm(String castType) {
        return switch (castType) {
            // A cast would strip the blanks that char(n) keeps.
            case "bpchar" -> plain(ResultSet::getString);
            // The text form of money depends on the server's locale; its number does not.
            case "money" -> new ColumnReader("::numeric::text", ResultSet::getString);
            default -> text(Function.identity());
        };
    }

    /** As for the types of the elements alone. */
    private static String elementsAsText(String castType) {
        return switch (castType) {
            case "bpchar[]" -> "";
            case "money[]" -> "::numeric[]::text[]";
            default -> "::text[]";
        };
    }

    /** From a value's text form, for the types that are selected as text and for the elements of every array. */
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
        return new ColumnReader("", getter);
    }

    private static ColumnReader text(Function<String, ? extends Object> parser) {
        return new ColumnReader(AS_TEXT, (row, index) -> parsed(row.getString(index), parser));
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
            @Nullable
            Object[] values =
                    Arrays.stream(texts).map(text -> parsed(text, parser)).toArray();
            return Collections.unmodifiableList(Arrays.asList(values));
        };
    }
}
