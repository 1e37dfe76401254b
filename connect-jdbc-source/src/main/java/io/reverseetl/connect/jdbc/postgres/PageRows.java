// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.postgres;

import io.reverseetl.connect.jdbc.dialect.Column;
import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.Row;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import io.reverseetl.connect.jdbc.dialect.UnreadableValueException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a page selects and how its rows are read, chosen once for a cursor. A row's position is made from the values that
 * the row has anyway: only a key column whose text cannot be told from its value is selected once more, as text.
 */
final class PageRows {

    private final TableCursor cursor;
    private final List<ColumnReader> readers;
    private final List<String> selected = new ArrayList<>();
    private final List<KeyText> keyTexts = new ArrayList<>();
    private final List<Column> outsideOfPosition = new ArrayList<>();
    private final boolean judged;

    /** The text of a key column, which is also kept as a value if it was made from one. */
    private interface KeyText {

        @Nullable
        String read(ResultSet row, @Nullable Object[] values) throws SQLException;
    }

    PageRows(TableCursor cursor) {
        this.cursor = cursor;
        List<Column> columns = cursor.table().columns();
        this.readers = columns.stream().map(ColumnReader::of).toList();
        columns.forEach(column ->
                selected.add(PageSql.qualified(column) + reader(column).cast()));
        Optional<String> deleted = deletedWhen(cursor);
        deleted.ifPresent(sql -> selected.add("COALESCE(" + QueryText.enclosed(sql) + ", false)"));
        this.judged = deleted.isPresent();
        outsideOfPosition.addAll(columns);
        outsideOfPosition.removeAll(cursor.timestamps());
        for (Column column : cursor.tieBreak()) {
            keyTexts.add(reader(column).written().isPresent() ? ofValue(column) : selectedOnceMore(column));
        }
    }

    private static Optional<String> deletedWhen(TableCursor cursor) {
        return cursor.deletedWhen()
                .filter(TableCursor.ByExpression.class::isInstance)
                .map(deleted -> ((TableCursor.ByExpression) deleted).sql());
    }

    private KeyText ofValue(Column column) {
        outsideOfPosition.remove(column);
        return (row, values) -> text(row, column, values);
    }

    private KeyText selectedOnceMore(Column column) {
        selected.add(PageSql.qualified(column) + "::text");
        int index = selected.size();
        return (row, values) -> row.getString(index);
    }

    /** The select list. */
    List<String> selected() {
        return selected;
    }

    Row read(ResultSet row) throws SQLException {
        int columns = readers.size();
        @Nullable Object[] values = new Object[judged ? columns + 1 : columns];
        // The position first: whatever cannot be read after it is reported with its key.
        Position position = position(row, values);
        for (Column column : outsideOfPosition) {
            values[column.position()] = value(row, column, position);
        }
        if (judged) {
            values[columns] = row.getBoolean(columns + 1);
        }
        return new Row(position, Collections.unmodifiableList(Arrays.asList(values)));
    }

    private Position position(ResultSet row, @Nullable Object[] values) throws SQLException {
        @Nullable String timestamp = null;
        for (Column column : cursor.timestamps()) {
            @Nullable String text = text(row, column, values);
            timestamp = timestamp == null ? text : timestamp;
        }
        Optional<String> first = Optional.ofNullable(timestamp);
        List<Column> columns = cursor.tieBreak();
        if (columns.size() == 1) {
            return new Position(first, Map.of(columns.get(0).name(), key(row, 0, values, first)));
        }
        Map<String, String> key = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            key.put(columns.get(i).name(), key(row, i, values, first));
        }
        return new Position(first, key);
    }

    private String key(ResultSet row, int index, @Nullable Object[] values, Optional<String> timestamp)
            throws SQLException {
        String text = keyTexts.get(index).read(row, values);
        if (text == null) {
            throw new UnreadableValueException(
                    cursor.relation(),
                    cursor.tieBreak().get(index).name(),
                    new Position(timestamp, Map.of()),
                    "a key column is NULL.");
        }
        return text;
    }

    /** Reads a value that has a text, and returns that. */
    private @Nullable String text(ResultSet row, Column column, @Nullable Object[] values) throws SQLException {
        ColumnReader reader = reader(column);
        Object value = reader.getter().get(row, column.position() + 1);
        values[column.position()] = value;
        return value == null ? null : reader.written().orElseThrow().apply(value);
    }

    private @Nullable Object value(ResultSet row, Column column, Position position) throws SQLException {
        try {
            return reader(column).getter().get(row, column.position() + 1);
        } catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
            throw new UnreadableValueException(
                    cursor.relation(),
                    column.name(),
                    position,
                    "the value has no form as " + column.typeName() + " outside of the database.");
        }
    }

    private ColumnReader reader(Column column) {
        return readers.get(column.position());
    }
}
