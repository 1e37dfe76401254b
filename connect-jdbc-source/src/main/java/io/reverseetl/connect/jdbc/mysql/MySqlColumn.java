// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.mysql;

import io.reverseetl.connect.jdbc.dialect.Column;
import io.reverseetl.connect.jdbc.dialect.ColumnType;
import io.reverseetl.connect.jdbc.dialect.ColumnType.Plain;
import io.reverseetl.connect.jdbc.sql.ColumnSql;
import io.reverseetl.connect.jdbc.sql.PageSql;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A column in SQL. Dates and times are made text by the server, as what drivers make of them depends on their settings
 * and on the JVM's time zone.
 *
 * @param name qualified and quoted
 * @param family as {@link ColumnTypes.Declared#family} says
 */
record MySqlColumn(String name, String family, ColumnType type) implements ColumnSql {

    private static final Set<String> STRINGS = Set.of("char", "varchar", "tinytext", "text", "mediumtext", "longtext");
    private static final Set<String> SHAPES = Set.of(
            "geometry",
            "point",
            "linestring",
            "polygon",
            "multipoint",
            "multilinestring",
            "multipolygon",
            "geometrycollection",
            "geomcollection");

    static MySqlColumn of(Column column) {
        return new MySqlColumn(
                PageSql.ALIAS + "." + MySqlSession.quoted(column.name()), column.castType(), column.type());
    }

    @Override
    public String selected() {
        if (type instanceof ColumnType.Timestamp || type == Plain.DATE) {
            return "CAST(" + name + " AS CHAR)";
        }
        if (type == Plain.BOOLEAN) {
            // A driver could make a boolean of it, whatever the number is.
            return name + " + 0";
        }
        if (type == Plain.FLOAT32) {
            // In its text form the server leaves no more than six digits of it.
            return name + " + 0E0";
        }
        return type == Plain.TEXT ? selectedText() : name;
    }

    private String selectedText() {
        if (isBits()) {
            return "LPAD(BIN(" + name + " + 0), " + family.substring("bit(".length(), family.length() - 1) + ", '0')";
        }
        if (SHAPES.contains(family)) {
            return "ST_AsText(" + name + ")";
        }
        return STRINGS.contains(family) ? name : "CAST(" + name + " AS CHAR)";
    }

    @Override
    public @Nullable Object value(ResultSet row, int index) throws SQLException {
        if (type instanceof ColumnType.Numeric numeric) {
            BigDecimal value = row.getBigDecimal(index);
            return value == null ? null : value.setScale(numeric.scale(), RoundingMode.UNNECESSARY);
        }
        if (type instanceof ColumnType.Timestamp) {
            String text = row.getString(index);
            return text == null ? null : LocalDateTime.parse(text.replace(' ', 'T'));
        }
        Object value = plain((Plain) type, row, index);
        return row.wasNull() ? null : value;
    }

    private static @Nullable Object plain(Plain type, ResultSet row, int index) throws SQLException {
        return switch (type) {
            case INT16 -> row.getShort(index);
            case INT32 -> row.getInt(index);
            case INT64 -> row.getLong(index);
            case BOOLEAN -> flag(row.getInt(index));
            case FLOAT32 -> (float) row.getDouble(index);
            case FLOAT64 -> row.getDouble(index);
            case BYTES -> row.getBytes(index);
            case DATE -> date(row.getString(index));
            case TEXT, BARE_NUMERIC -> row.getString(index);
        };
    }

    private static boolean flag(int number) {
        if (number != 0 && number != 1) {
            throw new IllegalArgumentException("neither 0 nor 1");
        }
        return number == 1;
    }

    private static @Nullable LocalDate date(@Nullable String text) {
        return text == null ? null : LocalDate.parse(text);
    }

    /** A column of these is ordered by the places of its values in a list, but compared with a text by the text. */
    private boolean isListed() {
        return family.equals("enum") || family.equals("set");
    }

    private boolean isBits() {
        return family.startsWith("bit(");
    }

    @Override
    public String ordered() {
        return isListed() ? "CAST(CONVERT(" + name + " USING utf8mb4) AS BINARY)" : name;
    }

    @Override
    public String selectedAsText(String ordered) {
        if (type == Plain.BYTES) {
            return "HEX(" + ordered + ")";
        }
        if (isListed()) {
            return "CONVERT(" + name + " USING utf8mb4)";
        }
        if (type == Plain.BOOLEAN || isBits()) {
            return "CAST(" + ordered + " + 0 AS CHAR)";
        }
        return type == Plain.FLOAT32 ? "CAST(" + ordered + " + 0E0 AS CHAR)" : "CAST(" + ordered + " AS CHAR)";
    }

    @Override
    public @Nullable String text(ResultSet row, int index) throws SQLException {
        return row.getString(index);
    }

    @Override
    public String placeholder() {
        if (type instanceof ColumnType.Timestamp) {
            return "CAST(? AS DATETIME(6))";
        }
        if (type instanceof ColumnType.Numeric numeric) {
            return "CAST(? AS DECIMAL(65, " + numeric.scale() + "))";
        }
        return switch ((Plain) type) {
            case INT16, INT32, INT64, BOOLEAN -> "CAST(? AS SIGNED)";
            case FLOAT32, FLOAT64 -> "(? + 0E0)";
            case DATE -> "CAST(? AS DATE)";
            case BYTES -> "UNHEX(?)";
            case TEXT, BARE_NUMERIC -> textPlaceholder();
        };
    }

    private String textPlaceholder() {
        if (isBits()) {
            return "CAST(? AS UNSIGNED)";
        }
        if (isListed()) {
            return "CAST(? AS BINARY)";
        }
        return family.equals("time") ? "CAST(? AS TIME(6))" : "?";
    }

    /** The server makes 0 of a text that is no number, and says nothing. */
    @Override
    public Object parameter(String text) {
        boolean integer = type == Plain.INT16 || type == Plain.INT32 || type == Plain.INT64 || type == Plain.BOOLEAN;
        if (integer || isBits()) {
            return new BigInteger(text).toString();
        }
        return type instanceof ColumnType.Numeric ? new BigDecimal(text).toPlainString() : text;
    }
}
