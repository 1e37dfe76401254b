// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.jdbc.dialect.Column;
import io.reverseetl.connect.jdbc.dialect.ColumnType;
import io.reverseetl.connect.jdbc.dialect.Dialect;
import io.reverseetl.connect.jdbc.dialect.ListedTable;
import io.reverseetl.connect.jdbc.dialect.TableDescription;
import io.reverseetl.connect.support.Key;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;

/** Values that a user interface can offer, collected from what validation has asked the database anyway. */
final class Recommendations {

    private final Map<String, Set<String>> byKey = new HashMap<>();

    void addTables(List<ListedTable> listed, Set<String> kinds) {
        listed.stream()
                .filter(table -> kinds.contains(table.kind()))
                .forEach(table -> add(TableKeys.WHITELIST, table.name().toString()));
    }

    /** The columns that each key could name. Views do not say which of theirs are never NULL. */
    void addColumns(TableDescription table) {
        Predicate<Column> identifying = column -> !table.ordinary() || !column.nullable();
        add(ChangeKeys.TIMESTAMP_COLUMN, table, column -> column.type() instanceof ColumnType.Timestamp);
        add(ChangeKeys.INCREMENTING_COLUMN, table, identifying.and(CursorRules::isInteger));
        add(ChangeKeys.KEY_COLUMNS, table, identifying);
    }

    private void add(Key<?> key, TableDescription table, Predicate<Column> fitting) {
        table.columns().stream().filter(fitting).forEach(column -> add(key, column.name()));
    }

    private void add(Key<?> key, String value) {
        byKey.computeIfAbsent(key.name(), name -> new TreeSet<>()).add(value);
    }

    /** What nothing is known about keeps what it has. */
    void addTo(List<ConfigValue> values) {
        for (ConfigValue value : values) {
            Set<String> known = byKey.get(value.name());
            if (known != null) {
                value.recommendedValues(new ArrayList<>(known));
            }
        }
    }

    /** The names of the dialects, which no database need be asked for. */
    static final class Dialects implements ConfigDef.Recommender {

        @Override
        public List<Object> validValues(String name, Map<String, Object> parsed) {
            return Dialect.all().stream().<Object>map(Dialect::name).toList();
        }

        @Override
        public boolean visible(String name, Map<String, Object> parsed) {
            return true;
        }
    }
}
