// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.mysql;

import io.reverseetl.connect.jdbc.dialect.Activity;
import io.reverseetl.connect.jdbc.dialect.ColumnType;
import io.reverseetl.connect.jdbc.dialect.Failure;
import io.reverseetl.connect.jdbc.dialect.ListedTable;
import io.reverseetl.connect.jdbc.dialect.PageRequest;
import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.Row;
import io.reverseetl.connect.jdbc.dialect.Session;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import io.reverseetl.connect.jdbc.dialect.TableDescription;
import io.reverseetl.connect.jdbc.dialect.TableName;
import io.reverseetl.connect.jdbc.sql.OnlyTables;
import io.reverseetl.connect.jdbc.sql.PageSql;
import io.reverseetl.connect.jdbc.sql.Statements;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/** One connection, its time zone UTC. */
final class MySqlSession implements Session {

    private final Statements statements;
    private final String catalog;
    private final OpenTransactions transactions;

    private MySqlSession(Statements statements, String catalog, OpenTransactions transactions) {
        this.statements = statements;
        this.catalog = catalog;
        this.transactions = transactions;
    }

    static MySqlSession of(Statements statements) throws SQLException {
        // The catalog of the standard, in which the server's databases are the schemas, is always def.
        String catalog = statements
                .query("SELECT COALESCE(DATABASE(), 'def')", List.of(), row -> row.getString(1))
                .get(0);
        return new MySqlSession(statements, catalog, OpenTransactions.of(statements));
    }

    @Override
    public String catalog() {
        return catalog;
    }

    @Override
    public List<ListedTable> tables() throws SQLException {
        return statements.query(Catalog.TABLES, List.of(), Catalog::listedTable);
    }

    @Override
    public Optional<TableDescription> describe(Relation relation) throws SQLException {
        TableName table = OnlyTables.table(relation);
        List<Catalog.Relation> found = statements.query(Catalog.RELATION, nameOf(table), Catalog::relation);
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(Catalog.description(table, found.get(0), readable(table), attributes(table)));
    }

    /** The catalog shows a table to whoever has any privilege on it. */
    private boolean readable(TableName table) throws SQLException {
        try {
            return statements
                    .query("SELECT * FROM " + quoted(table) + " LIMIT 0", List.of(), row -> row)
                    .isEmpty();
        } catch (SQLException e) {
            if (Errors.classify(e) == Failure.DENIED) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public String fingerprint(Relation relation) throws SQLException {
        return Catalog.fingerprint(attributes(OnlyTables.table(relation)));
    }

    private List<Catalog.Attribute> attributes(TableName table) throws SQLException {
        return statements.query(Catalog.ATTRIBUTES, nameOf(table), Catalog::attribute);
    }

    @Override
    public Activity activity(Activity.Request request) throws SQLException {
        return transactions.activity(request);
    }

    @Override
    public boolean hasReplayed(Activity.LogPosition position) throws SQLException {
        throw new SQLFeatureNotSupportedException(
                "watermark.connection.url is for standbys of PostgreSQL. Connect to the primary alone");
    }

    @Override
    public String text(ColumnType.Timestamp type, LocalDateTime time) {
        return time.toString().replace('T', ' ');
    }

    @Override
    public Optional<String> highest(TableCursor cursor) throws SQLException {
        return PageSql.highest(
                statements, cursor, quoted(OnlyTables.table(cursor.relation())), MySqlColumn::of, " LIMIT 1");
    }

    @Override
    public Optional<String> problemOf(TableCursor.ByExpression expression, Relation relation) {
        return OnlyTables.NO_EXPRESSIONS;
    }

    @Override
    public List<Row> page(PageRequest request) throws SQLException {
        String table = quoted(OnlyTables.table(request.cursor().relation()));
        return PageSql.read(statements, request, table, MySqlColumn::of, " LIMIT " + request.limit());
    }

    @Override
    public boolean canResume(TableCursor cursor, Position position) throws SQLException {
        return PageSql.canResume(statements, cursor, position, MySqlColumn::of);
    }

    @Override
    public void cancel() {
        statements.cancel();
    }

    @Override
    public void close() {
        statements.close();
    }

    private static List<String> nameOf(TableName table) {
        return List.of(table.schema(), table.name());
    }

    private static String quoted(TableName table) {
        return quoted(table.schema()) + "." + quoted(table.name());
    }

    static String quoted(String name) {
        return '`' + name.replace("`", "``") + '`';
    }
}
