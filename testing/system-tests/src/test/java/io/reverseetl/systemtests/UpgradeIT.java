// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.testing.cluster.ConnectRest;
import io.reverseetl.testing.cluster.ConnectWorker;
import io.reverseetl.testing.cluster.LocalCluster;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From one version of the plugins to the next, with the offsets that there are. */
@ExtendWith(Environment.class)
class UpgradeIT {

    private static final String EARLIER = "0.0.9";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(names = {"V4_1", "NEWEST"})
    void two_versions_run_side_by_side_and_a_connector_moves_from_one_to_the_other(
            Release release, LocalCluster cluster) throws SQLException {
        // Given: a worker with both
        String current = Environment.version();
        Path plugins = Environment.unpackArchives(folder.resolve("both"));
        OtherVersion.unpack(EARLIER, plugins);
        Contacts contacts = new Contacts(cluster.crm());
        contacts.createProperties();
        Customers customers = new Customers("held_" + release.index());
        Customers others = new Customers("free_" + release.index());
        int first = 3_000_001 + 1_000 * release.index();
        try (Connection database = cluster.postgres().connect();
                Statement statement = database.createStatement();
                ConnectWorker worker = new WorkerGroup(
                                cluster,
                                release.kafka(),
                                "side-by-side-" + release.index(),
                                Map.of("plugin.path", plugins.toString(), "offset.flush.interval.ms", "1000"))
                        .start(1)) {
            ConnectRest connect = worker.rest();
            assertThat(versionsOffered(connect, "io.reverseetl.connect.jdbc.JdbcSourceConnector"))
                    .containsExactlyInAnyOrder(EARLIER, current);
            customers.create(statement);
            customers.insert(statement, first, first + 99);
            others.create(statement);
            others.insert(statement, first + 100, first + 149);

            // When: one source and the sink are held to the earlier, with its transforms; another source is not
            Connectors connectors = new Connectors(connect);
            ObjectNode pinned = customers.source("held", Map.of("connector.plugin.version", EARLIER));
            ConnectorRest source = connectors.create(pinned);
            ConnectorRest sink = connectors.create(customers.sink(
                    "held-sink",
                    Map.of(
                            "connector.plugin.version", EARLIER,
                            "transforms.contact.plugin.version", EARLIER,
                            "transforms.valid.plugin.version", EARLIER)));
            ConnectorRest free = connectors.create(others.source("free", Map.of()));
            ConnectorRest freeSink = connectors.create(others.sink("free-sink", Map.of()));
            customers.awaitContacts(contacts, statement);
            others.awaitContacts(contacts, statement);

            // Then
            assertThat(source.versions()).containsOnly(EARLIER);
            assertThat(sink.versions()).containsOnly(EARLIER);
            assertThat(free.versions()).containsOnly(current);
            assertThat(freeSink.versions()).containsOnly(current);
            assertThat(connect.validate(
                            Connectors.config(customers.source("none", Map.of("connector.plugin.version", "7.7.7")))))
                    .containsKey("connector.plugin.version");

            // When: the source moves on
            ObjectNode config = (ObjectNode) pinned.path("config");
            source.send(
                            "PUT",
                            "/config",
                            config.put("connector.plugin.version", current).toString())
                    .orThrow();
            await().atMost(Connectors.PATIENCE)
                    .untilAsserted(() -> assertThat(source.versions()).containsOnly(current));
            source.awaitRunning();
            customers.change(statement, first, first + 4);
            customers.awaitContacts(contacts, statement);

            // Then: it has gone on where it was
            assertThat(customers.records(cluster).values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(105);
        }
    }

    @Test
    void workers_are_upgraded_one_after_the_other_while_the_job_goes_on(LocalCluster cluster) throws SQLException {
        // Given: two workers with the earlier version, and rows that keep coming
        Path earlier = folder.resolve("earlier");
        OtherVersion.unpack(EARLIER, earlier);
        Path current = Environment.unpackArchives(folder.resolve("current"));
        Contacts contacts = new Contacts(cluster.crm());
        contacts.createProperties();
        Customers customers = new Customers("rolling");
        AtomicBoolean done = new AtomicBoolean();
        // All of them end with the cluster, if not before.
        ConnectWorker first = startWorker(cluster, 1, earlier);
        ConnectWorker second = startWorker(cluster, 2, earlier);
        try (Connection database = cluster.postgres().connect();
                Statement statement = database.createStatement()) {
            customers.create(statement);
            Connectors connectors = new Connectors(second.rest());
            ConnectorRest source = connectors.create(customers.source("rolling-source", Map.of()));
            ConnectorRest sink = connectors.create(customers.sink("rolling-sink", Map.of("tasks.max", "2")));
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(cluster, customers, done));
            awaitProgress(customers, contacts);
            assertThat(source.versions()).containsOnly(EARLIER);
            assertThat(sink.versions()).containsOnly(EARLIER);

            // When
            first.close();
            ConnectWorker firstUpgraded = startWorker(cluster, 1, current);
            awaitProgress(customers, contacts);
            second.close();
            ConnectWorker secondUpgraded = startWorker(cluster, 2, current);
            awaitProgress(customers, contacts);
            done.set(true);
            writing.join();

            // Then: all is there, and nothing was read or sent twice
            customers.awaitContacts(contacts, statement);
            assertThat(customers.records(cluster))
                    .hasSameSizeAs(customers.expected(statement))
                    .allSatisfy((customer, records) -> assertThat(records).isOne());
            for (String connector : List.of("rolling-source", "rolling-sink")) {
                assertThat(new ConnectorRest(secondUpgraded.rest(), connector).versions())
                        .containsOnly(Environment.version());
            }
            secondUpgraded.close();
            firstUpgraded.close();
        } finally {
            done.set(true);
        }
    }

    private static List<String> versionsOffered(ConnectRest connect, String type) {
        List<String> versions = new ArrayList<>();
        for (JsonNode plugin : connect.send("GET", "/connector-plugins", null).orThrow()) {
            if (plugin.path("class").asText().equals(type)) {
                versions.add(plugin.path("version").asText());
            }
        }
        return versions;
    }

    private static ConnectWorker startWorker(LocalCluster cluster, int number, Path plugins) {
        return new WorkerGroup(cluster, "rolling", Map.of("plugin.path", plugins.toString())).start(number);
    }

    /** Waits until rows that are not there yet have arrived. */
    private static void awaitProgress(Customers customers, Contacts contacts) {
        int before = customers.contacts(contacts).size();
        await("contacts beyond " + before)
                .atMost(Connectors.PATIENCE)
                .until(() -> customers.contacts(contacts).size() > before + 50);
    }

    /** Inserts ten rows now and then. */
    private static void write(LocalCluster cluster, Customers customers, AtomicBoolean done) {
        try (Connection database = cluster.postgres().connect();
                Statement statement = database.createStatement()) {
            for (int first = 3_100_001; !done.get(); first += 10) {
                customers.insert(statement, first, first + 9);
                statement.execute("SELECT pg_sleep(0.2)");
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
