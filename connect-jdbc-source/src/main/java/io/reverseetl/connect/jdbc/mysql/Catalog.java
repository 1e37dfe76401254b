// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.mysql;

import io.reverseetl.connect.jdbc.dialect.Column;
import io.reverseetl.connect.jdbc.dialect.ListedTable;
import io.reverseetl.connect.jdbc.dialect.TableDescription;
import io.reverseetl.connect.jdbc.dialect.TableName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Questions to the server's catalog, and how their answers are read. A schema is what the server calls a database. */
final class Catalog {

    /** Those of the database that the URL names, or of all where it names none. */
    static final String TABLES = """
            SELECT TABLE_SCHEMA, TABLE_NAME, CASE TABLE_TYPE WHEN 'VIEW' THEN 'VIEW' ELSE 'TABLE' END
            FROM information_schema.TABLES
            WHERE TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED', 'VIEW')
              AND TABLE_SCHEMA = COALESCE(DATABASE(), TABLE_SCHEMA)
              AND TABLE_SCHEMA NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys')
            ORDER BY TABLE_SCHEMA, TABLE_NAME
            """;

    static final String RELATION = """
            SELECT TABLE_TYPE <> 'VIEW', CURRENT_USER()
            FROM information_schema.TABLES
            WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?
            """;

    static final String ATTRIBUTES = """
            SELECT c.COLUMN_NAME, c.COLUMN_TYPE, c.DATA_TYPE, c.NUMERIC_PRECISION, c.NUMERIC_SCALE,
                   c.DATETIME_PRECISION, c.IS_NULLABLE = 'YES', c.EXTRA LIKE '%auto_increment%',
                   COALESCE(k.ORDINAL_POSITION, 0)
            FROM information_schema.COLUMNS c
            LEFT JOIN information_schema.KEY_COLUMN_USAGE k
              ON k.TABLE_SCHEMA = c.TABLE_SCHEMA AND k.TABLE_NAME = c.TABLE_NAME
              AND k.COLUMN_NAME = c.COLUMN_NAME AND k.CONSTRAINT_NAME = 'PRIMARY'
            WHERE c.TABLE_SCHEMA = ? AND c.TABLE_NAME = ?
            ORDER BY c.ORDINAL_POSITION
            """;

    private Catalog() {}

    record Relation(boolean ordinary, String account) {}

    /**
     * A column as the catalog declares it.
     *
     * @param keyPosition its place in the primary key, from 1; 0 if it is not part of it
     */
    record Attribute(String name, ColumnTypes.Declared declared, boolean nullable, boolean counted, int keyPosition) {}

    static ListedTable listedTable(ResultSet row) throws SQLException {
        return new ListedTable(new TableName(row.getString(1), row.getString(2)), row.getString(3), false);
    }

    static Relation relation(ResultSet row) throws SQLException {
        return new Relation(row.getBoolean(1), row.getString(2));
    }

    static Attribute attribute(ResultSet row) throws SQLException {
        ColumnTypes.Declared declared = new ColumnTypes.Declared(
                row.getString(2), row.getString(3), row.getInt(4), row.getInt(5), row.getInt(6));
        return new Attribute(row.getString(1), declared, row.getBoolean(7), row.getBoolean(8), row.getInt(9));
    }

    static TableDescription description(
            TableName table, Relation relation, boolean readable, List<Attribute> attributes) {
        List<Column> columns = IntStream.range(0, attributes.size())
                .mapToObj(position -> column(attributes.get(position), position))
                .toList();
        List<String> primaryKey = attributes.stream()
                .filter(attribute -> attribute.keyPosition() > 0)
                .sorted(Comparator.comparingInt(Attribute::keyPosition))
                .map(Attribute::name)
                .toList();
        Optional<String> denied = readable ? Optional.empty() : Optional.of(denied(table, relation.account()));
        return new TableDescription(table, columns, primaryKey, relation.ordinary(), denied, fingerprint(attributes));
    }

    /** An account is shown as {@code user@host}, and granted to with its two parts quoted. */
    private static String denied(TableName table, String account) {
        int host = account.lastIndexOf('@');
        return "the account " + account + " may not read it. Run: GRANT SELECT ON " + table + " TO "
                + MySqlSession.quoted(account.substring(0, host)) + "@"
                + MySqlSession.quoted(account.substring(host + 1)) + ";";
    }

    static String fingerprint(List<Attribute> attributes) {
        return attributes.toString();
    }

    private static Column column(Attribute attribute, int position) {
        return new Column(
                attribute.name(),
                position,
                attribute.declared().columnType(),
                attribute.declared().family(),
                ColumnTypes.of(attribute.declared()),
                attribute.nullable(),
                attribute.counted());
    }
}
