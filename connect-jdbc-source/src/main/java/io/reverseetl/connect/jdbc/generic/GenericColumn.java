// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.generic;

import io.reverseetl.connect.jdbc.dialect.Column;
import io.reverseetl.connect.jdbc.dialect.ColumnType;
import io.reverseetl.connect.jdbc.dialect.ColumnType.Plain;
import io.reverseetl.connect.jdbc.sql.ColumnSql;
import io.reverseetl.connect.jdbc.sql.PageSql;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A column in SQL that every database has: its bare name, and parameters of the column's own type.
 *
 * @param ordered the column's name, qualified and quoted
 * @param family as {@link JdbcType#family} says
 */
record GenericColumn(String ordered, ColumnType type, String family, String typeName) implements ColumnSql {

    private static final String UTC = "+00";
    private static final Set<String> STRINGS =
            Set.of("CHAR", "VARCHAR", "LONGVARCHAR", "NCHAR", "NVARCHAR", "LONGNVARCHAR", "CLOB", "NCLOB");

    static GenericColumn of(Column column, Catalog catalog) {
        return new GenericColumn(
                PageSql.ALIAS + "." + catalog.quoted(column.name()),
                column.type(),
                column.castType(),
                column.typeName());
    }

    @Override
    public String selected() {
        return ordered;
    }

    @Override
    public String selectedAsText(String expression) {
        return expression;
    }

    @Override
    public @Nullable Object value(ResultSet row, int index) throws SQLException {
        if (type instanceof ColumnType.Numeric numeric) {
            BigDecimal value = row.getBigDecimal(index);
            return value == null ? null : value.setScale(numeric.scale(), RoundingMode.UNNECESSARY);
        }
        if (type instanceof ColumnType.Timestamp timestamp) {
            return timestamp.zoned() ? inUtc(row, index) : row.getObject(index, LocalDateTime.class);
        }
        Object value = plain((Plain) type, row, index);
        return row.wasNull() ? null : value;
    }

    private static @Nullable LocalDateTime inUtc(ResultSet row, int index) throws SQLException {
        OffsetDateTime value = row.getObject(index, OffsetDateTime.class);
        return value == null
                ? null
                : value.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
    }

    private static @Nullable Object plain(Plain type, ResultSet row, int index) throws SQLException {
        return switch (type) {
            case INT16 -> row.getShort(index);
            case INT32 -> row.getInt(index);
            case INT64 -> row.getLong(index);
            case BOOLEAN -> row.getBoolean(index);
            case FLOAT32 -> row.getFloat(index);
            case FLOAT64 -> row.getDouble(index);
            case BYTES -> row.getBytes(index);
            case DATE -> row.getObject(index, LocalDate.class);
            case BARE_NUMERIC -> text(row.getBigDecimal(index));
            case TEXT -> row.getString(index);
        };
    }

    private static @Nullable String text(@Nullable BigDecimal number) {
        return number == null ? null : number.toPlainString();
    }

    @Override
    public @Nullable String text(ResultSet row, int index) throws SQLException {
        Object value = value(row, index);
        if (value instanceof LocalDateTime timestamp) {
            return text(timestamp, isZoned());
        }
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        return value instanceof byte[] bytes
                ? HexFormat.of().formatHex(bytes)
                : value == null ? null : value.toString();
    }

    /** As {@code 2026-11-23 04:33:00.123456}, to the last nanosecond, and in UTC if zoned. */
    static String text(LocalDateTime timestamp, boolean zoned) {
        return timestamp.toString().replace('T', ' ') + (zoned ? UTC : "");
    }

    private boolean isZoned() {
        return type instanceof ColumnType.Timestamp timestamp && timestamp.zoned();
    }

    /** What the driver has no Java type for is bound as a text, which the database has to be told to convert. */
    @Override
    public String placeholder() {
        return type == Plain.TEXT && !STRINGS.contains(family) ? "CAST(? AS " + typeName + ")" : "?";
    }

    @Override
    public Object parameter(String text) {
        if (type instanceof ColumnType.Numeric) {
            return new BigDecimal(text);
        }
        if (type instanceof ColumnType.Timestamp timestamp) {
            return timestamp(text, timestamp.zoned());
        }
        return switch ((Plain) type) {
            case INT16, INT32 -> Integer.valueOf(text);
            case INT64 -> Long.valueOf(text);
            case BOOLEAN -> Boolean.valueOf(text);
            case FLOAT32 -> Float.valueOf(text);
            case FLOAT64 -> Double.valueOf(text);
            case BYTES -> HexFormat.of().parseHex(text);
            case DATE -> LocalDate.parse(text);
            case BARE_NUMERIC -> new BigDecimal(text);
            case TEXT -> text;
        };
    }

    private static Object timestamp(String text, boolean zoned) {
        boolean inUtc = text.endsWith(UTC);
        String local = inUtc ? text.substring(0, text.length() - UTC.length()) : text;
        LocalDateTime timestamp = LocalDateTime.parse(local.replace(' ', 'T'));
        return zoned ? timestamp.atOffset(ZoneOffset.UTC) : timestamp;
    }
}
