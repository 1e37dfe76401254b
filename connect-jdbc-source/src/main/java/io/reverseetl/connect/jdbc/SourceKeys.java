// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;

import io.reverseetl.connect.jdbc.dialect.Isolation;
import io.reverseetl.connect.jdbc.dialect.Quoting;
import io.reverseetl.connect.jdbc.dialect.Slice;
import io.reverseetl.connect.jdbc.engine.HoldAction;
import io.reverseetl.connect.jdbc.engine.MarginMode;
import io.reverseetl.connect.jdbc.record.Compatibility;
import io.reverseetl.connect.jdbc.record.DeleteAs;
import io.reverseetl.connect.jdbc.record.NumericMapping;
import io.reverseetl.connect.jdbc.record.TimestampGranularity;
import io.reverseetl.connect.support.Key;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.types.Password;

/** The config keys of the connector, each declared once, in the order in which a user interface shows them. */
final class SourceKeys {

    private static final String DATABASE = "Database";
    private static final String TABLES = "Tables";
    private static final String CHANGES = "Changes";
    private static final String WATERMARK = "Watermark";
    private static final String RECORDS = "Records";
    private static final String OPERATION = "Operation";

    static final Key<String> URL = Key.text("connection.url")
            .group(DATABASE)
            .importance(HIGH)
            .doc("JDBC URL of the database, for example jdbc:postgresql://host:5432/shop.");

    static final Key<String> USER = Key.text("connection.user")
            .optional()
            .group(DATABASE)
            .importance(HIGH)
            .doc(
                    "The role to connect as. It needs USAGE on the schemas, SELECT on the tables, and pg_read_all_stats for"
                            + " the guarantee that rows of long transactions are not missed.");

    static final Key<Password> PASSWORD = Key.secret("connection.password")
            .optional()
            .group(DATABASE)
            .importance(HIGH)
            .doc("The role's password.");

    static final Key<Integer> ATTEMPTS = Key.integer("connection.attempts")
            .defaultsTo(3)
            .between(1, 100)
            .group(DATABASE)
            .importance(LOW)
            .doc("Attempts to connect, one right after the other, before a failure counts.");

    static final Key<Duration> BACKOFF = Key.millis("connection.backoff.ms")
            .defaultsTo(10_000L)
            .between(1, 3_600_000)
            .group(DATABASE)
            .importance(LOW)
            .doc("The longest wait between two attempts after a transient failure. Waits start short, double, and are"
                    + " random within their bound.");

    static final Key<String> DIALECT = Key.text("dialect.name")
            .optional()
            .recommended(new Recommendations.Dialects())
            .group(DATABASE)
            .importance(LOW)
            .doc("The kind of database. By default it is found from connection.url.");

    static final Key<Isolation> ISOLATION = Key.choice(
                    "transaction.isolation.mode", Isolation.class, Isolation::spelling)
            .defaultsTo("default")
            .group(DATABASE)
            .importance(LOW)
            .doc("Isolation of the transactions that read. Each page is one statement, so any level but"
                    + " read_uncommitted is as good as the database's own. MySQL and MariaDB are always read in"
                    + " repeatable_read.");

    static final Key<Quoting> QUOTING = Key.choice("quote.sql.identifiers", Quoting.class, Quoting::spelling)
            .defaultsTo("always")
            .group(DATABASE)
            .importance(LOW)
            .doc("Whether names of tables and columns are quoted in SQL, for databases that are read through"
                    + " GenericDatabaseDialect. In the others they are always quoted, as the catalog spells them.");

    static final Key<List<String>> INCLUDE_LIST = Key.list("table.include.list")
            .defaultsTo(List.of())
            .validated(new Validators.Patterns())
            .group(TABLES)
            .importance(HIGH)
            .doc("Regular expressions of the tables to read. One has to match the whole of table, schema.table or"
                    + " catalog.schema.table. Without it and table.whitelist every table of table.types is read.");

    static final Key<List<String>> EXCLUDE_LIST = Key.list("table.exclude.list")
            .defaultsTo(List.of())
            .validated(new Validators.Patterns())
            .group(TABLES)
            .doc("Regular expressions of tables not to read, matched as those of table.include.list.");

