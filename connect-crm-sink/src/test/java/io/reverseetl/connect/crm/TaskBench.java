// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;

/** A task and a test that calls it as Connect would, from one thread. */
final class TaskBench implements AutoCloseable {

    static final String TOPIC = "people";
    static final TopicPartition P0 = new TopicPartition(TOPIC, 0);
    static final TopicPartition P1 = new TopicPartition(TOPIC, 1);
    static final Duration PATIENCE = Duration.ofSeconds(20);

    final FakeTaskContext context = new FakeTaskContext();
    final CrmSinkTask task = new CrmSinkTask();
    private final Map<TopicPartition, OffsetAndMetadata> delivered = new HashMap<>();

    TaskBench() {
        task.initialize(context);
    }

    /** A config for contacts by email, with short waits. */
    static Map<String, String> config(String url) {
        Map<String, String> config = new HashMap<>();
        config.put("name", "people-to-crm");
        config.put("topics", TOPIC);
        config.put("connector.class", CrmSinkConnector.class.getName());
        config.put("crm.type", "hubspot");
        config.put("crm.url", url);
        config.put("crm.object", "contacts");
        config.put("id.property", "email");
        config.put("auth.type", "none");
        config.put("batch.linger.ms", "5");
        config.put("retry.backoff.ms", "20");
        config.put("retry.backoff.max.ms", "100");
        return config;
    }

    TaskBench start(Map<String, String> config) {
        task.start(config);
        return open(Set.of(P0));
    }

    /** Assigns partitions: of those that were paused before, Connect pauses again what the task has now. */
    TaskBench open(Collection<TopicPartition> partitions) {
        context.assignment.addAll(partitions);
        context.paused.retainAll(context.assignment);
        task.open(partitions);
        return this;
    }

    /** Revokes partitions: Connect forgets none of those that were paused. */
    TaskBench revoke(Collection<TopicPartition> partitions) {
        partitions.forEach(this::committable);
        task.close(partitions);
        context.assignment.removeAll(Set.copyOf(partitions));
        return this;
    }

    static SinkRecord record(int partition, long offset, String id, Map<String, ?> fields) {
        return new SinkRecord(TOPIC, partition, null, id, null, fields, offset, 0L, TimestampType.CREATE_TIME);
    }

    /** Records 0 to {@code count} - 1 of partition 0, each of another object. */
    static List<SinkRecord> records(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> record(0, i, "user" + i + "@example.org", Map.of("firstname", "User " + i)))
                .toList();
    }

    TaskBench put(SinkRecord... records) {
        return put(List.of(records));
    }

    TaskBench put(Collection<SinkRecord> records) {
        task.put(records);
        records.forEach(record -> delivered.put(
                new TopicPartition(record.originalTopic(), record.originalKafkaPartition()),
                new OffsetAndMetadata(record.originalKafkaOffset() + 1)));
        return this;
    }

    /** Calls the task, as Connect does, until it wants records of all its partitions. */
    TaskBench awaitResumed() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .pollInSameThread()
                .until(() -> {
                    put();
                    return context.paused.isEmpty();
                });
        return this;
    }

    /** The offset that Connect would commit now; -1 if there is none. */
    long committable(TopicPartition partition) {
        OffsetAndMetadata offset = task.preCommit(Map.copyOf(delivered)).get(partition);
        return offset == null ? -1 : offset.offset();
    }

    /** Calls the task again and again, as Connect does, until the offset may be committed. */
    void awaitCommittable(TopicPartition partition, long offset) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .pollInSameThread()
                .until(() -> {
                    task.put(List.of());
                    return committable(partition) == offset;
                });
    }

    @Override
    public void close() {
        task.stop();
    }
}
