// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;

import io.reverseetl.connect.jdbc.record.Compatibility;
import io.reverseetl.connect.jdbc.record.DeleteAs;
import io.reverseetl.connect.jdbc.record.NumericMapping;
import io.reverseetl.connect.jdbc.record.TimestampGranularity;
import io.reverseetl.connect.support.Key;
import java.util.List;

/** The config keys of what rows become. In the order in which a user interface shows them. */
final class RecordKeys {

    private static final String GROUP = "Records";

    static final Key<String> TOPIC_PREFIX = Key.text("topic.prefix")
            .defaultsTo("")
            .group(GROUP)
            .importance(HIGH)
            .doc("Put before the table's name to make the topic's.");

    static final Key<String> TOPIC_TEMPLATE = Key.text("topic.name.template")
            .defaultsTo("${topic.prefix}${table}")
            .validated(new Validators.TopicTemplate())
            .group(GROUP)
            .doc("The topic of a table, from `${topic.prefix}`, `${schema}` and `${table}`.");

    static final Key<NumericMapping> NUMERIC = Key.choice(
                    "numeric.mapping", NumericMapping.class, NumericMapping::spelling)
            .defaultsTo(NumericMapping.NONE.spelling())
            .group(GROUP)
            .doc("What becomes of `numeric(precision, scale)`. `none`: Connect's Decimal. `precision_only`:"
                    + " integers where the scale is 0. `best_fit`: integers and doubles where they fit."
                    + " `best_fit_eager_double`: doubles for every fraction. Numeric without a precision is text, but a"
                    + " double with the last.");

    static final Key<TimestampGranularity> GRANULARITY = Key.choice(
                    "timestamp.granularity", TimestampGranularity.class, TimestampGranularity::spelling)
            .optional()
            .group(GROUP)
            .doc("The form of timestamps. `connect_logical` is Connect's Timestamp, which cuts to milliseconds;"
                    + " the others are microseconds or nanoseconds as a number since 1970, as that number in text, or"
                    + " as ISO 8601. By default `micros_iso_datetime_string`, and with `compatibility=confluent`"
                    + " `connect_logical`.");

    static final Key<Compatibility> COMPATIBILITY = Key.choice(
                    "compatibility", Compatibility.class, Compatibility::spelling)
            .defaultsTo(Compatibility.NONE.spelling())
            .group(GROUP)
            .doc("Whose records ours are like. With `confluent`, those of the Confluent and Aiven JDBC connectors,"
                    + " which differ in this: they have no key; the value's schema is called as the table; fields are"
                    + " called as the columns, and are required where a column is NOT NULL; timestamps are Connect's,"
                    + " cut to milliseconds.");

    static final Key<DeleteAs> DELETE_AS = Key.choice("delete.as", DeleteAs.class, DeleteAs::spelling)
            .defaultsTo(DeleteAs.TOMBSTONE.spelling())
            .group(GROUP)
            .doc("What becomes of a deleted row: `tombstone` makes it a record without a value, `field` one as of"
                    + " any other row, and every record then has a field `__deleted`.");

    static final List<Key<?>> ALL =
            List.of(TOPIC_PREFIX, TOPIC_TEMPLATE, COMPATIBILITY, NUMERIC, GRANULARITY, DELETE_AS);

    private RecordKeys() {}
}