    static final Key<List<String>> WHITELIST = Key.list("table.whitelist")
            .defaultsTo(List.of())
            .group(TABLES)
            .doc("Names of the tables to read: table, schema.table or catalog.schema.table. A partition is read on its"
                    + " own only if it is named here.");

    static final Key<List<String>> BLACKLIST = Key.list("table.blacklist")
            .defaultsTo(List.of())
            .group(TABLES)
            .doc("Names of tables not to read, written as in table.whitelist.");

    static final Key<List<String>> TYPES = Key.list("table.types")
            .defaultsTo("TABLE")
            .validated(new Validators.Syntax(SourceSettings::tableTypes, String.join(", ", SourceSettings.TABLE_TYPES)))
            .group(TABLES)
            .importance(LOW)
            .doc("Kinds of tables to look among.");

    static final Key<String> SCHEMA_PATTERN = Key.text("schema.pattern")
            .optional()
            .group(TABLES)
            .importance(LOW)
            .doc("Only tables of schemas like this, where % is any text and _ any character.");

    static final Key<String> CATALOG_PATTERN = Key.text("catalog.pattern")
            .optional()
            .group(TABLES)
            .importance(LOW)
            .doc("Only tables of a database like this. A connection sees the database of its URL and no other.");

    static final Key<String> QUERY = Key.text("query")
            .optional()
            .group(TABLES)
            .width(ConfigDef.Width.LONG)
            .doc("A query to read in place of tables, as if it were one; its topic is topic.prefix alone. Several are"
                    + " listed in queries.");

    static final Key<List<String>> QUERIES = Key.list("queries")
            .defaultsTo(List.of())
            .group(TABLES)
            .doc(
                    "Ids of queries to read in place of tables. Each has its text in queries.<id>.sql, and where it differs"
                            + " from the others topic, mode, timestamp.column.name, incrementing.column.name, key.columns,"
                            + " delete.column and delete.expression. Offsets are kept by the id, whatever becomes of the text.");

    static final Key<Mode> MODE = Key.choice("mode", Mode.class, Mode::spelling)
            .group(CHANGES)
            .importance(HIGH)
            .doc("How new and changed rows are found: by a timestamp, whose ties are broken by the record key"
                    + " (timestamp) or by a column that the database counts up (timestamp+incrementing). By such a"
                    + " column alone (incrementing) only new rows are found; bulk reads every row each time.");

    static final Key<List<String>> TIMESTAMP_COLUMN = Key.list("timestamp.column.name")
            .defaultsTo(List.of())
            .group(CHANGES)
            .importance(HIGH)
            .doc("The column that says when a row was last changed, or several, of which the first that is not NULL"
                    + " counts. It needs an index together with the columns that break ties.");

    static final Key<String> INCREMENTING_COLUMN = Key.text("incrementing.column.name")
            .optional()
            .group(CHANGES)
            .doc("The column that the database counts up, for the modes that use one. If blank it is found: the"
                    + " identity or serial column, or the only column of the primary key.");

    static final Key<List<String>> TIMESTAMP_MAPPING = Key.list("timestamp.columns.mapping")
            .defaultsTo(List.of())
            .validated(new Validators.Syntax(ColumnsByTable::parse, "regex:[column|column], …"))
            .group(CHANGES)
            .doc(
                    "timestamp.column.name for tables whose columns are called otherwise: a regular expression that matches"
                            + " the whole of table or schema.table, and their columns.");

    static final Key<List<String>> INCREMENTING_MAPPING = Key.list("incrementing.column.mapping")
            .defaultsTo(List.of())
            .validated(new Validators.Syntax(ColumnsByTable::parseSingle, "regex:column, …"))
            .group(CHANGES)
            .doc("incrementing.column.name for tables whose column is called otherwise, written as in"
                    + " timestamp.columns.mapping.");

    static final Key<String> DELETE_COLUMN = Key.text("delete.column")
            .optional()
            .group(CHANGES)
            .doc("A column that says that a row is deleted: a boolean that is true, or any other that is not NULL. It"
                    + " has to be changed together with the timestamp.");

    static final Key<String> DELETE_EXPRESSION = Key.text("delete.expression")
            .optional()
            .group(CHANGES)
            .doc("The same as a boolean expression in the database's SQL, for example status = 'gone'.");

