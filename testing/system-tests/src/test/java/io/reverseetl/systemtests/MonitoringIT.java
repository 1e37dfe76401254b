// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.systemtests.Monitoring.Watched;
import io.reverseetl.testing.cluster.LocalCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The files of config-examples/monitoring with a real Prometheus, beside a worker whose plugins tell their figures to
 * Connect and one whose plugins have beans of their own. Each has a source and four sinks: one to which all goes well
 * but for some rows, one that has used its calls, one whose CRM is down and one whose token is wrong.
 */
@Tag("monitoring")
@ExtendWith(Environment.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonitoringIT {

    private static final int ROWS = 200;

    private final Map<Release, Watched> workers = new EnumMap<>(Release.class);
    private final List<AutoCloseable> opened = new ArrayList<>();
    private Prometheus prometheus;

    @BeforeAll
    void start(LocalCluster cluster, @TempDir Path folder) throws SQLException {
        Prometheus.require();
        new Contacts(cluster.crm()).createProperties();
        Connection database = cluster.postgres().connect();
        opened.add(database);
        for (Release release : List.of(Release.V3_9, Release.NEWEST)) {
            WorkerGroup group = new WorkerGroup(
                    cluster, release.kafka(), name(release), Map.of("offset.flush.interval.ms", "1000"));
            Watched watched = Watched.start(group);
            opened.add(watched.worker());
            workers.put(release, watched);
            createConnectors(database, release, new Connectors(watched.worker().rest()));
        }
        prometheus = Prometheus.start(
                folder, workers.values().stream().map(Watched::exporter).toList());
        opened.add(prometheus);
        opened.add(openTransaction(cluster));
    }

    private void createConnectors(Connection database, Release release, Connectors connectors) throws SQLException {
        Customers customers = new Customers(name(release));
        int first = 3_000_001 + 1_000 * release.index();
        try (Statement statement = database.createStatement()) {
            customers.create(statement);
            customers.insert(statement, first, first + ROWS - 1);
            statement.execute("UPDATE %s SET email = 'nobody(at)example.com' WHERE customer_id %% 100 = 7"
                    .formatted(customers.table()));
        }
        connectors.create(customers.source(name(release) + "-source", Map.of()));
        sink(release, connectors, customers, "good", Map.of("quota.daily.calls", "1000000"));
        sink(release, connectors, customers, "used", Map.of("quota.daily.calls", "2", "batch.max.records", "10"));
        sink(
                release,
                connectors,
                customers,
                "down",
                Map.of("crm.url", "http://127.0.0.1:" + Monitoring.freePort(), "breaker.failures", "2"));
        sink(release, connectors, customers, "failed", Map.of("auth.token", "not-the-token"));
    }

    private void sink(
            Release release, Connectors connectors, Customers customers, String name, Map<String, String> changes) {
        ObjectNode sink = customers.sink(name(release) + "-" + name, changes);
        Connectors.hurry((ObjectNode) sink.path("config"));
        connectors.createOnly(sink);
    }

    /** One that the watermark waits for; it is read in the database of both sources. */
    private static Connection openTransaction(LocalCluster cluster) throws SQLException {
        Connection connection = cluster.postgres().connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET application_name = 'nightly report'; SELECT pg_current_xact_id()");
        }
        return connection;
    }

    @AfterAll
    void stop() throws Exception {
        for (AutoCloseable part : opened) {
            part.close();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V3_9", "NEWEST"})
    void every_query_of_the_dashboard_has_data(Release release) {
        // When
        List<String> queries = Monitoring.queries(name(release) + "-.+");

        // Then
        assertThat(queries).hasSizeGreaterThan(20);
        await().atMost(Connectors.PATIENCE)
                .untilAsserted(() -> assertThat(queries)
                        .allSatisfy(
                                query -> assertThat(prometheus.series(query)).isNotEmpty()));
    }

    @Test
    void every_alert_looks_at_something_that_is_there() {
        // When
        List<JsonNode> rules = prometheus.rules();

        // Then
        assertThat(rules).hasSizeGreaterThan(5);
        await().atMost(Connectors.PATIENCE)
                .untilAsserted(() -> assertThat(rules)
                        .allSatisfy(rule -> assertThat(prometheus.series(Monitoring.withoutThresholds(rule)))
                                .isNotEmpty()));
    }

    @ParameterizedTest
    @EnumSource(names = {"V3_9", "NEWEST"})
    void alerts_fire_for_the_connector_that_they_are_about_and_no_other(Release release) {
        await().atMost(Connectors.PATIENCE)
                .untilAsserted(() -> assertThat(firing(release))
                        .isEqualTo(Map.of(
                                "ReverseEtlRecordsRejected", Set.of("good"),
                                "ReverseEtlQuotaLow", Set.of("used"),
                                "ReverseEtlBreakerOpen", Set.of("down"),
                                "ReverseEtlTaskFailed", Set.of("failed"))));
    }

    /** The alerts that fire for this release's connectors, each with whose it is. */
    private Map<String, Set<String>> firing(Release release) {
        return prometheus.series("ALERTS{alertstate=\"firing\", connector=~\"" + name(release) + "-.+\"}").stream()
                .map(series -> series.path("metric"))
                .collect(Collectors.groupingBy(
                        alert -> alert.path("alertname").asText(),
                        TreeMap::new,
                        Collectors.mapping(
                                alert -> alert.path("connector")
                                        .asText()
                                        .substring(name(release).length() + 1),
                                Collectors.toSet())));
    }

    @ParameterizedTest
    @EnumSource(names = {"V3_9", "NEWEST"})
    void every_figure_of_ours_that_is_known_is_exported(Release release) throws IOException {
        // Given
        Watched watched = workers.get(release);
        try (Jmx jmx = Jmx.of(watched.worker())) {
            // When, then: retried, as figures become known while one looks
            await().atMost(Connectors.PATIENCE).untilAsserted(() -> {
                Map<String, Object> figures = new TreeMap<>(jmx.values("io.reverseetl:*"));
                figures.putAll(jmx.values("kafka.connect:type=plugins,*"));
                figures.values().removeIf(value -> value.equals("") || value.equals(-1L));
                List<String> samples = watched.samples().stream()
                        .filter(sample -> sample.startsWith("reverseetl_"))
                        .toList();
                assertThat(samples)
                        .as("samples of %s", String.join("\n", figures.keySet()))
                        .hasSameSizeAs(figures.keySet())
                        // What the exporter adds where two figures have one name.
                        .noneMatch(sample -> sample.contains("_objectname"));
                assertThat(figures).hasSizeGreaterThan(50);
            });
        }
    }

    @Test
    void the_readme_names_every_figure() throws IOException {
        // When
        List<String> names = workers.values().stream()
                .flatMap(worker -> worker.samples().stream())
                .filter(sample -> sample.startsWith("reverseetl_") || sample.startsWith("kafka_connect_"))
                .map(sample -> '`' + sample.split("\\{", 2)[0] + '`')
                .distinct()
                .toList();

        // Then
        assertThat(names).hasSizeGreaterThan(20);
        assertThat(Monitoring.EXAMPLES.resolve("README.md")).content().contains(names);
    }

    @Test
    void promtool_finds_nothing_wrong_and_each_alert_fires_when_it_is_to(@TempDir Path folder) throws Exception {
        // Given
        for (String file : List.of("prometheus.yml", "alerts.yml")) {
            Files.copy(Monitoring.EXAMPLES.resolve(file), folder.resolve(file));
        }
        Path tests = folder.resolve("alerts-test.yml");
        Files.copy(
                Path.of(Objects.requireNonNull(getClass().getResource("/alerts-test.yml"))
                        .toURI()),
                tests);

        // When, then
        assertThat(promtool(folder, "check", "config", "prometheus.yml")).contains("SUCCESS");
        assertThat(promtool(folder, "check", "rules", "--lint-fatal", "alerts.yml"))
                .contains("SUCCESS");
        assertThat(promtool(folder, "test", "rules", "alerts-test.yml")).contains("SUCCESS");
        assertThat(Files.readString(tests))
                .contains(prometheus.rules().stream()
                        .map(rule -> "alertname=\"" + rule.path("name").asText() + '"')
                        .toList());
    }

    private static String promtool(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }

    private static String name(Release release) {
        return "watched_" + release.toString().toLowerCase(Locale.ROOT);
    }
}
