// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.postgres;

import io.reverseetl.connect.jdbc.dialect.Activity;
import io.reverseetl.connect.jdbc.dialect.Activity.LogPosition;
import io.reverseetl.connect.jdbc.dialect.ColumnType;
import io.reverseetl.connect.jdbc.dialect.Failure;
import io.reverseetl.connect.jdbc.dialect.Guarantee;
import io.reverseetl.connect.jdbc.dialect.KeyPresence;
import io.reverseetl.connect.jdbc.dialect.ListedTable;
import io.reverseetl.connect.jdbc.dialect.NamedQuery;
import io.reverseetl.connect.jdbc.dialect.OpenTransaction;
import io.reverseetl.connect.jdbc.dialect.PageRequest;
import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.Row;
import io.reverseetl.connect.jdbc.dialect.Session;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import io.reverseetl.connect.jdbc.dialect.TableDescription;
import io.reverseetl.connect.jdbc.dialect.TableName;
import io.reverseetl.connect.jdbc.dialect.TableParts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection in autocommit: each statement is its own transaction. */
final class PostgresSession implements Session {

    private static final Logger log = LoggerFactory.getLogger(PostgresSession.class);

    private final Connection connection;
    private volatile @Nullable Statement running;

    PostgresSession(Connection connection) {
        this.connection = connection;
    }

    @Override
    public String catalog() {
        try {
            return connection.getCatalog();
        } catch (SQLException e) {
            throw new IllegalStateException("The session has been closed", e);
        }
    }

    @Override
    public List<ListedTable> tables() throws SQLException {
        return query(Catalog.TABLES, List.of(), Catalog::listedTable);
    }

    @Override
    public Optional<TableDescription> describe(Relation relation) throws SQLException {
        return relation instanceof NamedQuery query ? Optional.of(describe(query)) : describe((TableName) relation);
    }

    private Optional<TableDescription> describe(TableName table) throws SQLException {
        // The fingerprint comes first: a change in between is then noticed by the next comparison.
        String fingerprint = fingerprint(table);
        List<Catalog.Relation> found = query(Catalog.RELATION, nameOf(table), Catalog::relation);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        List<Catalog.Attribute> attributes = query(Catalog.ATTRIBUTES, nameOf(table), Catalog::attribute);
        return Optional.of(Catalog.description(table, found.get(0), attributes, fingerprint));
    }

    private TableDescription describe(NamedQuery query) throws SQLException {
        List<QueryCatalog.Described> described = described(query);
        List<QueryCatalog.Resolved> resolved =
                query(QueryCatalog.TYPES, List.of(QueryCatalog.typeNames(described)), QueryCatalog::resolved);
        return QueryCatalog.description(query, described, resolved, described.toString());
    }

    @Override
    public String fingerprint(Relation relation) throws SQLException {
        return relation instanceof NamedQuery query
                ? described(query).toString()
                : String.join("", query(Catalog.FINGERPRINT, nameOf((TableName) relation), row -> row.getString(1)));
    }

    private List<QueryCatalog.Described> described(NamedQuery query) throws SQLException {
        String before = "SELECT * FROM ";
        try {
            return described(before + Sql.from(query) + " AS t");
        } catch (SQLException e) {
            throw QueryText.withoutText(e, query.sql(), before.length() + QueryText.OPENING.length());
        }
    }