    static final Key<List<String>> KEY_COLUMNS = Key.list("key.columns")
            .defaultsTo(List.of())
            .validated(new Validators.Syntax(KeyColumns::parse, "column, … or schema.table=column+column, …"))
            .group(CHANGES)
            .importance(HIGH)
            .doc("The columns that together identify a row, where the primary key is missing or not wanted: a list of"
                    + " columns that every table has, or schema.table=tenant_id+customer_id for one table.");

    static final Key<Boolean> NON_NULL = Key.flag("validate.non.null")
            .defaultsTo(true)
            .group(CHANGES)
            .doc("Whether a timestamp column that can be NULL is refused. With false, rows without a timestamp are read"
                    + " once at the start, and are not seen later.");

    static final Key<Duration> TIMESTAMP_INITIAL = Key.millis("timestamp.initial")
            .optional()
            .validated(new Validators.EpochMillis())
            .group(CHANGES)
            .doc(
                    "Where a first read begins: at rows stamped so many milliseconds after 1970 or later, or with -1 now. By"
                            + " default at the first row. Rows without a timestamp are not read then.");

    static final Key<String> TIME_ZONE = Key.text("db.timezone")
            .defaultsTo("UTC")
            .validated(new Validators.Zone())
            .group(CHANGES)
            .doc("The zone in which columns of type timestamp without time zone are meant.");

    static final Key<Duration> DELAY = Key.millis("timestamp.delay.interval.ms")
            .defaultsTo(0L)
            .between(0, 7L * 86_400_000)
            .group(CHANGES)
            .doc("Rows younger than this are left for a later look. For stamps made by applications, whose clocks"
                    + " differ; and the only guard where the role lacks pg_read_all_stats.");

    static final Key<Duration> OVERLAP = Key.millis("timestamp.overlap.interval.ms")
            .defaultsTo(0L)
            .between(0, 7L * 86_400_000)
            .group(CHANGES)
            .doc("How much of what was read is read again at each look, for stamps that applications make and that come"
                    + " late. What this run has sent is not sent again; after a restart the interval can repeat.");

    static final Key<Duration> MARGIN = Key.millis("watermark.margin.ms")
            .defaultsTo(1_000L)
            .between(0, 3_600_000)
            .group(WATERMARK)
            .importance(LOW)
            .doc("Kept between the oldest open transaction and the newest row read for good. It covers the instant"
                    + " between a transaction's taking its start time and showing it.");

    static final Key<MarginMode> MARGIN_MODE = Key.choice(
                    "watermark.margin.mode", MarginMode.class, MarginMode::spelling)
            .defaultsTo(MarginMode.WAIT.spelling())
            .group(WATERMARK)
            .doc(
                    "How the margin is paid: rows are read so much later (wait), or at once, and the margin is read again at"
                            + " each look (look-back). Only wait goes with exactly once: after a restart, look-back can repeat"
                            + " the margin.");

    static final Key<List<String>> EXCLUDE_ROLES = Key.list("watermark.exclude.roles")
            .defaultsTo(List.of())
            .group(WATERMARK)
            .doc("Roles whose transactions are not waited for, as they never write to the tables: that of a nightly"
                    + " dump. What they write all the same can be missed.");

    static final Key<List<String>> EXCLUDE_APPLICATIONS = Key.list("watermark.exclude.application.names")
            .defaultsTo(List.of())
            .group(WATERMARK)
            .doc("Applications, by application_name, whose transactions are not waited for, as they never write to the"
                    + " tables: pg_dump. What they write all the same can be missed.");

    static final Key<Duration> MAX_HOLD = Key.millis("watermark.max.hold.ms")
            .defaultsTo(600_000L)
            .between(0, 30L * 86_400_000)
            .group(WATERMARK)
            .doc("The age of an open transaction at which watermark.max.hold.action is taken; 0 for never.");

    static final Key<HoldAction> HOLD_ACTION = Key.choice(
                    "watermark.max.hold.action", HoldAction.class, HoldAction::spelling)
            .defaultsTo(HoldAction.WAIT.spelling())
            .group(WATERMARK)
            .doc("What is done about a transaction that holds new rows back for longer: warn and wait (wait), warn and"
                    + " read on, so that what it commits later can be missed (proceed), or fail the task (fail).");

