// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;

import io.reverseetl.connect.support.Key;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;

/** The config keys of what is read. In the order in which a user interface shows them. */
final class TableKeys {

    private static final String GROUP = "Tables";

    static final Key<List<String>> INCLUDE_LIST = Key.list("table.include.list")
            .defaultsTo(List.of())
            .validated(new Validators.Patterns())
            .group(GROUP)
            .importance(HIGH)
            .doc("Regular expressions of the tables to read. One has to match the whole of `table`, `schema.table`"
                    + " or `catalog.schema.table`. Without it and `table.whitelist` every table of `table.types` is"
                    + " read.");

    static final Key<List<String>> EXCLUDE_LIST = Key.list("table.exclude.list")
            .defaultsTo(List.of())
            .validated(new Validators.Patterns())
            .group(GROUP)
            .doc("Regular expressions of tables not to read, matched as those of `table.include.list`.");

    static final Key<List<String>> WHITELIST = Key.list("table.whitelist")
            .defaultsTo(List.of())
            .group(GROUP)
            .doc("Names of the tables to read: `table`, `schema.table` or `catalog.schema.table`. A partition is"
                    + " read on its own only if it is named here.");

    static final Key<List<String>> BLACKLIST = Key.list("table.blacklist")
            .defaultsTo(List.of())
            .group(GROUP)
            .doc("Names of tables not to read, written as in `table.whitelist`.");

    static final Key<List<String>> TYPES = Key.list("table.types")
            .defaultsTo("TABLE")
            .validated(new Validators.Syntax(SourceSettings::tableTypes, String.join(", ", SourceSettings.TABLE_TYPES)))
            .group(GROUP)
            .importance(LOW)
            .doc("Kinds of tables to look among.");

    static final Key<String> SCHEMA_PATTERN = Key.text("schema.pattern")
            .optional()
            .group(GROUP)
            .importance(LOW)
            .doc("Only tables of schemas like this, where `%` is any text and `_` any character.");

    static final Key<String> CATALOG_PATTERN = Key.text("catalog.pattern")
            .optional()
            .group(GROUP)
            .importance(LOW)
            .doc("Only tables of a database like this. A connection sees the database of its URL and no other.");

    static final Key<String> QUERY = Key.text("query")
            .optional()
            .group(GROUP)
            .width(ConfigDef.Width.LONG)
            .doc("A query to read in place of tables, as if it were one. Its topic is `topic.prefix` alone. For"
                    + " several see `queries`.");

    static final Key<List<String>> QUERIES = Key.list("queries")
            .defaultsTo(List.of())
            .group(GROUP)
            .doc("Ids of queries to read in place of tables. Each has its text in `queries.<id>.sql`, and where it"
                    + " differs from the others `topic`, `mode`, `timestamp.column.name`, `incrementing.column.name`,"
                    + " `key.columns`, `delete.column` and `delete.expression` behind the same prefix. Offsets are kept"
                    + " by the id, whatever becomes of the text.");

    static final List<Key<?>> ALL = List.of(
            INCLUDE_LIST, EXCLUDE_LIST, WHITELIST, BLACKLIST, TYPES, SCHEMA_PATTERN, CATALOG_PATTERN, QUERY, QUERIES);

    private TableKeys() {}
}
