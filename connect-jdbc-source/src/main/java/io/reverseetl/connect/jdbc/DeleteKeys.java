// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;

import io.reverseetl.connect.kafka.KafkaSettings;
import io.reverseetl.connect.kafka.TopicSetup;
import io.reverseetl.connect.support.Key;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef.Width;

/** The config keys of finding rows that are gone, in the order in which they are shown. */
final class DeleteKeys {

    private static final String GONE = "Rows that are gone";

    static final Key<Duration> INTERVAL = Key.millis("delete.check.interval.ms")
            .defaultsTo(0L)
            .between(0, 30L * 86_400_000)
            .group(GONE)
            .doc("Wait between two comparisons of the keys that were sent with the rows that there are; `0` for"
                    + " none. A key that no row has any more gets a tombstone. Each comparison costs one index lookup"
                    + " for each key.");

    static final Key<String> TOPIC = Key.text("delete.keys.topic")
            .defaultsTo("${name}-keys-${topic}")
            .validated(new Validators.KeysTemplate())
            .group(GONE)
            .doc(
                    "The compacted topic in which the keys that were sent are remembered, from `${name}`, the connector's, and"
                            + " `${topic}`, that of the records. It is created if it is missing.");

    static final Key<Integer> REPLICAS = Key.integer("delete.keys.topic.replication.factor")
            .defaultsTo(TopicSetup.BROKERS_DEFAULT)
            .between(TopicSetup.BROKERS_DEFAULT, Short.MAX_VALUE)
            .group(GONE)
            .importance(LOW)
            .doc("How many replicas `delete.keys.topic` has if it is created; `-1` for the broker's default.");

    static final Key<Double> FRACTION = Key.decimal("delete.max.fraction")
            .defaultsTo(0.1)
            .between(0, 1)
            .group(GONE)
            .doc(
                    "The task fails, and no tombstone is sent, where more than this part of a table's rows would be deleted by"
                            + " one comparison, or all of them.");

    static final Key<List<String>> APPROVED = Key.list("delete.approved")
            .defaultsTo(List.of())
            .validated(new Validators.Syntax(GoneSettings::approvals, "as the message of the failed task says"))
            .group(GONE)
            .importance(LOW)
            .doc(
                    "Lets more rows be deleted than `delete.max.fraction` does, once: the text that the failed task's message"
                            + " gives.");

    static final Key<String> BOOTSTRAP_SERVERS = Key.text(KafkaSettings.BOOTSTRAP_SERVERS)
            .optional()
            .group(GONE)
            .width(Width.LONG)
            .doc(
                    "The Kafka cluster that has `delete.keys.topic`. `kafka.<name>` is the setting `<name>` of each client, and"
                            + " `kafka.producer.<name>`, `kafka.consumer.<name>` and `kafka.admin.<name>` are for one of them. Give"
                            + " secrets, such as `kafka.sasl.jaas.config`, by a config provider.");

    static final List<Key<?>> ALL = List.of(INTERVAL, TOPIC, REPLICAS, FRACTION, APPROVED, BOOTSTRAP_SERVERS);

    private DeleteKeys() {}
}
