// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes customers into a topic, as JSON without schemas, keyed by their number as a text. */
final class CustomersTopic implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;

    CustomersTopic(String bootstrapServers, String topic) {
        this.topic = topic;
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "acks",
                        "all",
                        // The topic is new: a broker may refuse the first batch and take those behind it.
                        "max.in.flight.requests.per.connection",
                        1),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Writes customers 0 to {@code count} - 1, and returns when the broker has them. */
    void fill(int count) {
        for (int number = 0; number < count; number++) {
            var unused = producer.send(customer(number));
        }
        producer.flush();
    }

    /** Writes one customer, and returns when it was there, in microseconds since 1970. */
    long write(int number) {
        var unused = producer.send(customer(number));
        producer.flush();
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + TimeUnit.NANOSECONDS.toMicros(now.getNano());
    }

    static String id(int number) {
        return "c" + number;
    }

    private ProducerRecord<byte[], byte[]> customer(int number) {
        byte[] value = JSON.createObjectNode()
                .put("firstname", "Ada " + number)
                .put("lastname", "Lovelace")
                .put("email", "ada" + number + "@example.com")
                .put("phone", "+44 20 " + number)
                .put("city", "London")
                .put("country", "GB")
                .put("zip", "W1")
                .put("total_spent", number / 100.0)
                .put("newsletter_opt_in", number % 2 == 0)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        byte[] key = JSON.getNodeFactory().textNode(id(number)).toString().getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(topic, key, value);
    }

    @Override
    public void close() {
        producer.close();
    }
}
