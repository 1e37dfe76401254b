// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.jdbc.dialect.TableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

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
        Map<String, List<String>> byTable = new LinkedHashMap<>();
        for (String entry : entries) {
            int equals = entry.indexOf('=');
            if (equals < 0) {
                everywhere.add(entry);
            } else {
                byTable.put(
                        entry.substring(0, equals).trim(),
                        Arrays.stream(PLUS.split(entry.substring(equals + 1), -1))
                                .map(String::trim)
                                .toList());
            }
        }
        boolean blank = byTable.containsKey("") || byTable.values().stream().anyMatch(columns -> columns.contains(""));
        if (blank) {
            throw new IllegalArgumentException("a table or a column is missing. Write customer_id for every table, or"
                    + " schema.table=tenant_id+customer_id for one.");
        }
        return new KeyColumns(List.copyOf(everywhere), Map.copyOf(byTable));
    }

    /** The columns named for a table; empty if the table's primary key is to be used. */
    Optional<List<String>> of(TableName table) {
        return Optional.ofNullable(byTable.get(table.toString()))
                .or(() -> Optional.ofNullable(byTable.get(table.schema() + "." + table.name())))
                .or(() -> Optional.ofNullable(byTable.get(table.name())))
                .or(() -> Optional.of(everywhere).filter(columns -> !columns.isEmpty()));
    }
}
