// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reverseetl.testing.cluster.ConnectRest;
import io.reverseetl.testing.cluster.ConnectWorker;
import io.reverseetl.testing.cluster.JsonHttp;
import io.reverseetl.testing.cluster.LocalCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The same archives in a worker of each release that they are for, all with the broker of the newest. */
@ParameterizedClass(name = "Connect {0}")
@EnumSource(Release.class)
@ExtendWith(Environment.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompatibilityIT {

    private static final int ROWS = 300;

    @Parameter
    private Release release;

    /** The first of its customers. */
    private int first;

    private LocalCluster cluster;
    private Customers customers;
    private Contacts contacts;
    private ConnectWorker worker;
    private Connection database;
    private Statement statement;
    private ConnectorRest source;
    private ConnectorRest sink;

    @BeforeParameterizedClassInvocation(injectArguments = false)
    void start(LocalCluster shared) throws SQLException {
        cluster = shared;
        first = 1_000_001 + 1_000 * release.index();
        String name = "compat_" + release.toString().toLowerCase(Locale.ROOT);
        customers = new Customers(name);
        contacts = new Contacts(cluster.crm());
        worker = new WorkerGroup(cluster, release.kafka(), name, Map.of("offset.flush.interval.ms", "1000")).start(1);
        database = cluster.postgres().connect();
        statement = database.createStatement();
        customers.create(statement);
        customers.insert(statement, first, first + ROWS - 1);
        contacts.createProperties();
        Connectors connectors = new Connectors(worker.rest());
        source = connectors.create(customers.source(name + "-source", Map.of()));
        sink = connectors.create(customers.sink(name + "-sink", Map.of("tasks.max", "2")));
    }

    @AfterParameterizedClassInvocation
    void stop() throws SQLException {
        if (worker != null) {
            worker.close();
        }
        if (database != null) {
            database.close();
        }
    }

    @Test
    void the_worker_is_of_this_release_and_the_readme_names_it() throws IOException {
        // When
        String version =
                worker.rest().send("GET", "/", null).orThrow().path("version").asText();

        // Then
        assertThat(version).matches(release::has);
        assertThat(Environment.directory("examples.directory").resolveSibling("README.md"))
                .content()
                .contains(" " + version + " |");
    }

    @Test
    void a_config_is_validated_key_by_key() {
        // When
        ConnectRest connect = worker.rest();
        Map<String, List<String>> good = connect.validate(Connectors.config(customers.source("good", Map.of())));
        Map<String, List<String>> goodSink = connect.validate(Connectors.config(customers.sink("good", Map.of())));
        Map<String, List<String>> bad = connect.validate(
                Connectors.config(customers.source("bad", Map.of("timestamp.column.name", "no_such_column"))));
        Map<String, List<String>> badSink =
                connect.validate(Connectors.config(customers.sink("bad", Map.of("id.property", "no_such_property"))));

        // Then
        assertThat(good).isEmpty();
        assertThat(goodSink).isEmpty();
        assertThat(bad).containsOnlyKeys("timestamp.column.name");
        assertThat(badSink).containsOnlyKeys("id.property");
    }

    @Test
    void rows_become_contacts_and_so_do_later_changes() throws SQLException {
        // Given
        customers.awaitContacts(contacts, statement);
        assertThat(customers.contacts(contacts)).hasSize(ROWS);

        // When
        customers.change(statement, first, first + 9);

        // Then
        customers.awaitContacts(contacts, statement);
    }

    @Test
    void paused_and_stopped_connectors_go_on_where_they_were() throws SQLException {
        // Given
        customers.awaitContacts(contacts, statement);
        Map<Integer, Long> before = customers.records(cluster);
        source.pause();
        sink.pause();
        source.resume();
        sink.resume();
        source.stop();
        sink.stop();

        // When
        customers.change(statement, first, first + 9);
        source.resume();
        sink.resume();

        // Then: the changed rows are read, and no other
        customers.awaitContacts(contacts, statement);
        before.replaceAll((customer, records) -> customer < first + 10 ? records + 1 : records);
        assertThat(customers.records(cluster)).isEqualTo(before);
    }

    @Test
    void offsets_are_shown_set_and_reset() throws SQLException {
        // Given
        customers.awaitContacts(contacts, statement);
        source.stop();
        sink.stop();
        Map<Integer, Long> before = customers.records(cluster);
        String early = """
                [{"partition": {"table": "public.%s"}, "offset": {"v": 1, "ts": "2026-01-01 00:00:00+00", "key": "{}"}}]
                """.formatted(customers.table());

        // When
        List<String> ofSource = source.offsets().findValuesAsText("table");
        List<String> ofSink = sink.offsets().findValuesAsText("kafka_topic");
        source.alterOffsets(early).orThrow();
        List<String> altered = source.offsets().findValuesAsText("ts");
        source.resetOffsets();
        sink.resetOffsets();

        // Then
        assertThat(ofSource).containsExactly("public." + customers.table());
        assertThat(ofSink).isNotEmpty().containsOnly(customers.topic());
        assertThat(altered).containsExactly("2026-01-01 00:00:00+00");
        assertThat(source.offsets()).isEmpty();
        assertThat(sink.offsets()).isEmpty();

        // When
        source.resume();
        sink.resume();

        // Then: every row is read once more, and the contacts are as they were
        before.replaceAll((customer, records) -> records + 1);
        await().atMost(Connectors.PATIENCE).until(() -> customers.records(cluster), before::equals);
        customers.awaitContacts(contacts, statement);
    }

    @Test
    void a_task_that_failed_is_restarted() throws SQLException {
        // Given
        customers.awaitContacts(contacts, statement);
        new JsonHttp(cluster.crm().url(), cluster.crm().token())
                .send("POST", "/_/faults", "[{\"kind\":\"status\",\"status\":401,\"times\":1}]")
                .orThrow();
        customers.change(statement, first + 20, first + 29);
        await().atMost(Connectors.PATIENCE).until(() -> worker.rest().failure(sink.name()), Objects::nonNull);

        // When
        sink.restartFailed();

        // Then
        customers.awaitContacts(contacts, statement);
    }

    @Test
    void figures_are_where_the_guide_says() throws IOException {
        try (Jmx jmx = Jmx.of(worker)) {
            // When
            Object ofSource =
                    jmx.value(bean("jdbc-source", source) + ",table=public." + customers.table(), "rows-total");
            Object ofSink = jmx.value(bean("crm-sink", sink), "calls-total");

            // Then
            assertThat(List.of(ofSource, ofSink)).hasOnlyElementsOfType(Long.class);
        }
    }

    @Test
    void connect_plugin_path_lists_every_plugin_as_loadable_and_with_a_manifest(@TempDir Path folder) {
        // Given
        Path plugins = Environment.unpackArchives(folder.resolve("plugins"));

        // When
        List<String> ours = release.kafka()
                .listPlugins(folder, plugins)
                .lines()
                .filter(line -> line.startsWith("io.reverseetl."))
                .toList();

        // Then
        assertThat(ours).hasSize(13).allMatch(line -> line.contains("\ttrue\ttrue\t"));
    }

    /** The name of the first task's bean, up to what it is of. */
    private String bean(String type, ConnectorRest connector) {
        return release.takesPluginMetrics()
                ? "kafka.connect:type=plugins,connector=%s,task=0".formatted(connector.name())
                : "io.reverseetl:type=%s,connector=%s,task=0".formatted(type, connector.name());
    }
}
