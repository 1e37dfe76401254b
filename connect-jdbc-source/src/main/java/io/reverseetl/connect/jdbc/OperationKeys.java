// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;

import io.reverseetl.connect.jdbc.dialect.Slice;
import io.reverseetl.connect.support.Key;
import java.time.Duration;
import java.util.List;

/** The config keys of pace, size and patience. In the order in which a user interface shows them. */
final class OperationKeys {

    private static final String GROUP = "Operation";

    static final Key<Duration> POLL_INTERVAL = Key.millis("poll.interval.ms")
            .defaultsTo(5_000L)
            .between(1, 86_400_000)
            .group(GROUP)
            .importance(HIGH)
            .doc("Wait between two looks at a table that had nothing new; with `mode=bulk`, from the start of one"
                    + " run to that of the next.");

    static final Key<String> WAKEUP_CHANNEL = Key.text("wakeup.channel")
            .optional()
            .group(GROUP)
            .doc("A channel of PostgreSQL's `NOTIFY`: a notification makes the tables be looked at at once,"
                    + " without waiting for `poll.interval.ms`. A trigger of yours sends it, which makes commits wait"
                    + " for each other.");

    static final Key<Duration> TABLE_POLL_INTERVAL = Key.millis("table.poll.interval.ms")
            .defaultsTo(60_000L)
            .between(1, 86_400_000)
            .group(GROUP)
            .doc("Wait between two looks for tables that are new or gone while the connector runs.");

    static final Key<Integer> BATCH_ROWS = Key.integer("batch.max.rows")
            .defaultsTo(1_000)
            .between(1, 1_000_000)
            .group(GROUP)
            .doc("Rows that one statement reads at the most. Two such pages are held in memory.");

    static final Key<Integer> SNAPSHOT_RANGES = Key.integer("snapshot.ranges")
            .defaultsTo(1)
            .between(1, TableOffsets.MOST_RANGES)
            .group(GROUP)
            .doc("Ranges of the key into which the first read of a big table is cut, to be read by as many tasks."
                    + " With `1` a table is read by one task from the start, in the order of its timestamps.");

    static final Key<Integer> INCREMENT_SLICES = Key.integer("increment.slices")
            .defaultsTo(1)
            .between(1, Slice.BUCKETS)
            .group(GROUP)
            .doc(
                    "Slices into which the changes of each table are shared out by a hash of the key, to be read by as many"
                            + " tasks. For tables whose rows are more than one task can convert and send.");

    static final Key<String> HEARTBEAT_TOPIC = Key.text("heartbeat.topic.name")
            .defaultsTo("reverseetl.heartbeat")
            .validated(new Validators.TopicName())
            .group(GROUP)
            .importance(LOW)
            .doc("The topic of records that say that a range or a requested part of a table has been read to its end."
                    + " Only these are written to it.");

    static final Key<Duration> RETRY_TIMEOUT = Key.millis("retry.timeout.ms")
            .defaultsTo(300_000L)
            .between(0, 86_400_000)
            .group(GROUP)
            .doc("How long a transient failure is retried before the task fails.");

    static final Key<Boolean> LIVE = Key.flag("validate.live")
            .defaultsTo(true)
            .group(GROUP)
            .doc("Whether validation asks the database. Set it to `false` to change the config while the database"
                    + " is down.");

    static final List<Key<?>> ALL = List.of(
            POLL_INTERVAL,
            WAKEUP_CHANNEL,
            TABLE_POLL_INTERVAL,
            BATCH_ROWS,
            SNAPSHOT_RANGES,
            INCREMENT_SLICES,
            HEARTBEAT_TOPIC,
            RETRY_TIMEOUT,
            LIVE);

    private OperationKeys() {}
}