    /**
     * Has the server plan a statement that returns no row, and check what the role may read. No prepared statement: that
     * would be described as it was when it was prepared.
     */
    private List<QueryCatalog.Described> described(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            running = statement;
            try (ResultSet none = statement.executeQuery(sql + " WHERE false")) {
                return QueryCatalog.described(none.getMetaData());
            }
        } finally {
            running = null;
        }
    }

    @Override
    public Activity activity(Activity.Request request) throws SQLException {
        ActivitySql.Statement running = ActivitySql.running(request);
        List<ActivitySql.Seen> seen = query(running.text(), running.parameters(), ActivitySql::seen);
        Guarantee guarantee = seen.stream()
                .map(ActivitySql.Seen::guarantee)
                .filter(found -> found != Guarantee.WATERMARK)
                .findFirst()
                .orElse(Guarantee.WATERMARK);
        List<OpenTransaction> open = new ArrayList<>(
                seen.stream().flatMap(row -> row.transaction().stream()).toList());
        ActivitySql.Statement prepared = ActivitySql.prepared(request);
        open.addAll(query(prepared.text(), prepared.parameters(), ActivitySql::prepared));
        // A standby has no such position, and does not show the transactions that it would be for.
        Optional<LogPosition> logPosition = request.logPosition() && guarantee != Guarantee.DELAY_ON_STANDBY
                ? query(ActivitySql.LOG_POSITION, List.of(), ActivitySql::logPosition).stream()
                        .findFirst()
                : Optional.empty();
        return new Activity(seen.get(0).clock(), guarantee, List.copyOf(open), logPosition);
    }

    @Override
    public boolean hasReplayed(LogPosition position) throws SQLException {
        List<String> parameters = List.of(Long.toString(position.bytes()));
        return query(ActivitySql.REPLAYED, parameters, row -> ActivitySql.replayed(row, position))
                .get(0);
    }

    @Override
    public Optional<String> highest(TableCursor cursor) throws SQLException {
        String id = "max(t." + Sql.name(cursor.tieBreak().get(0).name()) + ")";
        String sql =
                "SELECT " + id + "::text FROM " + Sql.from(cursor.relation()) + " AS t HAVING " + id + " IS NOT NULL";
        return query(sql, List.of(), row -> row.getString(1)).stream().findFirst();
    }

    @Override
    public Optional<String> problemOf(TableCursor.ByExpression expression, Relation relation) throws SQLException {
        if (!QueryText.isEnclosable(expression.sql())) {
            return Optional.of("its parentheses do not match, or it is more than one expression");
        }
        String sql = "SELECT " + QueryText.enclosed(expression.sql()) + " FROM " + Sql.from(relation) + " AS t";
        String type = described(sql).get(0).type();
        return type.equals("\"bool\"") ? Optional.empty() : Optional.of("it is of type " + type + ", not boolean");
    }

    @Override
    public String text(ColumnType.Timestamp type, LocalDateTime time) {
        return TemporalText.write(time, type.zoned());
    }

    @Override
    public List<Row> page(PageRequest request) throws SQLException {
        PageSql page = PageSql.of(request);
        return query(page.text(), page.parameters(), page.rows()::read);
    }

    @Override
    public Optional<TableParts> parts() {
        return Optional.of(new PostgresParts(this));
    }

    @Override
    public Optional<KeyPresence> keyPresence() {
        return Optional.of(new PostgresKeys(this));
    }

    @Override
    public boolean canResume(TableCursor cursor, Position position) throws SQLException {
        List<String> parameters = new ArrayList<>();
        String values = PageSql.place(position.timestamp(), position.key(), cursor, parameters);
        try {
            return !query("SELECT " + values, parameters, ResultSet::getRow).isEmpty();
        } catch (SQLException e) {
            if (SqlStates.classify(e.getSQLState()) == Failure.BAD_VALUE) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void cancel() {
        Statement statement = running;
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException e) {
                log.debug("The statement could not be cancelled", e);
            }
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            log.debug("The connection could not be closed", e);
        }
    }

    static List<String> nameOf(TableName table) {
        return List.of(table.schema(), table.name());
    }

    <T> List<T> query(String sql, List<String> parameters, RowReader<T> reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.size(); i++) {
                statement.setString(i + 1, parameters.get(i));
            }
            running = statement;
            try (ResultSet rows = statement.executeQuery()) {
                List<T> read = new ArrayList<>();
                while (rows.next()) {
                    read.add(reader.read(rows));
                }
                return read;
            }
        } finally {
            running = null;
        }
    }

    interface RowReader<T> {

        T read(ResultSet row) throws SQLException;
    }
}
