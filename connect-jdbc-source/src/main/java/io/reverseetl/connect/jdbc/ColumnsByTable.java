// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.TableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * Columns that are not called the same in every table.
 *
 * @param mappings looked through first
 * @param elsewhere what holds for tables that no mapping matches, and for queries
 */
record ColumnsByTable(List<Mapping> mappings, List<String> elsewhere) {

    private static final Pattern BAR = Pattern.compile("\\|");

    /** What holds for tables whose name, with or without its schema, a regular expression matches as a whole. */
    record Mapping(Pattern tables, List<String> columns) {

        boolean matches(TableName table) {
            return Stream.of(table.name(), table.schema() + "." + table.name(), table.toString())
                    .anyMatch(name -> tables.matcher(name).matches());
        }
    }

    /**
     * Parses entries of the form {@code regex:[column|column]}, whose brackets may be left out.
     *
     * @throws IllegalArgumentException if one has another form; the message shows it
     */
    static List<Mapping> parse(List<String> entries) {
        return entries.stream().map(ColumnsByTable::mapping).toList();
    }

    /** As {@link #parse}, with exactly one column each. */
    static List<Mapping> parseSingle(List<String> entries) {
        List<Mapping> mappings = parse(entries);
        mappings.stream()
                .filter(mapping -> mapping.columns().size() > 1)
                .findFirst()
                .ifPresent(mapping -> {
                    throw new IllegalArgumentException("'" + mapping.tables() + "' has "
                            + mapping.columns().size() + " columns. Name one.");
                });
        return mappings;
    }

    private static Mapping mapping(String entry) {
        int colon = entry.lastIndexOf(':');
        String columns = entry.substring(colon + 1).trim();
        boolean bracketed = columns.startsWith("[") && columns.endsWith("]");
        List<String> names = Arrays.stream(
                        BAR.split(bracketed ? columns.substring(1, columns.length() - 1) : columns, -1))
                .map(String::trim)
                .toList();
        if (colon < 1 || names.contains("")) {
            throw new IllegalArgumentException(
                    "'" + entry + "' does not say which columns. Write .*orders.*:[updated_at|created_at].");
        }
        try {
            return new Mapping(Pattern.compile(entry.substring(0, colon).trim()), names);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("'" + entry.substring(0, colon) + "' is not a regular expression: "
                    + e.getDescription() + ". Put a backslash before characters that stand for themselves.");
        }
    }

    /** The columns of a table or query; empty if there are none. */
    List<String> of(Relation relation) {
        return matching(relation).stream().findFirst().map(Mapping::columns).orElse(elsewhere);
    }

    /** The expressions that match a table; if they are several, nobody knows which was meant. */
    List<Mapping> matching(Relation relation) {
        List<Mapping> matching = new ArrayList<>(mappings);
        matching.removeIf(mapping -> !(relation instanceof TableName table && mapping.matches(table)));
        return matching;
    }

    boolean isEmpty() {
        return mappings.isEmpty() && elsewhere.isEmpty();
    }
}
