// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.testing.cluster.ConnectRest;
import io.reverseetl.testing.cluster.ConnectWorker;
import io.reverseetl.testing.cluster.LocalCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** With {@code exactly.once.source.support=enabled} a row is one record, whatever happens to a worker. */
@ExtendWith(Environment.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ExactlyOnceIT {

    private static final int ROWS = 6_000;

    /** Rows that one transaction of the writer inserts: all have the same timestamp, over several pages. */
    private static final int TIE = 60;

    @Test
    void killed_workers_lose_and_repeat_no_row(LocalCluster cluster) throws SQLException {
        // Given: two tables, two tasks, two workers
        try (Connection database = cluster.postgres().connect();
                Statement statement = database.createStatement();
                ConnectWorker first = startWorker(cluster, "once", 1);
                ConnectWorker second = startWorker(cluster, "once", 2)) {
            for (String table : List.of("once_a", "once_b")) {
                statement.execute(
                        "CREATE TABLE " + table + " (id int PRIMARY KEY, changed timestamptz NOT NULL DEFAULT now())");
            }
            new Connectors(first.rest())
                    .create(source("once", "once_[ab]", Map.of("tasks.max", "2", "batch.max.rows", "25")));

            // When: each worker is killed in turn, the first comes back, and rows are written all the time
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(cluster));
            Topic a = new Topic(cluster.broker().bootstrapServers(), "warehouse.once_a");
            awaitRows(a, ROWS / 20);
            first.kill();
            try (ConnectWorker restarted = startWorker(cluster, "once", 1)) {
                awaitRows(a, a.messages().size() + TIE);
                second.kill();
                writing.join();

                // Then
                for (String table : List.of("once_a", "once_b")) {
                    Topic topic = new Topic(cluster.broker().bootstrapServers(), "warehouse." + table);
                    awaitRows(topic, ROWS);
                    assertThat(topic.messages())
                            .extracting(message -> message.key().path("id").asInt())
                            .containsExactlyInAnyOrderElementsOf(
                                    IntStream.rangeClosed(1, ROWS).boxed().toList());
                }
                assertThat(restarted.rest().failure("once")).isNull();
            }
        }
    }

    @Test
    void a_page_ends_its_transaction_so_that_neither_idleness_nor_a_pause_lets_it_expire(LocalCluster cluster)
            throws SQLException {
        // Given
        try (Connection database = cluster.postgres().connect();
                Statement statement = database.createStatement();
                ConnectWorker worker = startWorker(cluster, "idle", 1);
                Connectors connectors = new Connectors(worker.rest())) {
            statement.execute("CREATE TABLE idle (id int PRIMARY KEY, changed timestamptz NOT NULL DEFAULT now());"
                    + "INSERT INTO idle VALUES (1)");
            Topic topic = new Topic(cluster.broker().bootstrapServers(), "warehouse.idle");
            connectors.create(source(
                    "idle",
                    "idle",
                    Map.of(
                            "transaction.boundary", "connector",
                            "producer.override.transaction.timeout.ms", "1000")));
            awaitRows(topic, 1);

            // When: nothing happens, and then the connector is paused, each for longer than a transaction may last
            assertRunningFor(Duration.ofSeconds(3), worker.rest(), "idle");
            worker.rest().send("PUT", "/connectors/idle/pause", null).orThrow();
            statement.execute("INSERT INTO idle VALUES (2)");
            await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
            worker.rest().send("PUT", "/connectors/idle/resume", null).orThrow();

            // Then
            awaitRows(topic, 2);
            assertThat(worker.rest().failure("idle")).isNull();
        }
    }

    private static ConnectWorker startWorker(LocalCluster cluster, String group, int number) {
        return new WorkerGroup(cluster, group, Map.of("exactly.once.source.support", "enabled")).start(number);
    }

    private static void assertRunningFor(Duration duration, ConnectRest connect, String connector) {
        await().during(duration).atMost(duration.multipliedBy(4)).until(() -> connect.isRunning(connector));
    }

    private static void awaitRows(Topic topic, int count) {
        await(count + " rows in " + topic.name())
                .atMost(Connectors.PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> topic.messages().size() >= count);
    }

    private static void write(LocalCluster cluster) {
        try (Connection database = cluster.postgres().connect();
                Statement statement = database.createStatement()) {
            for (int from = 1; from <= ROWS; from += TIE) {
                for (String table : List.of("once_a", "once_b")) {
                    statement.execute("INSERT INTO " + table + " SELECT generate_series(" + from + ", "
                            + Math.min(ROWS, from + TIE - 1) + ")");
                }
                statement.execute("SELECT pg_sleep(0.2)");
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static ObjectNode source(String name, String tables, Map<String, String> config) {
        Map<String, String> changes = new HashMap<>(Map.of(
                "table.include.list", "public\\." + tables,
                "timestamp.column.name", "changed",
                "poll.interval.ms", "100",
                "watermark.margin.ms", "100",
                "exactly.once.support", "required"));
        changes.putAll(config);
        return Connectors.example("customers-to-hubspot/source.json", name, changes);
    }
}