    static final Key<String> WATERMARK_URL = Key.text("watermark.connection.url")
            .optional()
            .group(WATERMARK)
            .doc(
                    "JDBC URL of the primary, if connection.url is that of a standby: a standby does not show its primary's"
                            + " open transactions. Rows are then read from the standby once it has replayed what was seen.");

    static final Key<String> WATERMARK_USER = Key.text("watermark.connection.user")
            .optional()
            .group(WATERMARK)
            .doc("The role on the primary, which needs pg_read_all_stats. By default connection.user.");

    static final Key<Password> WATERMARK_PASSWORD = Key.secret("watermark.connection.password")
            .optional()
            .group(WATERMARK)
            .doc("The password on the primary. By default connection.password.");

    static final Key<Boolean> REQUIRED = Key.flag("watermark.required")
            .defaultsTo(false)
            .group(WATERMARK)
            .doc(
                    "Whether to refuse, and to fail, where rows can be missed because only a delay is in force. The message"
                            + " says why it is. Without it the log says which of the two is in force, for each table.");

    static final Key<String> TOPIC_PREFIX = Key.text("topic.prefix")
            .defaultsTo("")
            .group(RECORDS)
            .importance(HIGH)
            .doc("Put before the table's name to make the topic's.");

    static final Key<String> TOPIC_TEMPLATE = Key.text("topic.name.template")
            .defaultsTo("${topic.prefix}${table}")
            .validated(new Validators.TopicTemplate())
            .group(RECORDS)
            .doc("The topic of a table, from ${topic.prefix}, ${schema} and ${table}.");

    static final Key<NumericMapping> NUMERIC = Key.choice(
                    "numeric.mapping", NumericMapping.class, NumericMapping::spelling)
            .defaultsTo(NumericMapping.NONE.spelling())
            .group(RECORDS)
            .doc("What becomes of numeric(precision, scale): Decimal (none), integers where the scale is 0"
                    + " (precision_only), integers and doubles where they fit (best_fit), or doubles for every fraction"
                    + " (best_fit_eager_double). Numeric without a precision is text, but a double in the last.");

    static final Key<TimestampGranularity> GRANULARITY = Key.choice(
                    "timestamp.granularity", TimestampGranularity.class, TimestampGranularity::spelling)
            .optional()
            .group(RECORDS)
            .doc("The form of timestamps, by default micros_iso_datetime_string, or with compatibility=confluent"
                    + " connect_logical: Connect's Timestamp, which cuts to milliseconds (connect_logical), or"
                    + " microseconds or nanoseconds as a number since 1970, as that number in text, or as ISO 8601.");

    static final Key<Compatibility> COMPATIBILITY = Key.choice(
                    "compatibility", Compatibility.class, Compatibility::spelling)
            .defaultsTo(Compatibility.NONE.spelling())
            .group(RECORDS)
            .doc("Whose records ours are like. With confluent, those of the Confluent and Aiven JDBC connectors, which"
                    + " differ in this: they have no key; the value's schema is called as the table; fields are called"
                    + " as the columns, and are required where a column is NOT NULL; timestamps are Connect's, cut to"
                    + " milliseconds.");

    static final Key<DeleteAs> DELETE_AS = Key.choice("delete.as", DeleteAs.class, DeleteAs::spelling)
            .defaultsTo(DeleteAs.TOMBSTONE.spelling())
            .group(RECORDS)
            .doc("What becomes of a deleted row: a record without a value (tombstone), or one as of any other row, each"
                    + " then with a field __deleted (field).");

    static final Key<Duration> POLL_INTERVAL = Key.millis("poll.interval.ms")
            .defaultsTo(5_000L)
            .between(1, 86_400_000)
            .group(OPERATION)
            .importance(HIGH)
            .doc(
                    "Wait between two looks at a table that had nothing new; in mode bulk, from the start of one run to that of the"
                            + " next.");

