// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.testing.cluster.Broker;
import io.reverseetl.testing.cluster.BrokerSecurity;
import io.reverseetl.testing.cluster.KafkaDistribution;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The broker that all tests of a run share: it speaks SASL_SSL, and lets nobody but its administrator do anything. */
public final class SecuredBroker implements AutoCloseable {

    /** A user who may do nothing until a test grants it. */
    static final String SINK = "sink";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final BrokerSecurity security;
    private final Broker broker;
    private final Admin admin;

    private SecuredBroker(Path directory) {
        security = BrokerSecurity.create(directory, List.of(SINK));
        broker = Broker.start(
                new KafkaDistribution(Path.of(System.getProperty("kafka.distribution"))), directory, security);
        admin = Admin.create(new HashMap<>(clientConfig(BrokerSecurity.ADMIN)));
    }

    /** Gives a test the broker. */
    static final class Resolver implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == SecuredBroker.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(Namespace.GLOBAL)
                    .getOrComputeIfAbsent(
                            SecuredBroker.class,
                            none -> new SecuredBroker(
                                    Path.of(System.getProperty("work.directory"), "broker-" + UUID.randomUUID())),
                            SecuredBroker.class);
        }
    }

    private Map<String, String> clientConfig(String user) {
        Map<String, String> config = new HashMap<>(security.clientConfig(user));
        config.put("bootstrap.servers", broker.bootstrapServers());
        return config;
    }

    /** The {@code kafka.*} settings of a user. */
    Map<String, String> settings(String user) {
        Map<String, String> settings = new HashMap<>();
        clientConfig(user).forEach((name, value) -> settings.put("kafka." + name, value));
        return settings;
    }

    /** A topic that no other test uses. */
    String newTopic(int partitions) {
        return newTopic(partitions, Map.of());
    }

    /** A topic of which Kafka keeps the newest record of each key. */
    String newCompactedTopic(int partitions) {
        return newTopic(partitions, Map.of("cleanup.policy", "compact"));
    }

    /** A topic with settings of its own. */
    String newTopic(int partitions, Map<String, String> config) {
        String name = newName();
        await(admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1).configs(config)))
                .all());
        return name;
    }

    void createIfMissing(String topic, int partitions) {
        if (describe(topic).isEmpty()) {
            await(admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all());
        }
    }

    static String newName() {
        return "topic-" + UUID.randomUUID();
    }

    void allow(String user, ResourceType type, String name, AclOperation... operations) {
        List<AclBinding> bindings = new ArrayList<>();
        for (AclOperation operation : operations) {
            bindings.add(new AclBinding(
                    new ResourcePattern(type, name, PatternType.LITERAL),
                    new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW)));
        }
        await(admin.createAcls(bindings).all());
    }

    Optional<TopicDescription> describe(String topic) {
        return await(admin.listTopics().names()).contains(topic)
                ? Optional.of(await(
                        admin.describeTopics(List.of(topic)).topicNameValues().get(topic)))
                : Optional.empty();
    }

    String config(String topic, String name) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return await(admin.describeConfigs(List.of(resource)).values().get(resource))
                .get(name)
                .value();
    }

    /** Every record of a topic, each partition's in order. */
    List<ConsumerRecord<String, String>> records(String topic) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                new HashMap<>(clientConfig(BrokerSecurity.ADMIN)),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList());
            consumer.seekToBeginning(consumer.assignment());
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            List<ConsumerRecord<String, String>> records = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    void send(String topic, int partition, String key, String value) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                new HashMap<>(clientConfig(BrokerSecurity.ADMIN)), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, partition, key, value)).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        admin.close();
        broker.close();
    }
}
