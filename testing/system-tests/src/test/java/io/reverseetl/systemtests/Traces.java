// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.testing.cluster.LocalCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Where a text can be found: in all of a cluster's topics, and in all that its workers have logged. */
record Traces(LocalCluster cluster, String text) {

    /** The topics, Connect's and Kafka's own too, that have a record with the text in its key, value or headers. */
    Set<String> topics() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", cluster.broker().bootstrapServers(),
                        "auto.offset.reset", "earliest",
                        "exclude.internal.topics", "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.listTopics().values().stream()
                    .flatMap(List::stream)
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            assertThat(partitions).extracting(TopicPartition::topic).contains("connect-offsets", "connect-configs");
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Set<String> found = new TreeSet<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (isIn(record)) {
                        found.add(record.topic());
                    }
                }
            }
            return found;
        }
    }

    private boolean isIn(ConsumerRecord<byte[], byte[]> record) {
        List<byte[]> parts = new ArrayList<>();
        parts.add(record.key());
        parts.add(record.value());
        record.headers().forEach(header -> parts.add(header.value()));
        return parts.stream()
                .anyMatch(part -> part != null && new String(part, StandardCharsets.ISO_8859_1).contains(text));
    }

    /** The workers' logs that have it; the CRM and the database know their own data. */
    List<Path> logs() throws IOException {
        List<Path> logs;
        try (Stream<Path> files = Files.walk(Environment.directory("work.directory"))) {
            logs = files.filter(file -> file.toString().endsWith(".log"))
                    .filter(file -> file.getParent().endsWith("connect"))
                    .toList();
        }
        assertThat(logs).isNotEmpty();
        List<Path> found = new ArrayList<>();
        for (Path log : logs) {
            if (Files.readString(log, StandardCharsets.ISO_8859_1).contains(text)) {
                found.add(log);
            }
        }
        return found;
    }
}
