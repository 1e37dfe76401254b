// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.postgres;

import io.reverseetl.connect.jdbc.dialect.Column;
import io.reverseetl.connect.jdbc.dialect.NamedQuery;
import io.reverseetl.connect.jdbc.dialect.TableDescription;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a query's columns are: their names and types as the server describes a result without rows. */
final class QueryCatalog {

    /** The answer names types as {@code pg_type} does. A domain has been resolved already, but not one of elements. */
    static final String TYPES = """
            WITH RECURSIVE named (number, oid) AS (
              SELECT n.number, to_regtype(n.name)
              FROM unnest(CAST(? AS text[])) WITH ORDINALITY AS n (name, number)),
            element (number, type, modifier) AS (
              SELECT n.number, e.oid, CAST(NULL AS int4)
              FROM named n JOIN pg_catalog.pg_type e ON e.typarray = n.oid
            UNION ALL
              SELECT e.number, t.typbasetype, t.typtypmod
              FROM element e JOIN pg_catalog.pg_type t ON t.oid = e.type AND t.typtype = 'd')
            SELECT t.typname, et.typname, e.modifier,
                   CASE WHEN et.oid IS NULL THEN format_type(t.oid, -1) ELSE format_type(et.oid, -1) || '[]' END
            FROM named n
            JOIN pg_catalog.pg_type t ON t.oid = n.oid
            LEFT JOIN (element e JOIN pg_catalog.pg_type et ON et.oid = e.type AND et.typtype <> 'd')
              ON e.number = n.number
            ORDER BY n.number
            """;

    private static final int NO_MODIFIER = -1;

    private QueryCatalog() {}

    /** A column as the server describes it; the type is quoted where it needs be. */
    record Described(String name, String type, int precision, int scale) {}

    /** Its type as the catalog has it. */
    record Resolved(
            String type, @Nullable String element, @Nullable Integer elementModifier, String castType) {}

    static List<Described> described(ResultSetMetaData result) throws SQLException {
        List<Described> columns = new ArrayList<>();
        for (int i = 1; i <= result.getColumnCount(); i++) {
            columns.add(new Described(
                    result.getColumnLabel(i),
                    quoted(result.getColumnTypeName(i)),
                    result.getPrecision(i),
                    result.getScale(i)));
        }
        return columns;
    }

    /** The types' names as one array in text form. */
    static String typeNames(List<Described> columns) {
        return columns.stream()
                .map(column -> '"' + column.type().replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(",", "{", "}"));
    }

    static Resolved resolved(ResultSet row) throws SQLException {
        Integer modifier = row.getObject(3) == null ? null : row.getInt(3);
        return new Resolved(row.getString(1), row.getString(2), modifier, row.getString(4));
    }

    static TableDescription description(
            NamedQuery query, List<Described> described, List<Resolved> resolved, String fingerprint) {
        List<Column> columns = IntStream.range(0, described.size())
                .mapToObj(position -> column(described.get(position), resolved.get(position), position))
                .toList();
        return new TableDescription(query, columns, List.of(), false, Optional.empty(), fingerprint);
    }

    private static Column column(Described described, Resolved resolved, int position) {
        Integer ofElement = resolved.elementModifier();
        ColumnTypes.Declared declared = new ColumnTypes.Declared(
                resolved.type(), ofElement == null ? modifier(described, resolved) : ofElement, 1, resolved.element());
        return new Column(
                described.name(),
                position,
                resolved.castType(),
                resolved.castType(),
                ColumnTypes.of(declared),
                true,
                false);
    }

    /** Put together again from what the driver takes apart. */
    private static int modifier(Described described, Resolved resolved) {
        String type = resolved.element() == null ? resolved.type() : resolved.element();
        return switch (type) {
            case "numeric" ->
                described.precision() == 0
                        ? NO_MODIFIER
                        : ((described.precision() << 16) | (described.scale() & 0x7ff)) + 4;
            case "timestamp", "timestamptz" -> described.scale();
            default -> NO_MODIFIER;
        };
    }

    /** The driver quotes names of types outside of the search path, and calls a column that is counted up serial. */
    private static String quoted(String type) {
        return switch (type) {
            case "smallserial" -> "\"int2\"";
            case "serial" -> "\"int4\"";
            case "bigserial" -> "\"int8\"";
            default -> type.startsWith("\"") ? type : Sql.name(type);
        };
    }
}
