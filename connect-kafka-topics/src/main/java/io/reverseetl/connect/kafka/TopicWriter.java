// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a topic of a connector's own, in order, on a thread of its own: a producer may wait for the network, and who
 * writes must not.
 */
public final class TopicWriter implements AutoCloseable {

    private static final Duration QUESTION_TIMEOUT = Duration.ofSeconds(30);

    private final OwnTopic topic;
    private final Producer<byte[], byte[]> producer;
    private final ExecutorService sending;
    private volatile @Nullable KafkaTrouble trouble;

    /**
     * Starts the thread.
     *
     * @param name what thread and producer are called: unique in the worker
     */
    public TopicWriter(KafkaSettings settings, String name, OwnTopic topic) {
        this.topic = topic;
        producer = settings.producer(name);
        sending = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, name + "-sending");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts the thread, and creates the topic if it is missing before anything is written; without waiting for that.
     *
     * @param name what thread and producer are called: unique in the worker
     */
    public static TopicWriter creating(TopicSettings settings, String name) {
        TopicWriter writer = new TopicWriter(settings.kafka(), name, settings.topic());
        writer.sending.execute(() -> writer.ensureTopic(settings, name + "-setup"));
        return writer;
    }

    private void ensureTopic(TopicSettings settings, String clientName) {
        try (TopicSetup setup = new TopicSetup(
                settings.kafka(), clientName, settings.topic(), settings.replicationFactor(), QUESTION_TIMEOUT)) {
            setup.ensure(List.of());
        } catch (KafkaTrouble e) {
            fail(e);
        }
    }

    /**
     * Writes a record and returns at once.
     *
     * @param partition null to let the key choose
     * @param written run on any thread once all replicas in sync have the record; never, if they cannot get it
     */
    public void write(@Nullable Integer partition, byte @Nullable [] key, byte[] value, Runnable written) {
        write(new ProducerRecord<>(topic.name(), partition, key, value), written);
    }

    /**
     * As the other one, for a record with headers or without a value.
     *
     * @param message to the writer's own topic
     */
    public void write(ProducerRecord<byte[], byte[]> message, Runnable written) {
        sending.execute(() -> send(message, written));
    }

    private void send(ProducerRecord<byte[], byte[]> message, Runnable written) {
        try {
            Future<RecordMetadata> unused = producer.send(message, (metadata, error) -> {
                if (error == null) {
                    written.run();
                } else {
                    fail(KafkaTrouble.of(topic, error));
                }
            });
        } catch (RuntimeException e) {
            fail(KafkaTrouble.of(topic, e));
        }
    }

    /** Gives up: the first trouble is the one that is told. */
    public void fail(KafkaTrouble found) {
        if (trouble == null) {
            trouble = found;
        }
    }

    /** Why nothing can be written any more, if that is so: the task has to fail. */
    public Optional<KafkaTrouble> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Returns at once; what is not written yet will not be. */
    @Override
    public void close() {
        sending.shutdownNow();
        producer.close(Duration.ZERO);
    }
}
