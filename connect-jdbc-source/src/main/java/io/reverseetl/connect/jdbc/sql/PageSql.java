// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.sql;

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
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The statement that reads one page, and how its rows are read.
 *
 * <p>A place in the order is compared column by column: many databases know no row comparison, and MySQL does not use
 * an index for one.
 */
public final class PageSql {

    /** The alias under which a dialect's {@link ColumnSql} qualifies its columns. */
    public static final String ALIAS = "t";

    private final TableCursor cursor;
    private final List<ColumnSql> columns;
    private final List<Term> order;
    private final List<Object> parameters = new ArrayList<>();

    /** One part of the order: the timestamp, or a column that breaks ties. */
    private record Term(String expression, ColumnSql column) {

        String selected() {
            return column.selectedAsText(expression);
        }
    }

    private PageSql(TableCursor cursor, Function<Column, ColumnSql> dialect) {
        this.cursor = cursor;
        this.columns = cursor.table().columns().stream().map(dialect).toList();
        this.order = order(cursor, dialect);
    }

    private static List<Term> order(TableCursor cursor, Function<Column, ColumnSql> dialect) {
        List<Term> order = new ArrayList<>();
        List<ColumnSql> timestamps = cursor.timestamps().stream().map(dialect).toList();
        if (!timestamps.isEmpty()) {
            String names = timestamps.stream().map(ColumnSql::ordered).collect(Collectors.joining(", "));
            // A lone column stays bare: COALESCE around it would keep the index from being used.
            order.add(new Term(timestamps.size() == 1 ? names : "COALESCE(" + names + ")", timestamps.get(0)));
        }
        cursor.tieBreak().stream().map(dialect).forEach(column -> order.add(new Term(column.ordered(), column)));
        return order;
    }

    /**
     * Reads a page.
     *
     * @param table the table's name as the dialect writes it
     * @param dialect how each column is written
     * @param limit what follows the order to limit the rows; blank if nothing does
     */
    public static List<Row> read(
            Statements statements, PageRequest request, String table, Function<Column, ColumnSql> dialect, String limit)
            throws SQLException {
        PageSql page = new PageSql(request.cursor(), dialect);
        String text = page.text(request.range(), table) + limit;
        return statements.query(text, page.parameters, request.limit(), page::row);
    }

    /** The highest value of the first of the columns that break ties, as a position has it; empty if there is no row. */
    public static Optional<String> highest(
            Statements statements, TableCursor cursor, String table, Function<Column, ColumnSql> dialect, String limit)
            throws SQLException {
        Term id = new PageSql(cursor, dialect).keys().get(0);
        String text = "SELECT " + id.selected() + " FROM " + table + " " + ALIAS + " ORDER BY " + id.expression()
                + " DESC" + limit;
        return statements
                .query(
                        text,
                        List.of(),
                        1,
                        row -> Optional.ofNullable(id.column().text(row, 1)))
                .stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Whether every text of a position can be bound in the place of its column. */
    public static boolean isPosition(TableCursor cursor, Position position, Function<Column, ColumnSql> dialect) {
        try {
            new PageSql(cursor, dialect).values(position);
            return true;
        } catch (IllegalArgumentException | DateTimeException e) {
            return false;
        }
    }

    /** Whether the database too takes every text of a position for a value of its column's type. */
    public static boolean canResume(
            Statements statements, TableCursor cursor, Position position, Function<Column, ColumnSql> dialect)
            throws SQLException {
        if (!isPosition(cursor, position, dialect)) {
            return false;
        }
        PageSql page = new PageSql(cursor, dialect);
        String values = page.values(position);
        List<Boolean> known =
                statements.query("SELECT " + values, page.parameters, row -> noneIsNull(row, page.parameters.size()));
        return known.contains(true);
    }

    /** A text that cannot be converted is NULL where the database does not refuse it. */
    private static boolean noneIsNull(ResultSet row, int values) throws SQLException {
        for (int index = 1; index <= values; index++) {
            if (row.getObject(index) == null) {
                return false;
            }
        }
        return true;
    }

    private String values(Position position) {
        List<Term> terms = position.timestamp().isPresent() ? order : keys();
        List<String> texts = texts(position);
        List<String> placeholders = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            ColumnSql column = terms.get(i).column();
            parameters.add(column.parameter(texts.get(i)));
            placeholders.add(column.placeholder());
        }
        return String.join(", ", placeholders);
    }

