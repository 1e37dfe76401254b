// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import io.reverseetl.testing.cluster.Pause;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The topics that one measured run writes, each of one partition unless it is created with more. */
final class Topics implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(50);

    private final String bootstrapServers;
    private final Admin admin;

    Topics(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    void create(List<String> names) {
        create(names, 1);
    }

    /** Creates a topic of several partitions, for the sink's tasks to share. */
    void create(String name, int partitions) {
        create(List.of(name), partitions);
    }

    private void create(List<String> names, int partitions) {
        await(() -> admin.createTopics(names.stream()
                        .map(name -> new NewTopic(name, Optional.of(partitions), Optional.of((short) 1)))
                        .toList())
                .all()
                .get());
    }

    void delete(List<String> names) {
        await(() -> admin.deleteTopics(names).all().get());
    }

    /** How far a consumer of committed records could read: records, and the markers of transactions. */
    long end(List<String> names) {
        return endOf(partitions(names));
    }

    /** The same of a topic of several partitions. */
    long end(String name, int partitions) {
        return endOf(IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(name, partition))
                .toList());
    }

    private long endOf(List<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> latest =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        return await(
                () -> admin
                        .listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all()
                        .get()
                        .values()
                        .stream()
                        .mapToLong(found -> found.offset())
                        .sum());
    }

    /** What a topic holds in committed records. */
    record Content(long records, long bytes) {}

    /** Reads the topics from their beginning to their end, and counts. */
    Content count(List<String> names) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(names)) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            long records = 0;
            long bytes = 0;
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> found : consumer.poll(PATIENCE)) {
                    records++;
                    bytes += found.serializedKeySize() + found.serializedValueSize();
                }
            }
            return new Content(records, bytes);
        }
    }

    /** A consumer at the beginning of the topics. */
    KafkaConsumer<byte[], byte[]> consumer(List<String> names) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "auto.offset.reset",
                        "earliest",
                        "isolation.level",
                        "read_committed",
                        "max.poll.records",
                        10_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(partitions(names));
        return consumer;
    }

    private static List<TopicPartition> partitions(List<String> names) {
        return names.stream().map(name -> new TopicPartition(name, 0)).toList();
    }

    private interface Call<T> {
        T answer() throws ExecutionException, InterruptedException;
    }

    private static <T> T await(Call<T> call) {
        while (true) {
            try {
                return call.answer();
            } catch (ExecutionException e) {
                // A topic is known a moment after it was created, and unknown a moment after it was deleted.
                if (!(e.getCause() instanceof RetriableException)) {
                    throw new IllegalStateException("The broker refused: " + e.getCause(), e);
                }
                Pause.of(BETWEEN_ATTEMPTS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while waiting for the broker", e);
            }
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
