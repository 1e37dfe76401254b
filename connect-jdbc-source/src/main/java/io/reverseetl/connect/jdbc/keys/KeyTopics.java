// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.keys;

import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.engine.KeyMemory;
import io.reverseetl.connect.jdbc.engine.SourcePartition;
import io.reverseetl.connect.kafka.KafkaSettings;
import io.reverseetl.connect.kafka.OwnTopic;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/** The key topics of a task, and the clients for them. */
public final class KeyTopics implements AutoCloseable {

    private final KafkaSettings kafka;
    private final String clientName;
    private final int replicationFactor;
    private final Set<TopicScan> scans = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Producer<byte[], byte[]> producer;

    /**
     * Connects when first needed.
     *
     * @param clientName what the clients call themselves: unique in the worker
     * @param replicationFactor of topics that have to be created
     */
    public KeyTopics(KafkaSettings kafka, String clientName, int replicationFactor) {
        this.kafka = kafka;
        this.clientName = clientName;
        this.replicationFactor = replicationFactor;
    }

    /** The memory of a table's or query's keys. */
    public KeyMemory of(Relation relation, OwnTopic topic) {
        return new TopicKeys(this, topic, relation.label(), new KeyFormat(SourcePartition.of(relation)));
    }

    KafkaSettings kafka() {
        return kafka;
    }

    String clientName() {
        return clientName;
    }

    int replicationFactor() {
        return replicationFactor;
    }

    Set<TopicScan> scans() {
        return scans;
    }

    Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> open = producer;
        if (open == null) {
            open = kafka.producer(clientName);
            producer = open;
        }
        return open;
    }

    /** Once the reader thread has ended: it is the one that uses the clients. */
    @Override
    public void close() {
        scans.forEach(TopicScan::close);
        Producer<byte[], byte[]> open = producer;
        if (open != null) {
            open.close(Duration.ZERO);
        }
    }
}
