// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How to reach the Kafka cluster that has a connector's own topics. {@code kafka.<name>} is the setting {@code <name>} of
 * each of the clients; {@code kafka.producer.<name>}, {@code kafka.consumer.<name>} and {@code kafka.admin.<name>} are
 * for one of them only.
 */
public final class KafkaSettings {

    public static final String PREFIX = "kafka.";
    public static final String BOOTSTRAP_SERVERS = PREFIX + "bootstrap.servers";
    public static final String JAAS = PREFIX + "sasl.jaas.config";

    private static final Map<String, Set<String>> KINDS = Map.of(
            "producer.", ProducerConfig.configNames(),
            "consumer.", ConsumerConfig.configNames(),
            "admin.", AdminClientConfig.configNames());

    /** Without the prefix. They may hold secrets, so this class has no {@code toString}. */
    private final Map<String, String> given;

    private KafkaSettings(Map<String, String> given) {
        this.given = given;
    }

    /** Reads the settings out of a connector's config. */
    public static KafkaSettings of(Map<String, String> config) {
        Map<String, String> given = new HashMap<>();
        config.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                given.put(key.substring(PREFIX.length()), value);
            }
        });
        return new KafkaSettings(given);
    }

    /** A message for each setting that no client reads, by its key. */
    public static Map<String, String> unknown(Map<String, String> config) {
        Map<String, String> messages = new TreeMap<>();
        config.keySet().stream()
                .filter(key -> key.startsWith(PREFIX) && !isRead(key.substring(PREFIX.length())))
                .forEach(key -> messages.put(
                        key,
                        "No Kafka client has a setting of this name: correct it, or remove it. Write"
                                + " kafka.<name>, or kafka.producer.<name>, kafka.consumer.<name> or"
                                + " kafka.admin.<name> for one client."));
        return messages;
    }

    private static boolean isRead(String name) {
        return KINDS.entrySet().stream()
                .anyMatch(kind -> kind.getValue().contains(name)
                        || (name.startsWith(kind.getKey())
                                && kind.getValue()
                                        .contains(name.substring(kind.getKey().length()))));
    }

    /**
     * A consumer of bytes that belongs to no group and commits nothing.
     *
     * @param name what it calls itself, after {@code kafka.client.id}
     */
    public Consumer<byte[], byte[]> consumer(String name) {
        Map<String, Object> config = client("consumer.", name);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");

        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** A producer of bytes that keeps their order and is told of a success only when all replicas in sync have them. */
    public Producer<byte[], byte[]> producer(String name) {
        Map<String, Object> config = client("producer.", name);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // A broker that has just heard of a topic may refuse the first batch and take those behind it. They then count
        // as the start of the sequence, and the first is out of order for as long as it is sent again.
        config.putIfAbsent(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        config.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        config.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 5);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    public Admin admin(String name) {
        return Admin.create(client("admin.", name));
    }

    /** Only what the client of that kind reads: the others' settings would be a warning in its log. */
    private Map<String, Object> client(String kind, String name) {
        Map<String, Object> config = new HashMap<>();
        Set<String> names = KINDS.getOrDefault(kind, Set.of());
        given.forEach((setting, value) -> {
            if (names.contains(setting)) {
                config.put(setting, value);
            }
        });
        given.forEach((setting, value) -> {
            if (setting.startsWith(kind) && names.contains(setting.substring(kind.length()))) {
                config.put(setting.substring(kind.length()), value);
            }
        });
        Object clientId = config.get(CommonClientConfigs.CLIENT_ID_CONFIG);
        config.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId == null ? name : clientId + "-" + name);
        return config;
    }
}
