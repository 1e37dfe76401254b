// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reverseetl.connect.kafka.KafkaSettings;
import io.reverseetl.connect.kafka.OwnTopic;
import io.reverseetl.connect.kafka.TopicSettings;
import io.reverseetl.connect.kafka.TopicSetup;
import io.reverseetl.connect.kafka.TopicWriter;
import io.reverseetl.testing.cluster.BrokerSecurity;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A task writes at once to a topic that it has just created, while the broker is still busy with its partitions. */
@ExtendWith(SecuredBroker.Resolver.class)
class NewTopicIT {

    private static final int PARTITIONS = 60;
    private static final int RECORDS = 60 * PARTITIONS;

    @Test
    void everything_is_written_to_a_topic_that_the_broker_has_just_heard_of(SecuredBroker broker) {
        // Given
        Map<String, String> config = new HashMap<>(broker.settings(BrokerSecurity.ADMIN));
        config.put("kafka.producer.delivery.timeout.ms", "15000");
        config.put("kafka.producer.request.timeout.ms", "5000");
        OwnTopic topic = new OwnTopic(
                "results.topic",
                SecuredBroker.newName(),
                false,
                Optional.of(PARTITIONS),
                Set.of(AclOperation.WRITE),
                Map.of());
        TopicSettings settings = new TopicSettings(KafkaSettings.of(config), topic, TopicSetup.BROKERS_DEFAULT);
        AtomicInteger written = new AtomicInteger();

        // When: several batches a partition
        try (TopicWriter writer = TopicWriter.creating(settings, topic.name())) {
            for (int i = 0; i < RECORDS; i++) {
                writer.write(i % PARTITIONS, null, new byte[1_500], written::incrementAndGet);
            }

            // Then
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> written.get() == RECORDS || writer.trouble().isPresent());
            assertThat(writer.trouble()).isEmpty();
        }
    }
}
