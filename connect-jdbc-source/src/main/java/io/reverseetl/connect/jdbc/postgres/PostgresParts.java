// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.postgres;

import io.reverseetl.connect.jdbc.dialect.Column;
import io.reverseetl.connect.jdbc.dialect.PageRequest;
import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.Row;
import io.reverseetl.connect.jdbc.dialect.SliceRequest;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import io.reverseetl.connect.jdbc.dialect.TableName;
import io.reverseetl.connect.jdbc.dialect.TableParts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads a table in parts, over a session's connection. */
final class PostgresParts implements TableParts {

    /** Enough for parts that differ by some percent. */
    private static final int SAMPLED_ROWS = 20_000;

    /**
     * As the last VACUUM or ANALYZE counted, over a partitioned table's partitions. Where neither has run yet, {@code
     * reltuples} is -1, or 0 before PostgreSQL 14, and rows of 100 bytes are assumed.
     */
    private static final String ESTIMATED_ROWS = """
            WITH RECURSIVE part (relation) AS (
              SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              WHERE n.nspname = ? AND c.relname = ?
            UNION ALL
              SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN part p ON p.relation = i.inhparent)
            SELECT coalesce(sum(CASE WHEN c.relkind = 'p' THEN 0
                                     WHEN c.reltuples > 0 THEN c.reltuples
                                     ELSE pg_relation_size(c.oid) / 100 END), 0)::bigint
            FROM part p JOIN pg_catalog.pg_class c ON c.oid = p.relation
            """;

    private final PostgresSession session;

    PostgresParts(PostgresSession session) {
        this.session = session;
    }

    @Override
    public long estimatedRows(TableName table) throws SQLException {
        return session.query(ESTIMATED_ROWS, List.of(table.schema(), table.name()), row -> row.getLong(1))
                .get(0);
    }

    @Override
    public List<Map<String, String>> cuts(TableCursor cursor, int parts) throws SQLException {
        String sql = cutsSql(cursor, parts, estimatedRows((TableName) cursor.relation()));
        return session.query(sql, List.of(), row -> key(cursor, row));
    }

    /**
     * The last row of each part of a sample, but of the last part. Blocks are sampled, so that a big table is not read as
     * a whole; repeatably, so that a connector which starts anew before any progress was stored finds the same parts.
     */
    private static String cutsSql(TableCursor cursor, int parts, long rows) {
        double percent = Math.min(100, 100.0 * SAMPLED_ROWS / Math.max(1, rows));
        List<Column> columns = cursor.tieBreak();
        String keys =
                columns.stream().map(column -> "t." + Sql.name(column.name())).collect(Collectors.joining(", "));
        String named = numbered(columns, i -> "t." + Sql.name(columns.get(i).name()) + " AS k" + i);
        return "SELECT " + numbered(columns, i -> "k" + i + "::text")
                + " FROM (SELECT " + named + ", row_number() OVER (ORDER BY " + keys
                + ") AS n, count(*) OVER () AS rows"
                + " FROM " + Sql.from(cursor.relation()) + " AS t TABLESAMPLE SYSTEM (" + percent + ") REPEATABLE (0))"
                + " AS sample WHERE n IN (SELECT rows * part / " + parts + " FROM generate_series(1, " + (parts - 1)
                + ") AS part) ORDER BY n";
    }

    @Override
    public Optional<Position> ahead(TableCursor cursor, PageRequest.Timed range, int rows) throws SQLException {
        SliceSql.Statement statement = SliceSql.ahead(cursor, range, rows);
        return session.query(statement.text(), statement.parameters(), row -> position(cursor, row)).stream()
                .findFirst();
    }

    private static Position position(TableCursor cursor, ResultSet row) throws SQLException {
        Map<String, String> key = new LinkedHashMap<>();
        for (String column : cursor.keyColumns()) {
            key.put(column, row.getString(key.size() + 2));
        }
        return new Position(Optional.of(row.getString(1)), key);
    }

    @Override
    public List<Row> slice(SliceRequest request) throws SQLException {
        PageSql page = SliceSql.page(request);
        return session.query(page.text(), page.parameters(), page.rows()::read);
    }

    @Override
    public Position earliest(TableCursor cursor, List<Position> positions) throws SQLException {
        SliceSql.Statement statement = SliceSql.earliest(cursor, positions);
        int first = session.query(statement.text(), statement.parameters(), row -> row.getInt(1))
                .get(0);
        return positions.get(first);
    }

    private static String numbered(List<Column> columns, IntFunction<String> text) {
        return IntStream.range(0, columns.size()).mapToObj(text).collect(Collectors.joining(", "));
    }

    private static Map<String, String> key(TableCursor cursor, ResultSet row) throws SQLException {
        Map<String, String> key = new LinkedHashMap<>();
        for (String column : cursor.keyColumns()) {
            key.put(column, row.getString(key.size() + 1));
        }
        return key;
    }
}
