// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.state;

import io.reverseetl.connect.crm.engine.Known;
import io.reverseetl.connect.crm.state.StateFormat.EntryKey;
import io.reverseetl.connect.crm.state.VersionedJson.Unreadable;
import io.reverseetl.connect.kafka.KafkaSettings;
import io.reverseetl.connect.kafka.KafkaTrouble;
import io.reverseetl.connect.kafka.OwnTopic;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads the state topic from its beginning to where it ends when it is asked. */
final class StateLoader {

    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaSettings kafka;
    private final String clientName;
    private final OwnTopic topic;
    private final StateFormat format = new StateFormat();
    private final JobFormat jobs = new JobFormat();

    StateLoader(KafkaSettings kafka, String clientName, OwnTopic topic) {
        this.kafka = kafka;
        this.clientName = clientName;
        this.topic = topic;
    }

    /**
     * Loads what is known of some input partitions, each from the partition of the same number of the state topic. An
     * interrupt ends it with an exception.
     *
     * @throws KafkaException if the topic cannot be read
     */
    Map<TopicPartition, StateTable> load(Collection<TopicPartition> inputs) throws KafkaTrouble {
        Map<TopicPartition, StateTable> tables = new HashMap<>();
        inputs.forEach(input -> tables.put(input, new StateTable()));
        try (Consumer<byte[], byte[]> consumer = kafka.consumer(clientName)) {
            read(
                    consumer,
                    inputs.stream().map(TopicPartition::partition).distinct().toList(),
                    tables::get);
        }
        return tables;
    }

    /** Loads what is known of all partitions of all input topics. */
    Map<TopicPartition, StateTable> loadAll() throws KafkaTrouble {
        Map<TopicPartition, StateTable> tables = new HashMap<>();
        try (Consumer<byte[], byte[]> consumer = kafka.consumer(clientName)) {
            read(
                    consumer,
                    consumer.partitionsFor(topic.name()).stream()
                            .map(PartitionInfo::partition)
                            .toList(),
                    partition -> tables.computeIfAbsent(partition, none -> new StateTable()));
        }
        return tables;
    }

    private void read(
            Consumer<byte[], byte[]> consumer,
            Collection<Integer> partitions,
            Function<TopicPartition, @Nullable StateTable> tables)
            throws KafkaTrouble {
        consumer.assign(partitions.stream()
                .map(partition -> new TopicPartition(topic.name(), partition))
                .toList());
        consumer.seekToBeginning(consumer.assignment());
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(POLL)) {
                take(entry, tables);
            }
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> entry, Function<TopicPartition, @Nullable StateTable> tables)
            throws KafkaTrouble {
        try {
            EntryKey key = format.readKey(entry.key());
            StateTable table = tables.apply(key.partition());
            // Entries of other topics share the partition.
            if (table == null) {
                return;
            }
            if (key.isJob()) {
                takeJob(key, entry.value(), table);
            } else {
                // One without a value makes an object unknown: an operator may have written it.
                Known known = entry.value() == null ? Known.NOTHING : format.readValue(entry.value());
                table.put(key.object().high(), key.object().low(), known);
            }
        } catch (Unreadable e) {
            throw KafkaTrouble.unusable(
                    topic,
                    "The record " + entry.topic() + "-" + entry.partition() + "-" + entry.offset()
                            + " cannot be read as state of the sink: " + e.getMessage()
                            + ". Name a topic that nobody else writes to, or install the plugin's newest version.",
                    e);
        }
    }

    private void takeJob(EntryKey key, byte @Nullable [] value, StateTable table) throws Unreadable {
        if (value == null) {
            table.removeJob(key.job());
        } else {
            table.putJob(jobs.read(key, value));
        }
    }
}
