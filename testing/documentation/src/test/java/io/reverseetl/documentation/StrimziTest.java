// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.strimzi.api.kafka.model.connect.KafkaConnect;
import io.strimzi.api.kafka.model.connect.KafkaConnectSpec;
import io.strimzi.api.kafka.model.connector.KafkaConnector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The resources of {@code config-examples/strimzi}, read by the classes of Strimzi's own API. */
class StrimziTest {

    private static final Path FOLDER = ConnectorExample.EXAMPLES.resolve("strimzi");

    /** Strimzi keeps fields that it does not know, and those of API versions before v1. */
    private static final class Strict extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasAnySetter(Annotated member) {
            return false;
        }

        @Override
        public boolean hasIgnoreMarker(AnnotatedMember member) {
            return super.hasIgnoreMarker(member) || member.hasAnnotation(Deprecated.class);
        }
    }

    private final YAMLMapper yaml = YAMLMapper.builder()
            .annotationIntrospector(new Strict())
            .enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_IGNORED_PROPERTIES)
            .build();

    @Test
    void the_cluster_is_one_that_strimzi_reads() throws IOException {
        // When
        KafkaConnect connect = read("connect.yaml", KafkaConnect.class).get(0);

        // Then
        KafkaConnectSpec spec = connect.getSpec();
        assertThat(List.of(
                        spec.getBootstrapServers(),
                        spec.getGroupId(),
                        spec.getConfigStorageTopic(),
                        spec.getOffsetStorageTopic(),
                        spec.getStatusStorageTopic()))
                .as("what API v1 requires")
                .doesNotContain("");
        assertThat(spec.getBuild().getPlugins()).hasSize(3);
    }

    @Test
    void the_connectors_are_those_that_the_quickstart_runs() throws IOException {
        // When
        List<KafkaConnector> connectors = read("connectors.yaml", KafkaConnector.class);

        // Then
        assertThat(connectors)
                .hasSize(2)
                .allSatisfy(connector -> assertThat(connector.getMetadata().getLabels())
                        .containsEntry("strimzi.io/cluster", "reverse-etl"))
                .allSatisfy(connector -> assertThat(connector.getSpec().getConfig())
                        .doesNotContainKeys("name", "connector.class", "tasks.max"));
        assertThat(configs("strimzi")).isEqualTo(configs("customers-to-hubspot"));
    }

    @ParameterizedTest
    @CsvSource({"/spec, taskMax", "/spec, pause", "/metadata, label", "/spec/autoRestart, enable"})
    void a_field_that_is_unknown_or_outdated_is_refused(String where, String field) throws IOException {
        // Given
        ObjectNode connector =
                (ObjectNode) yaml.readTree(FOLDER.resolve("connectors.yaml").toFile());
        ((ObjectNode) connector.at(where)).put(field, true);

        // Then
        assertThatThrownBy(() -> yaml.treeToValue(connector, KafkaConnector.class))
                .isInstanceOf(MismatchedInputException.class)
                .hasMessageContaining('"' + field + '"');
    }

    /** The version is checked before, as Strimzi's classes answer with a version of their own. */
    private <T> List<T> read(String file, Class<T> kind) throws IOException {
        try (MappingIterator<JsonNode> documents =
                yaml.readerFor(JsonNode.class).readValues(FOLDER.resolve(file).toFile())) {
            List<T> resources = new ArrayList<>();
            for (JsonNode document : documents.readAll()) {
                assertThat(document.path("apiVersion").asText()).isEqualTo("kafka.strimzi.io/v1");
                resources.add(yaml.treeToValue(document, kind));
            }
            return resources;
        }
    }

    /** The connectors of a folder, by their class, but for their names and how many brokers there are, and with lists on one line. */
    private static Map<String, Map<String, String>> configs(String folder) {
        Map<String, Map<String, String>> configs = new HashMap<>();
        ConnectorExample.all().stream()
                .filter(example -> example.file().startsWith(folder))
                .forEach(example -> {
                    Map<String, String> config = new HashMap<>(example.config());
                    config.replaceAll(
                            (key, value) -> key.endsWith("replication.factor") ? "any" : value.replaceAll("\\n", "; "));
                    config.remove("name");
                    configs.put(config.get("connector.class"), config);
                });
        return configs;
    }
}
