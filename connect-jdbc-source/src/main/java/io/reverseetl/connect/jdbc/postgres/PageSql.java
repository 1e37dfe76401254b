// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.postgres;

import io.reverseetl.connect.jdbc.dialect.Column;
import io.reverseetl.connect.jdbc.dialect.PageRequest;
import io.reverseetl.connect.jdbc.dialect.PageRequest.Range;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The statement that reads one page, and how its rows are read.
 *
 * <p>Its conditions are a row comparison and an upper bound, which one index on (timestamp, tie-break) serves from the
 * first row to the last. Names are qualified throughout, as {@code ORDER BY "id"} would otherwise mean the text form
 * of {@code id} in the select list.
 *
 * @param parameters one text for each placeholder, in order
 */
record PageSql(String text, List<String> parameters, TableCursor cursor, List<ColumnReader> readers) {

    static PageSql of(PageRequest request) {
        TableCursor cursor = request.cursor();
        List<String> order = new ArrayList<>();
        if (!cursor.timestamps().isEmpty()) {
            order.add(timestamp(cursor));
        }
        cursor.tieBreak().forEach(column -> order.add(qualified(column)));
        List<ColumnReader> readers =
                cursor.table().columns().stream().map(ColumnReader::of).toList();
        List<String> parameters = new ArrayList<>();

        // The position first: whatever cannot be read after it is reported with its key.
        List<String> selected = new ArrayList<>();
        order.forEach(part -> selected.add(part + "::text"));
        for (Column column : cursor.table().columns()) {
            selected.add(qualified(column) + readers.get(column.position()).cast());
        }
        expression(cursor).ifPresent(sql -> selected.add("COALESCE(" + QueryText.enclosed(sql) + ", false)"));
        String sql = "SELECT " + String.join(", ", selected)
                + " FROM " + Sql.from(cursor.relation()) + " AS t"
                + where(conditions(request.range(), cursor, parameters))
                // The timestamp too where it is NULL throughout: the planner would not see that the index has this
                // order.
                + " ORDER BY " + String.join(", ", order)
                + " LIMIT " + request.limit();
        return new PageSql(sql, List.copyOf(parameters), cursor, readers);
    }

    private static Optional<String> expression(TableCursor cursor) {
        return cursor.deletedWhen()
                .filter(TableCursor.ByExpression.class::isInstance)
                .map(deleted -> ((TableCursor.ByExpression) deleted).sql());
    }

    private static String where(String conditions) {
        return conditions.isEmpty() ? "" : " WHERE " + conditions;
    }

    private static String conditions(Range range, TableCursor cursor, List<String> parameters) {
        if (range instanceof PageRequest.Keyed keyed) {
            List<String> conditions = new ArrayList<>();
            keyed.afterKey().ifPresent(key -> conditions.add(comparison(Optional.empty(), key, cursor, parameters)));
            keyed.through().ifPresent(through -> {
                Column first = cursor.tieBreak().get(0);
                conditions.add(qualified(first) + " <= " + placeholder(first));
                parameters.add(through);
            });
            return String.join(" AND ", conditions);
        }
        String timestamp = timestamp(cursor);
        if (range instanceof PageRequest.Untimed untimed) {
            String behind = untimed.afterKey()
                    .map(key -> " AND " + comparison(Optional.empty(), key, cursor, parameters))
                    .orElse("");
            return timestamp + " IS NULL" + behind;
        }
        PageRequest.Timed timed = (PageRequest.Timed) range;
        String behind = timed.after()
                .map(position -> behind(position, cursor, parameters) + " AND ")
                .orElse("");
        parameters.add(timed.before());
        return behind + timestamp + " < " + placeholder(cursor.timestamps().get(0));
    }

    private static String behind(Position position, TableCursor cursor, List<String> parameters) {
        if (position.key().isEmpty()) {
            parameters.add(position.timestamp().orElseThrow());
            return timestamp(cursor) + " >= " + placeholder(cursor.timestamps().get(0));
        }
        return comparison(position.timestamp(), position.key(), cursor, parameters);
    }

    private static String comparison(
            Optional<String> timestamp, Map<String, String> key, TableCursor cursor, List<String> parameters) {
        if (key.isEmpty()) {
            return timestamp(cursor) + " >= " + place(timestamp, key, cursor, parameters);
        }
        List<String> left = new ArrayList<>();
        timestamp.ifPresent(text -> left.add(timestamp(cursor)));
        cursor.tieBreak().forEach(column -> left.add(qualified(column)));
        return "(" + String.join(", ", left) + ") > (" + place(timestamp, key, cursor, parameters) + ")";
    }

    /** A position's values; of the place before all rows of a timestamp, that timestamp alone. */
    static String place(
            Optional<String> timestamp, Map<String, String> key, TableCursor cursor, List<String> parameters) {
        List<String> values = new ArrayList<>();
        timestamp.ifPresent(text -> {
            values.add(placeholder(cursor.timestamps().get(0)));
            parameters.add(text);
        });
        for (Column column : key.isEmpty() ? List.<Column>of() : cursor.tieBreak()) {
            values.add(placeholder(column));
            parameters.add(key.get(column.name()));
        }
        return String.join(", ", values);
    }

    /** A lone column stays bare: COALESCE around it would keep the index from being used. */
    private static String timestamp(TableCursor cursor) {
        String columns = cursor.timestamps().stream().map(PageSql::qualified).collect(Collectors.joining(", "));
        return cursor.timestamps().size() == 1 ? columns : "COALESCE(" + columns + ")";
    }

    private static String qualified(Column column) {
        return "t." + Sql.name(column.name());
    }

    private static String placeholder(Column column) {
        return "CAST(? AS " + column.castType() + ")";
    }

    Row row(ResultSet row) throws SQLException {
        int index = 1;
        Optional<String> timestamp =
                cursor.timestamps().isEmpty() ? Optional.empty() : Optional.ofNullable(row.getString(index++));
        Map<String, String> key = new LinkedHashMap<>();
        for (Column column : cursor.tieBreak()) {
            String text = row.getString(index++);
            if (text == null) {
                throw new UnreadableValueException(
                        cursor.relation(), column.name(), new Position(timestamp, key), "a key column is NULL.");
            }
            key.put(column.name(), text);
        }
        Position position = new Position(timestamp, key);
        boolean judged = expression(cursor).isPresent();
        @Nullable Object[] values = new Object[readers.size() + (judged ? 1 : 0)];
        for (Column column : cursor.table().columns()) {
            values[column.position()] = value(row, index++, column, position);
        }
        if (judged) {
            values[readers.size()] = row.getBoolean(index);
        }
        return new Row(position, Collections.unmodifiableList(Arrays.asList(values)));
    }

    private @Nullable Object value(ResultSet row, int index, Column column, Position position) throws SQLException {
        try {
            return readers.get(column.position()).getter().get(row, index);
        } catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
            throw new UnreadableValueException(
                    cursor.relation(),
                    column.name(),
                    position,
                    "the value has no form as " + column.typeName() + " outside of the database.");
        }
    }
}
