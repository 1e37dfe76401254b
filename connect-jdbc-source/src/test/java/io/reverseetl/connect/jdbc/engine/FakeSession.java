// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.Activity;
import io.reverseetl.connect.jdbc.dialect.ColumnType;
import io.reverseetl.connect.jdbc.dialect.ListedTable;
import io.reverseetl.connect.jdbc.dialect.PageRequest;
import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.Row;
import io.reverseetl.connect.jdbc.dialect.Session;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import io.reverseetl.connect.jdbc.dialect.TableDescription;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/** A session that answers nothing but what a test overrides. */
abstract class FakeSession implements Session {

    @Override
    public String catalog() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<ListedTable> tables() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<TableDescription> describe(Relation relation) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String fingerprint(Relation relation) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Activity activity(Activity.Request request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean hasReplayed(Activity.LogPosition position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String text(ColumnType.Timestamp type, LocalDateTime time) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<String> highest(TableCursor cursor) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<String> problemOf(TableCursor.ByExpression expression, Relation relation) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Row> page(PageRequest request) throws SQLException {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean canResume(TableCursor cursor, Position position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void cancel() {
        // Nothing runs here.
    }

    @Override
    public void close() {
        // Nothing is open here.
    }
}
