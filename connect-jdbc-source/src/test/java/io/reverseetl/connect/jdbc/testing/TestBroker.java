// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.testing;

import io.reverseetl.testing.cluster.Broker;
import io.reverseetl.testing.cluster.BrokerSecurity;
import io.reverseetl.testing.cluster.KafkaDistribution;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The broker that all tests of a run share, and its administrator. */
public final class TestBroker implements AutoCloseable {

    private final BrokerSecurity security;
    private final Broker broker;
    private final Admin admin;

    private TestBroker(Path directory) {
        security = BrokerSecurity.create(directory, List.of());
        broker = Broker.start(
                new KafkaDistribution(Path.of(System.getProperty("kafka.distribution"))), directory, security);
        admin = Admin.create(new HashMap<>(clientConfig()));
    }

    /** Gives a test the broker. */
    public static final class Resolver implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == TestBroker.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(Namespace.GLOBAL)
                    .getOrComputeIfAbsent(
                            TestBroker.class,
                            none -> new TestBroker(
                                    Path.of(System.getProperty("work.directory"), "broker-" + UUID.randomUUID())),
                            TestBroker.class);
        }
    }

    private Map<String, String> clientConfig() {
        Map<String, String> config = new HashMap<>(security.clientConfig(BrokerSecurity.ADMIN));
        config.put("bootstrap.servers", broker.bootstrapServers());
        return config;
    }

    /** As a connector is configured. */
    public Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        clientConfig().forEach((name, value) -> settings.put("kafka." + name, value));
        return settings;
    }

    public void create(String topic) {
        await(admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all());
    }

    /** A setting of a topic. */
    public String config(String topic, String name) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return await(admin.describeConfigs(List.of(resource)).all())
                .get(resource)
                .get(name)
                .value();
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        admin.close();
        broker.close();
    }
}
