// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.connect.kafka.TopicSetup;
import io.reverseetl.connect.support.Key;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** The config keys of where rejected records go, in the order in which they are shown. */
final class DeadLetterKeys {

    private static final String REJECTED = "Rejected records";

    /** As what a rejected record is put aside. */
    enum Form {
        ORIGINAL,
        TRANSFORMED
    }

    static final Key<Form> RECORD = Key.choice(
                    "dlq.record", Form.class, form -> form.name().toLowerCase(Locale.ROOT))
            .defaultsTo("original")
            .group(REJECTED)
            .importance(Importance.LOW)
            .doc("As what a rejected record is put aside: `original`, as it was consumed, by Connect to"
                    + " `errors.deadletterqueue.topic.name`; or `transformed`, as the transforms have left it, by the"
                    + " sink to `dlq.topic`, with the reason in headers. The latter needs `errors.tolerance=all`.");

    static final Key<String> TOPIC = Key.text("dlq.topic")
            .optional()
            .group(REJECTED)
            .importance(Importance.LOW)
            .doc(
                    "The topic that gets rejected records with `dlq.record=transformed`, as JSON with schemas. It is created"
                            + " if it is missing.");

    static final Key<Integer> REPLICAS = Key.integer("dlq.topic.replication.factor")
            .defaultsTo(TopicSetup.BROKERS_DEFAULT)
            .between(TopicSetup.BROKERS_DEFAULT, Short.MAX_VALUE)
            .group(REJECTED)
            .importance(Importance.LOW)
            .doc("How many replicas `dlq.topic` has if it is created; `-1` for the broker's default.");

    private DeadLetterKeys() {}

    static List<Key<?>> all() {
        return List.of(RECORD, TOPIC, REPLICAS);
    }
}
