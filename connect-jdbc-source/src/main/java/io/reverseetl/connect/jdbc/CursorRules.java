// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.jdbc.SourceSettings.CursorSettings;
import io.reverseetl.connect.jdbc.dialect.Column;
import io.reverseetl.connect.jdbc.dialect.ColumnType;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import io.reverseetl.connect.jdbc.dialect.TableCursor.DeletedWhen;
import io.reverseetl.connect.jdbc.dialect.TableDescription;
import io.reverseetl.connect.jdbc.record.TableRecords;
import io.reverseetl.connect.support.Key;
import io.reverseetl.connect.support.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * From a table and the config to the table's cursor, or to what stands against it. The same rules, and so the same
 * words, serve validation, the start, and a table that is altered while it is read.
 */
final class CursorRules {

    private final CursorSettings settings;
    private final TableDescription table;
    private final Problems problems;

    private CursorRules(CursorSettings settings, TableDescription table, Problems problems) {
        this.settings = settings;
        this.table = table;
        this.problems = problems;
    }

    /** The table's cursor; empty if there were problems, which are then added to the given ones. */
    static Optional<TableCursor> cursor(CursorSettings settings, TableDescription table, Problems problems) {
        Problems own = new Problems();
        CursorRules rules = new CursorRules(settings, table, own);
        rules.checkTable();
        List<Column> timestamps = settings.mode().usesTimestamp() ? rules.timestamps() : List.of();
        Optional<Column> incrementing = settings.mode().usesIncrementing() ? rules.incrementing() : Optional.empty();
        List<Column> recordKey = rules.recordKey(incrementing);
        Optional<DeletedWhen> deletedWhen = rules.deletedWhen();
        if (own.isEmpty()) {
            // The record key too: nothing says that the database counts a named column up, or that it is unique.
            List<Column> tieBreak = Stream.concat(incrementing.stream(), recordKey.stream())
                    .distinct()
                    .toList();
            return Optional.of(new TableCursor(table, timestamps, tieBreak, recordKey, deletedWhen));
        }
        own.byKey().forEach((key, messages) -> messages.forEach(message -> problems.add(key, message)));
        return Optional.empty();
    }

    private void checkTable() {
        table.denied().ifPresent(this::relationProblem);
        TableRecords.clash(table)
                .ifPresent(columns -> relationProblem("its columns " + String.join(" and ", columns)
                        + " would become the same field, as a field's name has ASCII letters, digits and"
                        + " underscores only. Rename one, or read a view that does."));
    }

    private Optional<DeletedWhen> deletedWhen() {
        Optional<DeletedWhen> byExpression = settings.deletes().expression().map(TableCursor.ByExpression::new);
        return byExpression.or(() -> settings.deletes()
                .column()
                .flatMap(name -> existing(ChangeKeys.DELETE_COLUMN, name))
                .map(TableCursor.ByColumn::new));
    }

    private List<Column> timestamps() {
        List<Column> found = new ArrayList<>();
        checkMapping(ChangeKeys.TIMESTAMP_MAPPING, settings.timestampColumns());
        List<String> named = settings.timestampColumns().of(table.relation());
        if (named.isEmpty()) {
            problem(ChangeKeys.TIMESTAMP_MAPPING, "no entry of it matches. " + timestampLike());
        }
        for (String name : named) {
            Optional<Column> column = table.column(name);
            if (column.isEmpty()) {
                problem(ChangeKeys.TIMESTAMP_COLUMN, "it has no column " + name + ". " + timestampLike());
            } else if (!(column.get().type() instanceof ColumnType.Timestamp)) {
                problem(
                        ChangeKeys.TIMESTAMP_COLUMN,
                        "its column " + name + " is of type " + column.get().typeName() + ". " + timestampLike());
            } else {
                found.add(column.get());
            }
        }
        if (found.stream().map(Column::castType).distinct().count() > 1) {
            problem(
                    ChangeKeys.TIMESTAMP_COLUMN,
                    "its columns " + names(found) + " are not all of one type. Name columns with a time zone, or"
                            + " columns without one.");
        }
        if (settings.nonNull() && !found.isEmpty() && found.stream().allMatch(Column::nullable)) {
            problem(
                    ChangeKeys.TIMESTAMP_COLUMN,
                    table.ordinary()
                            ? "its column " + names(found) + " can be NULL, and a row without a timestamp is never seen"
                                    + " again. Make it NOT NULL, or set validate.non.null=false to read such rows once,"
                                    + " at the start."
                            : "nothing says that column " + names(found) + " is never NULL, as it is no ordinary table."
                                    + " Set validate.non.null=false: rows without a timestamp are then read once, at"
                                    + " the start, and never seen again.");
        }
        return found;
    }

