// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.postgres;

import io.reverseetl.connect.jdbc.dialect.PageRequest;
import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.Slice;
import io.reverseetl.connect.jdbc.dialect.SliceRequest;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The statements that read a slice.
 *
 * <p>A subquery takes the table's next rows by the index, and only outside of it are those of the slice chosen: the
 * planner takes a condition on a hash to be met by one row in two hundred, and would sort the table rather than follow the
 * index.
 */
final class SliceSql {

    private SliceSql() {}

    /** A statement and one text for each of its placeholders, in order. */
    record Statement(String text, List<String> parameters) {}

    static PageSql page(SliceRequest request) {
        TableCursor cursor = request.cursor();
        List<String> parameters = new ArrayList<>();
        List<String> order = PageSql.order(cursor);
        String behind = PageSql.conditions(request.range(), cursor, parameters);
        String through = request.through()
                .map(place -> " AND " + PageSql.comparison(place.timestamp(), "<=", place.key(), cursor, parameters))
                .orElse("");
        String from = "(SELECT * FROM " + Sql.from(cursor.relation()) + " AS t WHERE " + behind + through
                + " ORDER BY " + String.join(", ", order) + " LIMIT " + request.window() + ") AS t WHERE "
                + chosen(request.slice(), cursor, parameters);
        return PageSql.of(cursor, from, order, request.limit(), parameters);
    }

    private static String chosen(Slice slice, TableCursor cursor, List<String> parameters) {
        String mine = bucket(cursor) + " % " + slice.of() + " = " + slice.number();
        if (slice.sent().isEmpty()) {
            return mine;
        }
        String sent = new TreeMap<>(slice.sent())
                .entrySet().stream()
                        .map(entry ->
                                " WHEN " + entry.getKey() + " THEN " + isBehind(entry.getValue(), cursor, parameters))
                        .collect(Collectors.joining());
        return mine + " AND NOT CASE " + bucket(cursor) + sent + " ELSE false END";
    }

    private static String isBehind(Position place, TableCursor cursor, List<String> parameters) {
        if (place.key().isEmpty()) {
            parameters.add(place.timestamp().orElseThrow());
            return PageSql.timestamp(cursor) + " < "
                    + PageSql.placeholder(cursor.timestamps().get(0));
        }
        return PageSql.comparison(place.timestamp(), "<=", place.key(), cursor, parameters);
    }

    /** As {@link Slice#bucket}. */
    private static String bucket(TableCursor cursor) {
        String text = cursor.recordKey().stream()
                .map(column -> PageSql.qualified(column) + "::text")
                .collect(Collectors.joining(" || '/' || "));
        return "((('x' || substr(md5(convert_to(" + text + ", 'UTF8')), 1, 8))::bit(32)::int & 2147483647) % "
                + Slice.BUCKETS + ")";
    }

    static Statement ahead(TableCursor cursor, PageRequest.Timed range, int rows) {
        List<String> parameters = new ArrayList<>();
        String order = String.join(", ", PageSql.order(cursor));
        String texts =
                PageSql.order(cursor).stream().map(part -> part + "::text").collect(Collectors.joining(", "));
        String sql = "SELECT " + texts + " FROM " + Sql.from(cursor.relation()) + " AS t WHERE "
                + PageSql.conditions(range, cursor, parameters) + " ORDER BY " + order + " OFFSET " + (rows - 1)
                + " LIMIT 1";
        return new Statement(sql, parameters);
    }

    /** The number of the position that comes first; one without a key comes before all of its timestamp. */
    static Statement earliest(TableCursor cursor, List<Position> positions) {
        List<String> parameters = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        for (Position position : positions) {
            List<String> values = new ArrayList<>(List.of(String.valueOf(rows.size())));
            values.add(PageSql.placeholder(cursor.timestamps().get(0)));
            parameters.add(position.timestamp().orElseThrow());
            cursor.tieBreak().forEach(column -> {
                Optional<String> part = Optional.ofNullable(position.key().get(column.name()));
                values.add(part.isPresent() ? PageSql.placeholder(column) : "CAST(NULL AS " + column.castType() + ")");
                part.ifPresent(parameters::add);
            });
            rows.add("(" + String.join(", ", values) + ")");
        }
        StringBuilder order = new StringBuilder("2");
        for (int key = 0; key < cursor.tieBreak().size(); key++) {
            order.append(", ").append(key + 3).append(" NULLS FIRST");
        }
        return new Statement("VALUES " + String.join(", ", rows) + " ORDER BY " + order + " LIMIT 1", parameters);
    }
}
