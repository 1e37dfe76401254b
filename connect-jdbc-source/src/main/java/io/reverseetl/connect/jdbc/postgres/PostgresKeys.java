// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.postgres;

import io.reverseetl.connect.jdbc.dialect.Column;
import io.reverseetl.connect.jdbc.dialect.KeyPresence;
import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.Row;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import io.reverseetl.connect.jdbc.dialect.TableName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which keys no row has, by an anti-join with the keys as arrays: one index lookup for each, whatever their order and
 * collation.
 */
final class PostgresKeys implements KeyPresence {

    private final PostgresSession session;

    PostgresKeys(PostgresSession session) {
        this.session = session;
    }

    @Override
    public List<Row> missing(TableCursor cursor, List<Map<String, String>> keys) throws SQLException {
        List<Column> columns = cursor.recordKey();
        List<String> arrays = columns.stream()
                .map(column -> array(keys.stream()
                        .map(key -> Optional.ofNullable(key.get(column.name())).orElseThrow())
                        .toList()))
                .toList();
        return session.query(sql(cursor), arrays, row -> row(row, cursor));
    }

    private static String sql(TableCursor cursor) {
        List<Column> columns = cursor.recordKey();
        List<String> selected = new ArrayList<>();
        columns.forEach(column -> selected.add("k." + Sql.name(column.name()) + "::text"));
        columns.forEach(column -> selected.add("k." + Sql.name(column.name()) + padded(column)
                + ColumnReader.of(column).cast()));
        return "SELECT " + String.join(", ", selected)
                + " FROM (SELECT "
                + joined(
                        columns,
                        ", ",
                        column -> "CAST(given." + Sql.name(column.name()) + " AS " + column.castType() + ") AS "
                                + Sql.name(column.name()))
                + " FROM unnest(" + joined(columns, ", ", column -> "CAST(? AS text[])")
                + ") AS given(" + joined(columns, ", ", column -> Sql.name(column.name())) + ")) AS k"
                + " WHERE NOT EXISTS (SELECT 1 FROM " + Sql.from(cursor.relation()) + " AS t WHERE "
                + joined(columns, " AND ", column -> "t." + Sql.name(column.name()) + " = k." + Sql.name(column.name()))
                + ")";
    }

    /** The records' keys have the blanks of char(n), and its text form has not. */
    private static String padded(Column column) {
        return column.castType().equals("bpchar") && column.typeName().contains("(") ? "::" + column.typeName() : "";
    }

    private static String joined(List<Column> columns, String by, Function<Column, String> part) {
        return columns.stream().map(part).collect(Collectors.joining(by));
    }

    private static Row row(ResultSet row, TableCursor cursor) throws SQLException {
        List<Column> columns = cursor.recordKey();
        Map<String, String> key = new LinkedHashMap<>();
        @Nullable Object[] values = new Object[cursor.table().columns().size()];
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            key.put(column.name(), row.getString(i + 1));
            values[column.position()] = ColumnReader.of(column).getter().get(row, columns.size() + i + 1);
        }
        return new Row(new Position(Optional.empty(), key), Collections.unmodifiableList(Arrays.asList(values)));
    }

    /** An array's text form, each element in quotes. */
    private static String array(List<String> texts) {
        return texts.stream()
                .map(text -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(",", "{", "}"));
    }

    @Override
    public long countUpTo(Relation relation, long limit) throws SQLException {
        String sql =
                "SELECT count(*) FROM (SELECT 1 FROM " + Sql.from(relation) + " AS t LIMIT " + limit + ") AS counted";
        return session.query(sql, List.of(), row -> row.getLong(1)).get(0);
    }

    @Override
    public String generation(Relation relation) throws SQLException {
        return relation instanceof TableName table
                ? String.join(
                        "", session.query(Catalog.GENERATION, PostgresSession.nameOf(table), row -> row.getString(1)))
                : "";
    }
}
