// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.documentation;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.runtime.SinkConnectorConfig;
import org.apache.kafka.connect.runtime.SourceConnectorConfig;
import org.apache.kafka.connect.runtime.TopicCreationConfig;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/** The keys that somebody reads out of a connector's config, asked of the classes that read them. */
final class KnownKeys {

    /** What these begin with is the connector's own to check: object types, queries, a driver's properties. */
    private static final List<String> CHECKED_BY_THE_CONNECTOR = List.of("objects.", "queries.", "connection.");

    private final Map<String, String> config;
    private final Set<String> known = new HashSet<>();

    private KnownKeys(Map<String, String> config) {
        this.config = config;
    }

    /** The keys of a config that neither its connector nor Connect, a transform, converter or Kafka client reads. */
    static List<String> unknown(Map<String, String> config) {
        KnownKeys keys = new KnownKeys(config);
        keys.addAll();
        return config.keySet().stream()
                .filter(key -> !keys.known.contains(key))
                .filter(key -> CHECKED_BY_THE_CONNECTOR.stream().noneMatch(key::startsWith))
                .toList();
    }

    private void addAll() {
        Connector connector = instance("connector.class", Connector.class);
        known.addAll(connector.config().names());
        if (connector instanceof SourceConnector) {
            known.addAll(SourceConnectorConfig.configDef().names());
            addTopicCreation();
        } else {
            known.addAll(SinkConnectorConfig.configDef().names());
        }
        addConverter("key.converter");
        addConverter("value.converter");
        if (config.containsKey("header.converter")) {
            add(
                    "header.converter.",
                    instance("header.converter", HeaderConverter.class).config().names());
        }
        for (String alias : list("transforms")) {
            String prefix = "transforms." + alias + ".";
            add(prefix, Set.of("type", "predicate", "negate", "plugin.version"));
            ConfigDef own = instance(prefix + "type", Transformation.class).config();
            add(prefix, own.names());
        }
        for (String alias : list("predicates")) {
            String prefix = "predicates." + alias + ".";
            add(prefix, Set.of("type", "plugin.version"));
            ConfigDef own = instance(prefix + "type", Predicate.class).config();
            add(prefix, own.names());
        }
        addClients(kind -> kind + ".override.");
        addClients(kind -> "kafka." + kind + ".");
        addClients(kind -> "kafka.");
    }

    private void addTopicCreation() {
        Set<String> topicConfigs = new HashSet<>();
        Arrays.stream(TopicConfig.class.getFields())
                .filter(field -> field.getName().endsWith("_CONFIG"))
                .forEach(field -> topicConfigs.add(constant(field)));
        Stream.concat(Stream.of("default"), list("topic.creation.groups").stream())
                .map(group -> "topic.creation." + group + ".")
                .forEach(prefix -> {
                    add(
                            prefix,
                            TopicCreationConfig.configDef(prefix, (short) 1, 1).names());
                    add(prefix, topicConfigs);
                });
    }

    private static String constant(Field field) {
        try {
            return String.valueOf(field.get(null));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private void addConverter(String key) {
        if (config.containsKey(key)) {
            add(key + ".", instance(key, Converter.class).config().names());
        }
    }

    private void addClients(UnaryOperator<String> prefix) {
        add(prefix.apply("producer"), ProducerConfig.configNames());
        add(prefix.apply("consumer"), ConsumerConfig.configNames());
        add(prefix.apply("admin"), AdminClientConfig.configNames());
    }

    private void add(String prefix, Set<String> names) {
        names.forEach(name -> known.add(prefix + name));
    }

    private List<String> list(String key) {
        return Stream.of(config.getOrDefault(key, "").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private <T> T instance(String key, Class<T> type) {
        try {
            return type.cast(
                    Class.forName(config.get(key)).getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(key + " names a class that is not there: " + config.get(key), e);
        }
    }
}
