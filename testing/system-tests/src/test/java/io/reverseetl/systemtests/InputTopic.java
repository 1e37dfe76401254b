// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import io.reverseetl.testing.cluster.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/** A topic that a test fills, for a sink to consume. */
record InputTopic(String bootstrapServers, String name) {

    /** A record of texts. */
    record Text(String key, String value) {}

    static InputTopic create(Cluster cluster, String name, int partitions) throws Exception {
        InputTopic topic = new InputTopic(cluster.bootstrapServers(), name);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", topic.bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(name, Optional.of(partitions), Optional.empty())))
                    .all()
                    .get();
        }
        return topic;
    }

    /** Sends the records in their order, and returns when all are in the topic. */
    void produce(Stream<Text> texts) throws Exception {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        // One request at a time: a broker that has just heard of a topic may refuse the first and take the next ones,
        // after which the first is out of order for good.
        Map<String, Object> config =
                Map.of("bootstrap.servers", bootstrapServers, "max.in.flight.requests.per.connection", 1);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            texts.forEach(text -> sent.add(producer.send(new ProducerRecord<>(name, text.key(), text.value()))));
        }
        for (Future<RecordMetadata> each : sent) {
            each.get();
        }
    }
}
