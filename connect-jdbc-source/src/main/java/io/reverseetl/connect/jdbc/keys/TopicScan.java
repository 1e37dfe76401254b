// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.keys;

import io.reverseetl.connect.jdbc.engine.KeyMemory;
import io.reverseetl.connect.jdbc.engine.KeyMemory.Entry;
import io.reverseetl.connect.jdbc.engine.ReadFailedException;
import io.reverseetl.connect.kafka.KafkaTrouble;
import io.reverseetl.connect.kafka.OwnTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** A key topic from its beginning to the end that it had when the scan began. */
final class TopicScan implements KeyMemory.Scan {

    /** The other tables of the task wait meanwhile. */
    private static final Duration WAIT = Duration.ofMillis(100);

    private final KeyTopics clients;
    private final OwnTopic topic;
    private final KeyFormat format;
    private final Function<KafkaTrouble, ReadFailedException> failed;
    private final TopicPartition partition;
    private final Consumer<byte[], byte[]> consumer;
    private long end;
    private boolean done;

    TopicScan(KeyTopics clients, OwnTopic topic, KeyFormat format, Function<KafkaTrouble, ReadFailedException> failed) {
        this.clients = clients;
        this.topic = topic;
        this.format = format;
        this.failed = failed;
        this.partition = new TopicPartition(topic.name(), TopicKeys.PARTITION);
        this.consumer = clients.kafka().consumer(clients.clientName() + "-" + topic.name());
        clients.scans().add(this);
    }

    void begin() {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        done = consumer.position(partition) >= end;
    }

    @Override
    public List<Entry> next() {
        try {
            List<Entry> entries = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> found : consumer.poll(WAIT)) {
                read(found, entries);
            }
            done = consumer.position(partition) >= end;
            return entries;
        } catch (KafkaException e) {
            throw failed.apply(KafkaTrouble.of(topic, e));
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> found, List<Entry> entries) {
        try {
            byte[] key = found.key() == null ? new byte[0] : found.key();
            format.read(key).ifPresent(read -> entries.add(new Entry(read, found.value() != null)));
        } catch (IllegalArgumentException e) {
            throw failed.apply(KafkaTrouble.unusable(
                    topic,
                    "The record " + partition + "-" + found.offset() + " cannot be read as a key that was sent: "
                            + e.getMessage()
                            + ". Name a topic that nobody else writes to, or install the plugin's newest version.",
                    e));
        }
    }

    @Override
    public boolean isDone() {
        return done;
    }

    @Override
    public void close() {
        clients.scans().remove(this);
        try {
            consumer.close();
        } catch (ConcurrentModificationException e) {
            // The reader thread has not listened to being stopped: the consumer ends with it.
            consumer.wakeup();
        }
    }
}