    private String timestampLike() {
        String candidates = table.columns().stream()
                .filter(column -> column.type() instanceof ColumnType.Timestamp)
                .map(Column::name)
                .collect(Collectors.joining(", "));
        return candidates.isEmpty()
                ? "It has no timestamp column at all: add one that every change sets, or leave the table out."
                : "Its timestamp columns are: " + candidates + ".";
    }

    private Optional<Column> incrementing() {
        checkMapping(ChangeKeys.INCREMENTING_MAPPING, settings.incrementingColumn());
        Optional<String> given =
                settings.incrementingColumn().of(table.relation()).stream().findFirst();
        if (given.isPresent()) {
            String name = given.get();
            Optional<Column> named = required(ChangeKeys.INCREMENTING_COLUMN, name);
            named.ifPresent(column -> {
                if (!isInteger(column)) {
                    problem(
                            ChangeKeys.INCREMENTING_COLUMN,
                            "its column " + name + " is of type " + column.typeName()
                                    + ". Name an integer column, or use mode=timestamp.");
                }
            });
            return named;
        }
        List<Column> counted = table.columns().stream()
                .filter(column -> column.counted() && isInteger(column) && !column.nullable())
                .toList();
        Optional<Column> soleKey = Optional.of(table.primaryKey())
                .filter(key -> key.size() == 1)
                .flatMap(key -> table.column(key.get(0)))
                .filter(CursorRules::isInteger);
        Optional<Column> found = soleKey.or(() -> counted.stream().findFirst().filter(only -> counted.size() == 1));
        if (found.isEmpty()) {
            problem(
                    ChangeKeys.INCREMENTING_COLUMN,
                    "no column stands out as the one that the database counts up. Name it, or use mode=timestamp.");
        }
        return found;
    }

    private void checkMapping(Key<?> key, ColumnsByTable columns) {
        List<ColumnsByTable.Mapping> matching = columns.matching(table.relation());
        if (matching.size() > 1) {
            problem(
                    key,
                    "more than one entry of it matches: "
                            + matching.stream()
                                    .map(mapping -> mapping.tables().pattern())
                                    .collect(Collectors.joining(", "))
                            + ". Let only one match.");
        }
    }

    static boolean isInteger(Column column) {
        return column.type() == ColumnType.Plain.INT16
                || column.type() == ColumnType.Plain.INT32
                || column.type() == ColumnType.Plain.INT64
                || (column.type() instanceof ColumnType.Numeric numeric && numeric.scale() == 0);
    }

    private List<Column> recordKey(Optional<Column> incrementing) {
        Optional<List<String>> named = settings.keyColumns().of(table.relation());
        List<String> names = named.orElse(table.primaryKey());
        if (!names.isEmpty()) {
            return names.stream()
                    .flatMap(name -> required(ChangeKeys.KEY_COLUMNS, name).stream())
                    .toList();
        }
        if (!settings.mode().usesIncrementing()) {
            problem(
                    ChangeKeys.KEY_COLUMNS,
                    "it has no primary key. Name the columns that identify a row, for example " + table.relation()
                            + "=tenant_id+customer_id.");
        }
        return incrementing.map(List::of).orElse(List.of());
    }

    /** A column that a position consists of: it has to be there, and never NULL. */
    private Optional<Column> required(Key<?> key, String name) {
        Optional<Column> column = existing(key, name);
        if (column.isPresent() && table.ordinary() && column.get().nullable()) {
            problem(
                    key,
                    "its column " + name + " can be NULL, and rows that share a timestamp would be lost. Make it NOT"
                            + " NULL, or name another column.");
        }
        return column;
    }

    private Optional<Column> existing(Key<?> key, String name) {
        Optional<Column> column = table.column(name);
        if (column.isEmpty()) {
            problem(key, "it has no column " + name + ". Its columns are: " + names(table.columns()) + ".");
        }
        return column;
    }

    private static String names(List<Column> columns) {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    private void problem(Key<?> key, String message) {
        problems.add(settings.nameOf(key), table.relation().title() + ": " + message);
    }

    private void relationProblem(String message) {
        problems.add(settings.relationKey(), table.relation().title() + ": " + message);
    }
}
