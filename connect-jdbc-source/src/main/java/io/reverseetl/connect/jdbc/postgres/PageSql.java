// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.postgres;

import io.reverseetl.connect.jdbc.dialect.Column;
import io.reverseetl.connect.jdbc.dialect.PageRequest;
import io.reverseetl.connect.jdbc.dialect.PageRequest.Range;
import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The statement that reads one page.
 *
 * <p>Its conditions are a row comparison and an upper bound, which one index on (timestamp, tie-break) serves from the
 * first row to the last. Names are qualified throughout, as {@code ORDER BY "id"} would otherwise mean the text form
 * of {@code id} in the select list.
 *
 * @param parameters one text for each placeholder, in order
 */
record PageSql(String text, List<String> parameters, PageRows rows) {

    static PageSql of(PageRequest request) {
        TableCursor cursor = request.cursor();
        List<String> parameters = new ArrayList<>();
        String from = Sql.from(cursor.relation()) + " AS t" + where(conditions(request.range(), cursor, parameters));
        // The timestamp too where it is NULL throughout: the planner would not see that the index has this order.
        List<String> order = request.range() instanceof PageRequest.KeyRange ? keys(cursor) : order(cursor);
        return of(cursor, from, order, request.limit(), parameters);
    }

    /** The same over rows that come from somewhere else; the text behind FROM calls the table {@code t}. */
    static PageSql of(TableCursor cursor, String from, List<String> order, int limit, List<String> parameters) {
        PageRows rows = new PageRows(cursor);
        String sql = "SELECT " + String.join(", ", rows.selected()) + " FROM " + from + " ORDER BY "
                + String.join(", ", order) + " LIMIT " + limit;
        return new PageSql(sql, List.copyOf(parameters), rows);
    }

    /** What a position consists of. */
    static List<String> order(TableCursor cursor) {
        List<String> order = new ArrayList<>();
        if (!cursor.timestamps().isEmpty()) {
            order.add(timestamp(cursor));
        }
        order.addAll(keys(cursor));
        return order;
    }

    private static List<String> keys(TableCursor cursor) {
        return cursor.tieBreak().stream().map(PageSql::qualified).toList();
    }

    private static String where(String conditions) {
        return conditions.isEmpty() ? "" : " WHERE " + conditions;
    }

    static String conditions(Range range, TableCursor cursor, List<String> parameters) {
        if (range instanceof PageRequest.Keyless) {
            return keys(cursor).stream().map(key -> key + " IS NULL").collect(Collectors.joining(" OR "));
        }
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
        if (range instanceof PageRequest.KeyRange keys) {
            return conditions(keys, cursor, parameters);
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

    private static String conditions(PageRequest.KeyRange keys, TableCursor cursor, List<String> parameters) {
        List<String> conditions = new ArrayList<>();
        keys.from()
                .ifPresent(from -> conditions.add(
                        comparison(Optional.empty(), from.inclusive() ? ">=" : ">", from.key(), cursor, parameters)));
        keys.through()
                .ifPresent(through -> conditions.add(comparison(Optional.empty(), "<=", through, cursor, parameters)));
        keys.before().ifPresent(before -> {
            String timestamp = timestamp(cursor);
            String untimed = cursor.timestampNullable() ? " OR " + timestamp + " IS NULL" : "";
            conditions.add(
                    "(" + timestamp + " < " + placeholder(cursor.timestamps().get(0)) + untimed + ")");
            parameters.add(before);
        });
        return String.join(" AND ", conditions);
    }

    private static String comparison(
            Optional<String> timestamp, Map<String, String> key, TableCursor cursor, List<String> parameters) {
        return comparison(timestamp, ">", key, cursor, parameters);
    }

    static String comparison(
            Optional<String> timestamp,
            String operator,
            Map<String, String> key,
            TableCursor cursor,
            List<String> parameters) {
        List<String> left = new ArrayList<>();
        timestamp.ifPresent(text -> left.add(timestamp(cursor)));
        cursor.tieBreak().forEach(column -> left.add(qualified(column)));
        return "(" + String.join(", ", left) + ") " + operator + " (" + place(timestamp, key, cursor, parameters) + ")";
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
    static String timestamp(TableCursor cursor) {
        String columns = cursor.timestamps().stream().map(PageSql::qualified).collect(Collectors.joining(", "));
        return cursor.timestamps().size() == 1 ? columns : "COALESCE(" + columns + ")";
    }

    static String qualified(Column column) {
        return "t." + Sql.name(column.name());
    }

    static String placeholder(Column column) {
        return "CAST(? AS " + column.castType() + ")";
    }
}
