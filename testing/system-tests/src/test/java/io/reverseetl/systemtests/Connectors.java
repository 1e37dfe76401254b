// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.testing.cluster.ConnectRest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Connectors that a test creates from the files of config-examples, deleted at its end. */
final class Connectors implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ConnectRest rest;
    private final List<String> created = new ArrayList<>();

    Connectors(ConnectRest rest) {
        this.rest = rest;
    }

    /** An example as it stands in the repository: {@code {"name":..,"config":{..}}}. */
    static ObjectNode example(String path) {
        try {
            return (ObjectNode) Topic.json(
                    Files.readString(Environment.directory("examples.directory").resolve(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * An example under another name and with some keys changed; a blank value removes a key. With another chain of
     * transforms, what it does not run goes: a connector refuses keys that nothing reads.
     */
    static ObjectNode example(String path, String name, Map<String, String> changes) {
        ObjectNode example = example(path);
        example.put("name", name);
        ObjectNode config = (ObjectNode) example.path("config");
        changes.forEach((key, value) -> {
            if (value.isEmpty()) {
                config.remove(key);
            } else {
                config.put(key, value);
            }
        });
        removeUnused(config, "transforms");
        removeUnused(config, "predicates");
        return example;
    }

    private static void removeUnused(ObjectNode config, String kind) {
        List<String> used = List.of(config.path(kind).asText().split(",", -1));
        List<String> unused = config.propertyStream()
                .map(Map.Entry::getKey)
                .filter(key -> key.startsWith(kind + ".") && !used.contains(key.split("\\.", -1)[1]))
                .toList();
        config.remove(unused);
    }

    /** Has a sink start at once, with the first record, and wait less long for a CRM than is good for one. */
    static void hurry(ObjectNode config) {
        config.put("validate.live", "false");
        config.put("retry.backoff.ms", "20");
        config.put("retry.backoff.max.ms", "200");
        config.put("consumer.override.auto.offset.reset", "earliest");
    }

    /** The config of a connector as validation takes it, with its name. */
    static ObjectNode config(ObjectNode connector) {
        ObjectNode config = connector.path("config").deepCopy();
        return config.put("name", connector.path("name").asText());
    }

    /** Creates a connector and waits until it and its tasks run. */
    ConnectorRest create(ObjectNode connector) {
        String name = createOnly(connector).name();
        await("connector " + name + " running").atMost(PATIENCE).until(() -> {
            String failure = rest.failure(name);
            if (failure != null) {
                throw new AssertionError(name + " failed: " + failure);
            }
            return rest.isRunning(name);
        });
        return new ConnectorRest(rest, name);
    }

    /** Creates a connector whose tasks may fail. */
    ConnectorRest createOnly(ObjectNode connector) {
        String name = connector.path("name").asText();
        rest.create(connector.toString()).orThrow();
        created.add(name);
        return new ConnectorRest(rest, name);
    }

    void delete(ConnectorRest connector) {
        rest.delete(connector.name()).orThrow();
        created.remove(connector.name());
    }

    @Override
    public void close() {
        created.forEach(name -> rest.delete(name).orThrow());
    }
}
