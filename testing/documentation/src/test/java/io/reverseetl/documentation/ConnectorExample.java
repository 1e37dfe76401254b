// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.documentation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A connector in {@code config-examples}: the body of a {@code POST /connectors}, or a resource of Strimzi.
 *
 * @param file where it stands, below {@code config-examples}
 * @param config what the worker gets, with placeholders as they are written
 */
record ConnectorExample(Path file, Map<String, String> config) {

    static final Path EXAMPLES = Path.of("..", "..", "config-examples");

    static List<ConnectorExample> all() {
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            return files.filter(file -> file.toString().matches(".*\\.(json|ya?ml)"))
                    // The script of the example with dbt installs it there.
                    .filter(file -> !file.toString().contains("/target/"))
                    .sorted()
                    .flatMap(file -> in(file).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<ConnectorExample> in(Path file) {
        try {
            List<JsonNode> documents = new YAMLMapper()
                    .readerFor(JsonNode.class)
                    .<JsonNode>readValues(file.toFile())
                    .readAll();
            return documents.stream()
                    .map(ConnectorExample::config)
                    .filter(config -> !config.isEmpty())
                    .map(config -> new ConnectorExample(EXAMPLES.relativize(file), config))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    /** Nothing, if the document is no connector. */
    private static Map<String, String> config(JsonNode document) {
        if (document.path("kind").asText().equals("KafkaConnector")) {
            Map<String, String> config = strings(document.at("/spec/config"));
            config.put("name", document.at("/metadata/name").asText());
            config.put("connector.class", document.at("/spec/class").asText());
            config.put("tasks.max", document.at("/spec/tasksMax").asText());
            return config;
        }
        Map<String, String> config = strings(document.path("config"));
        if (!config.isEmpty()) {
            config.put("name", document.path("name").asText());
        }
        return config;
    }

    private static Map<String, String> strings(JsonNode object) {
        Map<String, String> strings = new TreeMap<>();
        object.properties()
                .forEach(entry -> strings.put(entry.getKey(), entry.getValue().asText()));
        return strings;
    }
}
