// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.keys;

import io.reverseetl.connect.jdbc.engine.KeyMemory;
import io.reverseetl.connect.jdbc.engine.ReadFailedException;
import io.reverseetl.connect.kafka.KafkaTrouble;
import io.reverseetl.connect.kafka.OwnTopic;
import io.reverseetl.connect.kafka.TopicSetup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keys of one table or query, in one partition: what was written last holds. */
final class TopicKeys implements KeyMemory {

    static final int PARTITION = 0;

    private static final Logger log = LoggerFactory.getLogger(TopicKeys.class);
    private static final Duration SETUP_LIMIT = Duration.ofSeconds(30);

    private final KeyTopics clients;
    private final OwnTopic topic;
    private final String label;
    private final KeyFormat format;
    private boolean ready;

    TopicKeys(KeyTopics clients, OwnTopic topic, String label, KeyFormat format) {
        this.clients = clients;
        this.topic = topic;
        this.label = label;
        this.format = format;
    }

    @Override
    public void remember(Collection<Map<String, String>> keys) {
        prepare();
        try {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            keys.forEach(key -> sent.add(clients.producer().send(record(key, KeyFormat.KEPT))));
            for (Future<RecordMetadata> written : sent) {
                RecordMetadata unused = written.get();
            }
        } catch (ExecutionException | KafkaException e) {
            throw failed("stored", KafkaTrouble.of(topic, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReadFailedException("The task was stopped while keys were stored", e);
        }
    }

    @Override
    public void forget(Collection<Map<String, String>> keys) {
        prepare();
        try {
            keys.forEach(key -> {
                Future<RecordMetadata> unused = clients.producer().send(record(key, null), (written, error) -> {
                    if (error != null) {
                        log.warn("A key of {} stays in the topic {}, and gets another tombstone", label, topic.name());
                    }
                });
            });
        } catch (KafkaException e) {
            throw failed("struck out", KafkaTrouble.of(topic, e));
        }
    }

    @Override
    public Scan scan() {
        prepare();
        try {
            TopicScan scan = new TopicScan(clients, topic, format, trouble -> failed("read", trouble));
            scan.begin();
            return scan;
        } catch (KafkaException e) {
            throw failed("read", KafkaTrouble.of(topic, e));
        }
    }

    private ProducerRecord<byte[], byte[]> record(Map<String, String> key, byte @Nullable [] value) {
        return new ProducerRecord<>(topic.name(), PARTITION, format.write(key), value);
    }

    private void prepare() {
        if (ready) {
            return;
        }
        try (TopicSetup setup = new TopicSetup(
                clients.kafka(), clients.clientName() + "-setup", topic, clients.replicationFactor(), SETUP_LIMIT)) {
            setup.ensure(List.of());
            ready = true;
        } catch (KafkaTrouble e) {
            throw failed("stored", e);
        }
    }

    private ReadFailedException failed(String done, KafkaTrouble trouble) {
        return new ReadFailedException(
                "The keys of " + label + " cannot be " + done + ". " + trouble.key() + ": " + trouble.message(),
                trouble);
    }
}
