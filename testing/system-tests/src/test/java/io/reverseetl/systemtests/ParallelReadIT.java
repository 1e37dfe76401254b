// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.testing.cluster.ConnectRest;
import io.reverseetl.testing.cluster.ConnectWorker;
import io.reverseetl.testing.cluster.LocalCluster;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** One table that several tasks read, over workers that crash. */
@ExtendWith(Environment.class)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ParallelReadIT {

    private static final int ROWS = 20_000;
    private static final int WRITERS = 2;

    @Test
    void four_tasks_lose_no_row_and_send_no_older_version_when_workers_are_killed(
            LocalCluster cluster, TestReporter reporter) throws SQLException {
        // Given: two workers that share the first read of a table, while it is written to
        WorkerGroup group = new WorkerGroup(cluster, "scaled", Map.of("offset.flush.interval.ms", "1000"));
        AtomicBoolean writes = new AtomicBoolean(true);
        try (Connection database = cluster.postgres().connect();
                Statement statement = database.createStatement();
                ConnectWorker first = group.start(1);
                ConnectWorker second = group.start(2)) {
            statement.execute("CREATE TABLE scaled (id int PRIMARY KEY, v int NOT NULL DEFAULT 1,"
                    + " changed timestamptz NOT NULL DEFAULT now());"
                    + "INSERT INTO scaled SELECT generate_series(1, " + ROWS + ");"
                    + "CREATE INDEX ON scaled (changed, id); ANALYZE scaled");
            Topic topic = new Topic(cluster.broker().bootstrapServers(), "warehouse.scaled");
            List<CompletableFuture<Void>> writers = IntStream.range(0, WRITERS)
                    .mapToObj(writer -> CompletableFuture.runAsync(() -> write(cluster, writer, writes)))
                    .toList();
            try {
                new Connectors(first.rest())
                        .create(Connectors.example(
                                "customers-to-hubspot/source.json",
                                "scaled",
                                Map.of(
                                        "table.include.list", "public\\.scaled",
                                        "timestamp.column.name", "changed",
                                        "tasks.max", "4",
                                        "snapshot.ranges", "4",
                                        "increment.slices", "4",
                                        "batch.max.rows", "2",
                                        "watermark.margin.ms", "100",
                                        "value.converter.schemas.enable", "false")));
                awaitUntil(
                        "four tasks over two workers",
                        () -> workersOfTasks(first.rest()).size() == 2);

                // When: a worker is killed in the first read, and the other while changes are read
                awaitUntil("a part of the first read", () -> topic.messages().size() > ROWS / 10);
                second.kill();
                assertThat(topic.messages()).as("rows at the kill").hasSizeLessThan(ROWS);
                try (ConnectWorker restarted = group.start(2)) {
                    awaitUntil(
                            "changes read by four tasks over two workers",
                            () -> offsets(restarted.rest()).contains("#bucket-")
                                    && workersOfTasks(restarted.rest()).size() == 2);
                    first.kill();
                    int atKill = topic.messages().size();
                    awaitUntil("changes after the kill", () -> topic.messages().size() > atKill + 500);
                    writes.set(false);
                    writers.forEach(CompletableFuture::join);

                    // Then
                    Map<Integer, Integer> expected = versions(statement);
                    awaitUntil(
                            "the latest version of each row",
                            () -> arrived(topic.messages()).equals(expected));
                    List<Topic.Message> messages = topic.messages();
                    reporter.publishEntry("repeats", repeats(messages) + " of " + messages.size());
                    assertThat(restarted.rest().failure("scaled")).isNull();
                }
            } finally {
                writes.set(false);
            }
        }
    }

    private static void awaitUntil(String what, Callable<Boolean> condition) {
        await(what)
                .atMost(Connectors.PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(condition);
    }

    /** The workers that run the connector's tasks, if it has its four and all of them run. */
    private static List<String> workersOfTasks(ConnectRest connect) {
        JsonNode tasks = connect.status("scaled").body().path("tasks");
        return tasks.size() == 4 && connect.isRunning("scaled")
                ? StreamSupport.stream(tasks.spliterator(), false)
                        .map(task -> task.path("worker_id").asText())
                        .distinct()
                        .toList()
                : List.of();
    }

    private static String offsets(ConnectRest connect) {
        return connect.send("GET", "/connectors/scaled/offsets", null).body().toString();
    }

    /** Changes rows of its own, in transactions that stay open for a while after they have stamped them. */
    private static void write(LocalCluster cluster, int writer, AtomicBoolean writes) {
        Random random = new Random(writer);
        try (Connection database = cluster.postgres().connect();
                Statement statement = database.createStatement()) {
            database.setAutoCommit(false);
            for (int added = ROWS + 1 + writer; writes.get(); added += WRITERS) {
                int from = 1 + random.nextInt(ROWS);
                statement.execute("INSERT INTO scaled VALUES (" + added + ");"
                        + "UPDATE scaled SET v = v + 1, changed = now() WHERE id BETWEEN " + from + " AND "
                        + (from + 20) + " AND id % " + WRITERS + " = " + writer + ";"
                        + "SELECT pg_sleep(" + random.nextInt(100) / 1000.0 + ")");
                database.commit();
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<Integer, Integer> versions(Statement statement) throws SQLException {
        Map<Integer, Integer> versions = new HashMap<>();
        try (ResultSet rows = statement.executeQuery("SELECT id, v FROM scaled")) {
            while (rows.next()) {
                versions.put(rows.getInt(1), rows.getInt(2));
            }
        }
        return versions;
    }

    private static int version(Topic.Message message) {
        return message.value().path("v").asInt();
    }

    private static int id(Topic.Message message) {
        return message.key().path("id").asInt();
    }

    /** The last version of each row in the topic. */
    private static Map<Integer, Integer> arrived(List<Topic.Message> messages) {
        Map<Integer, Integer> versions = new HashMap<>();
        messages.forEach(message -> versions.put(id(message), version(message)));
        return versions;
    }

    /** How many versions came again, as a crash makes them; an older one must not come behind a newer. */
    private static int repeats(List<Topic.Message> messages) {
        Map<Integer, Integer> versions = new HashMap<>();
        int repeats = 0;
        for (Topic.Message message : messages) {
            int version = version(message);
            int before = versions.getOrDefault(id(message), 0);
            assertThat(version)
                    .as("what follows version " + before + " of row " + id(message))
                    .isGreaterThanOrEqualTo(before);
            repeats += version == before ? 1 : 0;
            versions.put(id(message), version);
        }
        return repeats;
    }
}
