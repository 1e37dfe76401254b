// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.connect.crm.spi.CommonKeys;
import io.reverseetl.connect.kafka.KafkaSettings;
import io.reverseetl.connect.kafka.TopicSetup;
import io.reverseetl.connect.support.Key;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;

/** The config keys of what the sink keeps in topics of its own, in the order in which they are shown. */
final class StateKeys {

    private static final String STATE = "State and results";

    static final Key<String> BOOTSTRAP_SERVERS = Key.text(KafkaSettings.BOOTSTRAP_SERVERS)
            .optional()
            .group(STATE)
            .importance(Importance.MEDIUM)
            .width(Width.LONG)
            .doc(
                    "The Kafka cluster that has `state.topic`, `results.topic` and `dlq.topic`. Connect gives a sink no Kafka clients"
                            + " of its own, so they are described here: `kafka.<name>` is the setting `<name>` of each client,"
                            + " and `kafka.producer.<name>`, `kafka.consumer.<name>` and `kafka.admin.<name>` are for one of"
                            + " them. Give secrets, such as `kafka.sasl.jaas.config`, by a config provider.");

    static final Key<String> STATE_TOPIC = Key.text(CommonKeys.STATE_TOPIC)
            .optional()
            .group(STATE)
            .importance(Importance.MEDIUM)
            .doc("A compacted topic in which the sink remembers what the CRM has acknowledged, as fingerprints. It is"
                    + " created if it is missing, and needs at least as many partitions as the input topics. By default"
                    + " nothing is remembered.");

    static final Key<Integer> STATE_REPLICAS = Key.integer("state.topic.replication.factor")
            .defaultsTo(TopicSetup.BROKERS_DEFAULT)
            .between(TopicSetup.BROKERS_DEFAULT, Short.MAX_VALUE)
            .group(STATE)
            .importance(Importance.LOW)
            .doc("How many replicas `state.topic` has if it is created; `-1` for the broker's default.");

    static final Key<Boolean> SKIP_UNCHANGED = Key.flag("skip.unchanged")
            .defaultsTo(false)
            .group(STATE)
            .importance(Importance.MEDIUM)
            .doc("Whether a record is passed over if the CRM has acknowledged the same fields with the same values for"
                    + " its object last. Needs `state.topic`.");

    static final Key<Boolean> REPLAY = Key.flag("replay.dead.letters")
            .defaultsTo(false)
            .group(STATE)
            .importance(Importance.LOW)
            .doc("Whether the topics are dead letter queues of another sink, with whose `state.topic` each record is"
                    + " compared: one that is older than what the CRM has acknowledged is superseded. Stop that sink"
                    + " meanwhile. Needs `tasks.max=1`.");

    static final Key<String> RESULTS_TOPIC = Key.text("results.topic")
            .optional()
            .group(STATE)
            .importance(Importance.LOW)
            .doc("A topic that gets one JSON record for each record that the sink has read: its coordinates and"
                    + " key, what became of it, the CRM's id of the object, and why it was rejected. It is created"
                    + " if it is missing. By default there is none.");

    static final Key<Integer> RESULTS_REPLICAS = Key.integer("results.topic.replication.factor")
            .defaultsTo(TopicSetup.BROKERS_DEFAULT)
            .between(TopicSetup.BROKERS_DEFAULT, Short.MAX_VALUE)
            .group(STATE)
            .importance(Importance.LOW)
            .doc("How many replicas `results.topic` has if it is created; `-1` for the broker's default.");

    private StateKeys() {}

    static List<Key<?>> all() {
        return List.of(
                BOOTSTRAP_SERVERS,
                STATE_TOPIC,
                STATE_REPLICAS,
                SKIP_UNCHANGED,
                REPLAY,
                RESULTS_TOPIC,
                RESULTS_REPLICAS);
    }
}
