// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.systemtests.Monitoring.Watched;
import io.reverseetl.testing.cluster.JsonHttp;
import io.reverseetl.testing.cluster.LocalCluster;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Some minutes worth looking at, plotted as the dashboard shows them: a first load, then changes each second; the CRM is
 * away for half a minute, a transaction stays open for another, and one of two sinks uses its day's calls up.
 */
@Tag("pictures")
@ExtendWith(Environment.class)
class DashboardPicturesIT {

    private static final int ROWS = 20_000;
    /** The row of the dashboard with which the second picture begins. */
    private static final int SECOND_PICTURE = 28;

    private static final Customers CUSTOMERS = new Customers("customers");

    @Test
    void a_run_is_plotted(LocalCluster cluster, @TempDir Path folder) throws Exception {
        Prometheus.require();
        new Contacts(cluster.crm()).createProperties();
        WorkerGroup group = new WorkerGroup(cluster, "pictures", Map.of("offset.flush.interval.ms", "1000"));
        Watched watched = Watched.start(group);
        try (Connection database = cluster.postgres().connect();
                Statement statement = database.createStatement();
                Connection report = cluster.postgres().connect();
                Prometheus prometheus = Prometheus.start(folder, List.of(watched.exporter()))) {
            // Given
            CUSTOMERS.create(statement);
            CUSTOMERS.insert(statement, 1, ROWS);
            statement.execute("UPDATE customers SET email = 'nobody(at)example.com' WHERE customer_id % 5000 = 7");

            // When
            Instant start = Instant.now();
            tell(cluster, watched, statement, report);

            // Then
            plot(prometheus, start, Instant.now());
        } finally {
            watched.worker().close();
        }
    }

    private static void tell(LocalCluster cluster, Watched watched, Statement statement, Connection report)
            throws SQLException {
        Connectors connectors = new Connectors(watched.worker().rest());
        change(statement, 5);
        connectors.create(CUSTOMERS.source("customers-source", Map.of()));
        sink(connectors, "customers-to-hubspot", Map.of("quota.daily.calls", "2000"));
        sink(connectors, "segments-to-hubspot", Map.of("quota.daily.calls", "350"));
        change(statement, 40);

        JsonHttp crm = new JsonHttp(cluster.crm().url(), null);
        crm.send("POST", "/_/faults", "[{\"kind\":\"status\",\"status\":503,\"times\":100000}]")
                .orThrow();
        change(statement, 30);
        crm.send("DELETE", "/_/faults", null).orThrow();
        change(statement, 25);

        report.setAutoCommit(false);
        try (Statement opening = report.createStatement()) {
            opening.execute("SET application_name = 'nightly report'; SELECT pg_current_xact_id()");
        }
        change(statement, 30);
        report.rollback();
        change(statement, 30);
    }

    private static void sink(Connectors connectors, String name, Map<String, String> changes) {
        ObjectNode sink = CUSTOMERS.sink(name, changes);
        ObjectNode config = (ObjectNode) sink.path("config");
        config.put("breaker.failures", "5");
        config.put("breaker.open.ms", "4000");
        config.put("retry.backoff.max.ms", "1000");
        connectors.createOnly(sink);
    }

    /** Changes twenty customers a second. */
    private static void change(Statement statement, int seconds) throws SQLException {
        for (int second = 0; second < seconds; second++) {
            Instant next = Instant.now().plusSeconds(1);
            await().pollInterval(Duration.ofMillis(100))
                    .until(() -> Instant.now().isAfter(next));
            CUSTOMERS.change(statement, 20 * second + 100, 20 * second + 119);
        }
    }

    private static void plot(Prometheus prometheus, Instant start, Instant end) throws Exception {
        Path root = Monitoring.EXAMPLES.resolve("../..").normalize();
        Process plot = new ProcessBuilder(
                        System.getProperty("pictures.python"),
                        root.resolve("testing/pictures/plot_dashboard.py").toString(),
                        Monitoring.EXAMPLES.resolve("dashboard.json").toString(),
                        "--prometheus=" + prometheus.url(),
                        "--start=" + start.getEpochSecond(),
                        "--end=" + end.getEpochSecond(),
                        "--split=" + SECOND_PICTURE,
                        "--output=" + root.resolve("docs/pictures"))
                .inheritIO()
                .start();
        assertThat(plot.waitFor()).isZero();
    }
}
