// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.generic;

import io.reverseetl.connect.jdbc.dialect.Activity;
import io.reverseetl.connect.jdbc.dialect.ColumnType;
import io.reverseetl.connect.jdbc.dialect.Guarantee;
import io.reverseetl.connect.jdbc.dialect.ListedTable;
import io.reverseetl.connect.jdbc.dialect.PageRequest;
import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.Quoting;
import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.Row;
import io.reverseetl.connect.jdbc.dialect.Session;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import io.reverseetl.connect.jdbc.dialect.TableDescription;
import io.reverseetl.connect.jdbc.sql.OnlyTables;
import io.reverseetl.connect.jdbc.sql.PageSql;
import io.reverseetl.connect.jdbc.sql.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** One connection to a database of any kind. */
final class GenericSession implements Session {

    private final Statements statements;
    private final Catalog catalog;
    private final Wording wording;

    private GenericSession(Statements statements, Catalog catalog, Wording wording) {
        this.statements = statements;
        this.catalog = catalog;
        this.wording = wording;
    }

    static GenericSession of(Statements statements, Quoting quoting) throws SQLException {
        return new GenericSession(statements, Catalog.of(statements.connection(), quoting), Wording.of(statements));
    }

    @Override
    public String catalog() {
        return catalog.name();
    }

    @Override
    public List<ListedTable> tables() throws SQLException {
        return catalog.tables();
    }

    @Override
    public Optional<TableDescription> describe(Relation relation) throws SQLException {
        return catalog.describe(OnlyTables.table(relation));
    }

    @Override
    public String fingerprint(Relation relation) throws SQLException {
        return describe(relation).map(TableDescription::fingerprint).orElse("");
    }

    @Override
    public Activity activity(Activity.Request request) throws SQLException {
        return new Activity(clock(), Guarantee.DELAY_WITHOUT_TRANSACTIONS, List.of(), Optional.empty());
    }

    @Override
    public boolean hasReplayed(Activity.LogPosition position) throws SQLException {
        throw new SQLFeatureNotSupportedException(
                "watermark.connection.url is for standbys of PostgreSQL. Connect to the primary alone");
    }

    @Override
    public String text(ColumnType.Timestamp type, LocalDateTime time) {
        return GenericColumn.text(time, type.zoned());
    }

    private Instant clock() throws SQLException {
        return statements
                .query(wording.clock(), List.of(), GenericSession::instant)
                .get(0);
    }

    @Override
    public Optional<String> highest(TableCursor cursor) throws SQLException {
        return PageSql.highest(
                statements,
                cursor,
                catalog.quoted(OnlyTables.table(cursor.relation())),
                column -> GenericColumn.of(column, catalog),
                wording.limit().formatted(1));
    }

    @Override
    public Optional<String> problemOf(TableCursor.ByExpression expression, Relation relation) {
        return OnlyTables.NO_EXPRESSIONS;
    }

    /** A clock that does not say its zone is taken to be in UTC. */
    private static Instant instant(ResultSet row) throws SQLException {
        try {
            return row.getObject(1, OffsetDateTime.class).toInstant();
        } catch (SQLException e) {
            return row.getObject(1, LocalDateTime.class).toInstant(ZoneOffset.UTC);
        }
    }

    @Override
    public List<Row> page(PageRequest request) throws SQLException {
        return PageSql.read(
                statements,
                request,
                catalog.quoted(OnlyTables.table(request.cursor().relation())),
                column -> GenericColumn.of(column, catalog),
                wording.limit().formatted(request.limit()));
    }

    /** Whether the texts are ones of the columns' types: how to ask a database without a table is known of none. */
    @Override
    public boolean canResume(TableCursor cursor, Position position) {
        return PageSql.isPosition(cursor, position, column -> GenericColumn.of(column, catalog));
    }

    @Override
    public void cancel() {
        statements.cancel();
    }

    @Override
    public void close() {
        statements.close();
    }
}