    static final Key<String> WAKEUP_CHANNEL = Key.text("wakeup.channel")
            .optional()
            .group(OPERATION)
            .doc(
                    "A channel of PostgreSQL's NOTIFY: a notification makes the tables be looked at at once, without waiting"
                            + " for poll.interval.ms. A trigger of yours sends it, which makes commits wait for each other.");

    static final Key<Duration> TABLE_POLL_INTERVAL = Key.millis("table.poll.interval.ms")
            .defaultsTo(60_000L)
            .between(1, 86_400_000)
            .group(OPERATION)
            .doc("Wait between two looks for tables that are new or gone while the connector runs.");

    static final Key<Integer> BATCH_ROWS = Key.integer("batch.max.rows")
            .defaultsTo(1_000)
            .between(1, 1_000_000)
            .group(OPERATION)
            .doc("Rows that one statement reads at the most. Two such pages are held in memory.");

    static final Key<Integer> SNAPSHOT_RANGES = Key.integer("snapshot.ranges")
            .defaultsTo(1)
            .between(1, TableOffsets.MOST_RANGES)
            .group(OPERATION)
            .doc(
                    "Ranges of the key into which the first read of a big table is cut, to be read by as many tasks. With 1"
                            + " a table is read by one task from the start, in the order of its timestamps.");

    static final Key<Integer> INCREMENT_SLICES = Key.integer("increment.slices")
            .defaultsTo(1)
            .between(1, Slice.BUCKETS)
            .group(OPERATION)
            .doc(
                    "Slices into which the changes of each table are shared out by a hash of the key, to be read by as many"
                            + " tasks. For tables whose rows are more than one task can convert and send.");

    static final Key<String> HEARTBEAT_TOPIC = Key.text("heartbeat.topic.name")
            .defaultsTo("reverseetl.heartbeat")
            .validated(new Validators.TopicName())
            .group(OPERATION)
            .importance(LOW)
            .doc("The topic of records that say that a range or a requested part of a table has been read to its end."
                    + " Only these are written to it.");

    static final Key<Duration> RETRY_TIMEOUT = Key.millis("retry.timeout.ms")
            .defaultsTo(300_000L)
            .between(0, 86_400_000)
            .group(OPERATION)
            .doc("How long a transient failure is retried before the task fails.");

    static final Key<Boolean> LIVE = Key.flag("validate.live")
            .defaultsTo(true)
            .group(OPERATION)
            .doc("Whether validation asks the database. Set it to false to change the config while the database is"
                    + " down.");

    private static final List<Key<?>> OWN = List.of(
            URL,
            USER,
            PASSWORD,
            ATTEMPTS,
            BACKOFF,
            DIALECT,
            ISOLATION,
            QUOTING,
            INCLUDE_LIST,
            EXCLUDE_LIST,
            WHITELIST,
            BLACKLIST,
            TYPES,
            SCHEMA_PATTERN,
            CATALOG_PATTERN,
            QUERY,
            QUERIES,
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
            OVERLAP,
            MARGIN,
            MARGIN_MODE,
            EXCLUDE_ROLES,
            EXCLUDE_APPLICATIONS,
            MAX_HOLD,
            HOLD_ACTION,
            WATERMARK_URL,
            WATERMARK_USER,
            WATERMARK_PASSWORD,
            REQUIRED,
            TOPIC_PREFIX,
            TOPIC_TEMPLATE,
            COMPATIBILITY,
            NUMERIC,
            GRANULARITY,
            DELETE_AS,
            POLL_INTERVAL,
            WAKEUP_CHANNEL,
            TABLE_POLL_INTERVAL,
            BATCH_ROWS,
            SNAPSHOT_RANGES,
            INCREMENT_SLICES,
            HEARTBEAT_TOPIC,
            RETRY_TIMEOUT,
            LIVE);

    static final List<Key<?>> ALL =
            Stream.concat(OWN.stream(), DeleteKeys.ALL.stream()).toList();

    /** What begins so, and is no key of ours, is a property of the driver. */
    static final String DRIVER_PREFIX = "connection.";

    /** Keys that other JDBC connectors have and this version has not, each with what holds meanwhile. */
    static final Map<String, String> TO_COME =
            Map.of("query.suffix", "Pages end in ORDER BY and LIMIT. Put what it says into query or a view.");

    private SourceKeys() {}
}
