// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reverseetl.testing.cluster.ConnectWorker;
import io.reverseetl.testing.cluster.Jvm;
import io.reverseetl.testing.cluster.LocalCluster;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Stream;
import org.h2.Driver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A driver that the plugin does not bring is found where a user puts it, past the walls between plugins. */
@ExtendWith(Environment.class)
class SuppliedDriverIT {

    @TempDir
    private Path folder;

    @Test
    void a_driver_in_the_plugins_lib_folder_reads_its_database(LocalCluster cluster)
            throws SQLException, IOException, URISyntaxException {
        // Given
        String url = "jdbc:h2:" + folder.resolve("shop");
        try (Connection database = DriverManager.getConnection(url);
                Statement statement = database.createStatement()) {
            statement.execute("CREATE TABLE \"sold\" (\"id\" INT PRIMARY KEY, \"last_updated\" TIMESTAMP NOT NULL)");
            statement.execute("INSERT INTO \"sold\" SELECT X, TIMESTAMP '2026-01-01 00:00:00' FROM SYSTEM_RANGE(1, 3)");
        }
        Path plugins = Environment.unpackArchives(folder.resolve("plugins"));
        Files.copy(driver(), sourceLibraries(plugins).resolve("h2.jar"));
        try (ConnectWorker worker = startWorker(cluster, plugins)) {

            // When
            new Connectors(worker.rest())
                    .create(Connectors.example(
                            "any-jdbc-database/source.json",
                            "supplied-driver",
                            Map.of(
                                    "connection.url", url,
                                    "connection.user", "",
                                    "connection.password", "",
                                    "table.whitelist", "sold",
                                    // This table has other columns than those that the example lets pass.
                                    "transforms", "")));

            // Then
            Topic topic = new Topic(cluster.broker().bootstrapServers(), "warehouse.sold");
            await().atMost(Connectors.PATIENCE)
                    .untilAsserted(() -> assertThat(topic.messages())
                            .extracting(message -> message.key().path("id").asInt())
                            .containsExactlyInAnyOrder(1, 2, 3));
        }
    }

    /** Of another Connect cluster: all workers of one have the same plugins. */
    private static ConnectWorker startWorker(LocalCluster cluster, Path plugins) {
        return cluster.startWorker(
                "supplied-driver",
                Jvm.small(256),
                Map.of(
                        "plugin.path", plugins.toString(),
                        "group.id", "supplied-driver",
                        "config.storage.topic", "supplied-driver-configs",
                        "offset.storage.topic", "supplied-driver-offsets",
                        "status.storage.topic", "supplied-driver-status"));
    }

    private static Path driver() throws URISyntaxException {
        return Path.of(
                Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static Path sourceLibraries(Path plugins) throws IOException {
        try (Stream<Path> folders = Files.list(plugins)) {
            return folders.filter(plugin -> plugin.getFileName().toString().contains("jdbc-source"))
                    .findFirst()
                    .orElseThrow()
                    .resolve("lib");
        }
    }
}
