// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.jdbc.dialect.NamedQuery;
import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.TableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The columns that identify a row, where the user names them. An entry is either a column of every table ({@code
 * tenant_id, customer_id} is a key of two columns), or {@code schema.table=tenant_id+customer_id} for one table.
 */
record KeyColumns(List<String> everywhere, Map<String, List<String>> byTable) {

    private static final Pattern PLUS = Pattern.compile("\\+");

    /**
     * Parses the entries.
     *
     * @throws IllegalArgumentException if one is neither of the two forms; the message shows both
     */
    static KeyColumns parse(List<String> entries) {
        List<String> everywhere = new ArrayList<>();
        Map<String, List<String>> byTable = new HashMap<>();
        for (String entry : entries) {
            int equals = entry.indexOf('=');
            if (equals < 0) {
                everywhere.add(entry);
            } else {
                String table = entry.substring(0, equals).trim();
                List<String> columns = Arrays.stream(PLUS.split(entry.substring(equals + 1), -1))
                        .map(String::trim)
                        .toList();
                if (byTable.put(table, columns) != null) {
                    throw twice("table '" + table + "'");
                }
                refuseRepeated(columns);
            }
        }
        refuseRepeated(everywhere);
        boolean blank = byTable.containsKey("") || byTable.values().stream().anyMatch(columns -> columns.contains(""));
        if (blank) {
            throw new IllegalArgumentException("a table or a column is missing. Write customer_id for every table, or"
                    + " schema.table=tenant_id+customer_id for one.");
        }
        return new KeyColumns(List.copyOf(everywhere), Map.copyOf(byTable));
    }

    private static void refuseRepeated(List<String> columns) {
        Set<String> seen = new HashSet<>();
        columns.stream().filter(column -> !seen.add(column)).findFirst().ifPresent(column -> {
            throw twice("column '" + column + "'");
        });
    }

    private static IllegalArgumentException twice(String what) {
        return new IllegalArgumentException(what + " is named twice. Name it once.");
    }

    /** The columns named for a table or query; empty if the table's primary key is to be used. */
    Optional<List<String>> of(Relation relation) {
        return names(relation)
                .filter(byTable::containsKey)
                .findFirst()
                .map(byTable::get)
                .or(() -> Optional.of(everywhere).filter(columns -> !columns.isEmpty()));
    }

    /** Names that have columns of their own here, and are those of no table. */
    List<String> missing(List<Relation> relations) {
        Set<String> found = relations.stream().flatMap(KeyColumns::names).collect(Collectors.toUnmodifiableSet());
        return byTable.keySet().stream()
                .filter(name -> !found.contains(name))
                .sorted()
                .toList();
    }

    /** What a table or query may be called, the most exact name first. */
    private static Stream<String> names(Relation relation) {
        if (relation instanceof NamedQuery query) {
            return Stream.of(query.id());
        }
        TableName table = (TableName) relation;
        return Stream.of(table.toString(), table.schema() + "." + table.name(), table.name());
    }
}
