// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;

import io.reverseetl.connect.support.Key;
import java.time.Duration;
import java.util.List;

/** The config keys of how changes are told, and rows from each other. In the order in which a user interface shows them. */
final class ChangeKeys {

    private static final String GROUP = "Changes";

    static final Key<Mode> MODE = Key.choice("mode", Mode.class, Mode::spelling)
            .group(GROUP)
            .importance(HIGH)
            .doc("How new and changed rows are found. `timestamp`: by a column that says when a row was last"
                    + " changed, with ties broken by the record key. `timestamp+incrementing`: the same, with ties"
                    + " broken by a column that the database counts up. `incrementing`: by such a column alone, which"
                    + " finds new rows only. `bulk`: not at all, every row is read each time.");

    static final Key<List<String>> TIMESTAMP_COLUMN = Key.list("timestamp.column.name")
            .defaultsTo(List.of())
            .group(GROUP)
            .importance(HIGH)
            .doc("The column that says when a row was last changed, or several, of which the first that is not NULL"
                    + " counts. It needs an index together with the columns that break ties.");

    static final Key<String> INCREMENTING_COLUMN = Key.text("incrementing.column.name")
            .optional()
            .group(GROUP)
            .doc("The column that the database counts up, for the modes that use one. By default it is found: the"
                    + " identity or serial column, or the only column of the primary key.");

    static final Key<List<String>> TIMESTAMP_MAPPING = Key.list("timestamp.columns.mapping")
            .defaultsTo(List.of())
            .validated(new Validators.Syntax(ColumnsByTable::parse, "`regex:[column|column], …`"))
            .group(GROUP)
            .doc("`timestamp.column.name` for tables whose columns are called otherwise, as"
                    + " `regex:[column|column]`: a regular expression that matches the whole of `table` or"
                    + " `schema.table`, and their columns.");

    static final Key<List<String>> INCREMENTING_MAPPING = Key.list("incrementing.column.mapping")
            .defaultsTo(List.of())
            .validated(new Validators.Syntax(ColumnsByTable::parseSingle, "`regex:column, …`"))
            .group(GROUP)
            .doc("`incrementing.column.name` for tables whose column is called otherwise, as `regex:column`: a"
                    + " regular expression as in `timestamp.columns.mapping`, and their column.");

    static final Key<String> DELETE_COLUMN = Key.text("delete.column")
            .optional()
            .group(GROUP)
            .doc("A column that says that a row is deleted: a boolean that is true, or any other that is not NULL. It"
                    + " has to be changed together with the timestamp.");

    static final Key<String> DELETE_EXPRESSION = Key.text("delete.expression")
            .optional()
            .group(GROUP)
            .doc("The same as `delete.column`, as a boolean expression in the database's SQL, for example `status"
                    + " = 'gone'`.");

    static final Key<List<String>> KEY_COLUMNS = Key.list("key.columns")
            .defaultsTo(List.of())
            .validated(new Validators.Syntax(KeyColumns::parse, "`column, …` or `schema.table=column+column, …`"))
            .group(GROUP)
            .importance(HIGH)
            .doc("The columns that together identify a row, where the primary key is missing or not wanted: a list of"
                    + " columns that every table has, or `schema.table=tenant_id+customer_id` for one table.");

    static final Key<Boolean> NON_NULL = Key.flag("validate.non.null")
            .defaultsTo(true)
            .group(GROUP)
            .doc("Whether a timestamp column that can be NULL is refused. With `false`, rows without a timestamp"
                    + " are read once at the start, and are not seen later.");

    static final Key<Duration> TIMESTAMP_INITIAL = Key.millis("timestamp.initial")
            .optional()
            .validated(new Validators.EpochMillis())
            .group(GROUP)
            .doc("Where a first read begins: at rows stamped so many milliseconds after 1970 or later, or with"
                    + " `-1` now. By default at the first row. Rows without a timestamp are not read then.");

    static final Key<String> TIME_ZONE = Key.text("db.timezone")
            .defaultsTo("UTC")
            .validated(new Validators.Zone())
            .group(GROUP)
            .doc("The zone in which columns of type `timestamp without time zone` are meant.");

    static final Key<Duration> DELAY = Key.millis("timestamp.delay.interval.ms")
            .defaultsTo(0L)
            .between(0, 7L * 86_400_000)
            .group(GROUP)
            .doc("Rows younger than this are left for a later look. For stamps made by applications, whose clocks"
                    + " differ; and the only guard where the role lacks `pg_read_all_stats`.");

    static final Key<Duration> OVERLAP = Key.millis("timestamp.overlap.interval.ms")
            .defaultsTo(0L)
            .between(0, 7L * 86_400_000)
            .group(GROUP)
            .doc("How much of what was read is read again at each look, for stamps that applications make and that come"
                    + " late. What this run has sent is not sent again; after a restart the interval can repeat.");

    static final List<Key<?>> ALL = List.of(
            MODE,
            TIMESTAMP_COLUMN,
            TIMESTAMP_MAPPING,
            INCREMENTING_COLUMN,
            INCREMENTING_MAPPING,
            KEY_COLUMNS,
            DELETE_COLUMN,
            DELETE_EXPRESSION,
            NON_NULL,
            TIMESTAMP_INITIAL,
            TIME_ZONE,
            DELAY,
            OVERLAP);

    private ChangeKeys() {}
}
