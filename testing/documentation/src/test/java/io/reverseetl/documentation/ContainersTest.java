// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.AppInfoParser;
import org.apache.kafka.connect.runtime.distributed.DistributedConfig;
import org.junit.jupiter.api.Test;

/** What can be said of {@code config-examples/docker} without a container engine. */
class ContainersTest {

    private static final Path FOLDER = ConnectorExample.EXAMPLES.resolve("docker");

    @Test
    void the_compose_file_names_only_what_is_there() throws IOException {
        // When
        JsonNode services = compose().path("services");

        // Then
        Set<String> names = new TreeSet<>();
        services.fieldNames().forEachRemaining(names::add);
        assertThat(names).containsExactly("connect", "crm", "kafka", "postgres", "setup");
        for (JsonNode service : services) {
            service.path("depends_on")
                    .fieldNames()
                    .forEachRemaining(other -> assertThat(names).contains(other));
            service.path("volumes")
                    .forEach(volume -> assertThat(FOLDER.resolve(volume.asText().split(":", 2)[0]))
                            .exists());
            JsonNode build = service.path("build");
            if (!build.isMissingNode()) {
                Path context = FOLDER.resolve(build.path("context").asText());
                assertThat(Files.readString(
                                context.resolve(build.path("dockerfile").asText())))
                        .contains(" AS " + build.path("target").asText() + "\n");
            }
        }
    }

    @Test
    void the_worker_has_the_variables_that_the_connectors_ask_for() throws IOException {
        // Given
        Set<String> wanted = ConnectorExample.all().stream()
                .filter(example -> example.file().startsWith("customers-to-hubspot"))
                .flatMap(example -> example.config().values().stream())
                .flatMap(value ->
                        Pattern.compile("\\$\\{env:([^}]+)}").matcher(value).results())
                .map(placeholder -> placeholder.group(1))
                .collect(Collectors.toSet());

        // When
        Set<String> given = new TreeSet<>();
        compose().at("/services/connect/environment").fieldNames().forEachRemaining(given::add);

        // Then
        assertThat(given).containsAll(wanted).contains("CONNECT_BOOTSTRAP_SERVERS");
    }

    @Test
    void kafka_accepts_the_workers_file_with_the_address_from_the_environment() throws IOException {
        // Given
        Properties file = new Properties();
        try (Reader reader = Files.newBufferedReader(FOLDER.resolve("connect.properties"))) {
            file.load(reader);
        }
        Map<String, String> worker = new HashMap<>();
        file.stringPropertyNames().forEach(name -> worker.put(name, file.getProperty(name)));

        // When
        DistributedConfig config = new DistributedConfig(worker);

        // Then
        assertThat(config.getList(DistributedConfig.BOOTSTRAP_SERVERS_CONFIG))
                .containsExactly("kafka.example.com:9092");
        assertThat(worker.keySet())
                .filteredOn(key -> !key.startsWith("config.providers."))
                .as("keys that nobody reads")
                .isSubsetOf(config.values().keySet());
    }

    @Test
    void images_of_kafka_are_of_the_version_that_the_build_has() throws IOException {
        // Given
        String kafka = AppInfoParser.getVersion();

        // Then
        assertThat(compose().at("/services/kafka/image").asText()).isEqualTo("apache/kafka:" + kafka);
        assertThat(Files.readString(FOLDER.resolve("Dockerfile"))).contains("ARG KAFKA_VERSION=" + kafka + "\n");
    }

    private static JsonNode compose() throws IOException {
        YAMLMapper yaml = YAMLMapper.builder()
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .build();
        return yaml.readTree(FOLDER.resolve("docker-compose.yml").toFile());
    }
}
