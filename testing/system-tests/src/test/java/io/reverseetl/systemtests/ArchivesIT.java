// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reverseetl.testing.cluster.LocalCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(Environment.class)
class ArchivesIT {

    /** What every Connect runtime provides: a second copy in a plugin breaks it in ways that are hard to see. */
    private static final List<String> PROVIDED =
            List.of("connect-api", "connect-runtime", "connect-json", "kafka-clients", "slf4j-", "log4j", "jspecify");

    static List<Path> archives() {
        return Environment.archives();
    }

    @Test
    void there_is_an_archive_for_each_plugin() {
        assertThat(archives())
                .extracting(archive -> archive.getFileName().toString().replaceAll("-\\d.*", ""))
                .containsExactly("connect-crm-sink", "connect-field-transforms", "connect-jdbc-source");
    }

    @ParameterizedTest
    @MethodSource("archives")
    void an_archive_is_a_confluent_hub_component(Path archive) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            // Given
            List<String> entries = new ArrayList<>();
            zip.stream().map(ZipEntry::getName).forEach(entries::add);
            String root = entries.get(0).substring(0, entries.get(0).indexOf('/') + 1);

            // When
            JsonNode manifest = new ObjectMapper().readTree(zip.getInputStream(zip.getEntry(root + "manifest.json")));

            // Then
            assertThat(entries).allMatch(entry -> entry.startsWith(root));
            assertThat(entries).contains(root + "doc/LICENSE", root + "doc/NOTICE");
            assertThat(root)
                    .isEqualTo("reverseetl-%s-%s/"
                            .formatted(
                                    manifest.path("name").asText(),
                                    manifest.path("version").asText()));
            assertThat(manifest.path("owner").path("username").asText()).isEqualTo("reverseetl");
            assertThat(manifest.path("component_types")).isNotEmpty();
            assertThat(entries)
                    .filteredOn(entry -> entry.startsWith(root + "lib/") && !entry.endsWith("/"))
                    .isNotEmpty()
                    .allMatch(entry -> entry.endsWith(".jar"))
                    .noneMatch(entry -> PROVIDED.stream().anyMatch(entry::contains));
        }
    }

    @Test
    void a_worker_in_service_load_mode_offers_every_plugin_in_its_version(LocalCluster cluster) {
        // When
        JsonNode plugins = cluster.connect()
                .send("GET", "/connector-plugins?connectorsOnly=false", null)
                .orThrow();

        // Then
        List<String> offered = new ArrayList<>();
        plugins.forEach(plugin -> offered.add(plugin.path("class").asText() + " "
                + plugin.path("version").asText().replaceAll("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?", "versioned")));
        assertThat(offered)
                .contains(
                        "io.reverseetl.connect.jdbc.JdbcSourceConnector versioned",
                        "io.reverseetl.connect.crm.CrmSinkConnector versioned",
                        "io.reverseetl.connect.transforms.MapFields$Key versioned",
                        "io.reverseetl.connect.transforms.MapFields$Value versioned",
                        "io.reverseetl.connect.transforms.ValidateFields$Key versioned",
                        "io.reverseetl.connect.transforms.ValidateFields$Value versioned",
                        "io.reverseetl.connect.transforms.ProtectFields$Key versioned",
                        "io.reverseetl.connect.transforms.ProtectFields$Value versioned",
                        "io.reverseetl.connect.transforms.Expression$Key versioned",
                        "io.reverseetl.connect.transforms.Expression$Value versioned",
                        "io.reverseetl.connect.transforms.ToTombstone versioned",
                        "io.reverseetl.connect.transforms.HasConsent versioned",
                        "io.reverseetl.connect.transforms.ChangedFields versioned");
    }
}
