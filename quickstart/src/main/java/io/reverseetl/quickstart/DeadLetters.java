// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.quickstart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The dead letter queue of the sink: which customers are in it, and why. Used by one thread. */
final class DeadLetters implements AutoCloseable {

    private static final String REASON_HEADER = "__connect.errors.exception.message";
    private static final Duration POLL = Duration.ofMillis(200);

    private final String topic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<Long, String> reasons = new LinkedHashMap<>();

    DeadLetters(String bootstrapServers, String topic) {
        this.topic = topic;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Reads on to the end of the topic and returns the customers found so far. */
    Set<Long> customers() {
        if (consumer.assignment().isEmpty()) {
            assign();
        }
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(this::remember);
        }
        return reasons.keySet();
    }

    private void assign() {
        List<PartitionInfo> partitions = consumer.listTopics().getOrDefault(topic, List.of());
        consumer.assign(partitions.stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList());
        consumer.seekToBeginning(consumer.assignment());
    }

    private void remember(ConsumerRecord<byte[], byte[]> letter) {
        Header reason = letter.headers().lastHeader(REASON_HEADER);
        reasons.put(
                customerId(letter.key()),
                reason == null ? "no reason given" : new String(reason.value(), StandardCharsets.UTF_8));
    }

    private long customerId(byte[] key) {
        try {
            return json.readTree(new String(key, StandardCharsets.UTF_8))
                    .path("customer_id")
                    .longValue();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record in " + topic + " has a key that is not JSON", e);
        }
    }

    /** Why a customer was rejected, as the sink put it. */
    String reason(long customer) {
        return reasons.getOrDefault(customer, "not in the dead letter queue");
    }

    @Override
    public void close() {
        consumer.close();
    }
}