    private static List<String> texts(Position position) {
        List<String> texts = new ArrayList<>();
        position.timestamp().ifPresent(texts::add);
        texts.addAll(position.key().values());
        return texts;
    }

    private List<Term> keys() {
        return order.subList(order.size() - cursor.tieBreak().size(), order.size());
    }

    private String text(Range range, String table) {
        List<String> selected = new ArrayList<>();
        // The position first: whatever cannot be read after it is reported with its key.
        order.forEach(term -> selected.add(term.selected()));
        columns.forEach(column -> selected.add(column.selected()));
        return "SELECT " + String.join(", ", selected)
                + " FROM " + table + " " + ALIAS
                + where(conditions(range))
                + " ORDER BY " + order.stream().map(Term::expression).collect(Collectors.joining(", "));
    }

    private static String where(String conditions) {
        return conditions.isEmpty() ? "" : " WHERE " + conditions;
    }

    private String conditions(Range range) {
        if (range instanceof PageRequest.Keyless) {
            return keys().stream().map(key -> key.expression() + " IS NULL").collect(Collectors.joining(" OR "));
        }
        if (range instanceof PageRequest.Keyed keyed) {
            List<String> conditions = new ArrayList<>();
            keyed.afterKey().ifPresent(key -> conditions.add(behind(keys(), List.copyOf(key.values()))));
            keyed.through().ifPresent(through -> conditions.add(compared(keys().get(0), " <= ", through)));
            return String.join(" AND ", conditions);
        }
        Term timestamp = order.get(0);
        if (range instanceof PageRequest.Untimed untimed) {
            String behind = untimed.afterKey()
                    .map(key -> " AND " + behind(keys(), List.copyOf(key.values())))
                    .orElse("");
            return timestamp.expression() + " IS NULL" + behind;
        }
        PageRequest.Timed timed = (PageRequest.Timed) range;
        String behind =
                timed.after().map(position -> behind(position) + " AND ").orElse("");
        return behind + compared(timestamp, " < ", timed.before());
    }

    private String behind(Position position) {
        return position.key().isEmpty()
                ? compared(order.get(0), " >= ", position.timestamp().orElseThrow())
                : behind(order, texts(position));
    }

    /**
     * {@code (a, b) > (?, ?)} as {@code a >= ? AND (a > ? OR (a = ? AND b > ?))}: the first condition is implied, and
     * lets a database that does not look into the OR begin at the right place of an index.
     */
    private String behind(List<Term> terms, List<String> texts) {
        Term first = terms.get(0);
        String text = texts.get(0);
        if (terms.size() == 1) {
            return compared(first, " > ", text);
        }
        return compared(first, " >= ", text)
                + " AND (" + compared(first, " > ", text)
                + " OR (" + compared(first, " = ", text)
                + " AND " + behind(terms.subList(1, terms.size()), texts.subList(1, texts.size())) + "))";
    }

    private String compared(Term term, String operator, String text) {
        parameters.add(term.column().parameter(text));
        return term.expression() + operator + term.column().placeholder();
    }

    private Row row(ResultSet row) throws SQLException {
        int index = 1;
        Optional<String> timestamp = cursor.timestamps().isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(order.get(0).column().text(row, index++));
        Map<String, String> key = new LinkedHashMap<>();
        for (int i = 0; i < cursor.tieBreak().size(); i++) {
            Column column = cursor.tieBreak().get(i);
            String text = keys().get(i).column().text(row, index++);
            if (text == null) {
                throw new UnreadableValueException(
                        cursor.relation(), column.name(), new Position(timestamp, key), "a key column is NULL.");
            }
            key.put(column.name(), text);
        }
        Position position = new Position(timestamp, key);
        @Nullable Object[] values = new Object[columns.size()];
        for (Column column : cursor.table().columns()) {
            values[column.position()] = value(row, index++, column, position);
        }
        return new Row(position, Collections.unmodifiableList(Arrays.asList(values)));
    }

    private @Nullable Object value(ResultSet row, int index, Column column, Position position) throws SQLException {
        try {
            return columns.get(column.position()).value(row, index);
        } catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
            throw new UnreadableValueException(
                    cursor.relation(),
                    column.name(),
                    position,
                    "the value has no form as " + column.typeName() + " outside of the database.");
        }
    }
}
