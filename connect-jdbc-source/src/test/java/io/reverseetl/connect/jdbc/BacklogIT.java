// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reverseetl.connect.jdbc.testing.PostgresServer;
import io.reverseetl.connect.jdbc.testing.RunningConnector;
import io.reverseetl.connect.jdbc.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Records that Kafka does not take for now stay in the database, not in the worker's memory. */
@ExtendWith(PostgresServer.class)
class BacklogIT {

    private static final int ROWS = 15_000;
    private static final int MOST_UNDERWAY = 5_000;
    private static final int PAGE = 1_000;

    @Test
    void while_records_do_not_arrive_no_more_are_read_than_a_few_pages(TestDatabase database)
            throws InterruptedException {
        // Given
        createTable(database);
        JdbcSourceTask task = task(database, Map.of());
        try {
            // When
            List<SourceRecord> records = takeUntilNoneCome(task);

            // Then
            assertThat(records).hasSizeBetween(MOST_UNDERWAY, MOST_UNDERWAY + PAGE);
            for (SourceRecord record : List.copyOf(records)) {
                task.commitRecord(record, null);
            }
            await().untilAsserted(() -> {
                for (SourceRecord record : poll(task)) {
                    records.add(record);
                    task.commitRecord(record, null);
                }
                assertThat(records).hasSize(ROWS);
            });
        } finally {
            task.stop();
        }
    }

    @Test
    void transactions_of_an_interval_may_be_as_large_as_they_get(TestDatabase database) throws InterruptedException {
        // Given
        createTable(database);
        JdbcSourceTask task = task(database, Map.of("transaction.boundary", "interval"));
        try {
            // When
            List<SourceRecord> records = takeUntilNoneCome(task);

            // Then
            assertThat(records).hasSize(ROWS);
        } finally {
            task.stop();
        }
    }

    private static void createTable(TestDatabase database) {
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, updated_at timestamptz NOT NULL DEFAULT '2026-01-01')",
                "INSERT INTO t SELECT g FROM generate_series(1, " + ROWS + ") AS g");
    }

    private static JdbcSourceTask task(TestDatabase database, Map<String, String> more) {
        Map<String, String> config = new HashMap<>(database.config("batch.max.rows", Integer.toString(PAGE)));
        config.put(TaskTables.KEY, "[\"public.t\"]");
        config.putAll(more);
        return RunningConnector.task(config);
    }

    private static List<SourceRecord> takeUntilNoneCome(JdbcSourceTask task) throws InterruptedException {
        List<SourceRecord> records = new ArrayList<>();
        await().pollInSameThread().pollInterval(Duration.ofMillis(1)).until(() -> {
            records.addAll(poll(task));
            return !records.isEmpty();
        });
        // A poll waits for a moment: several in a row without records mean that there are none.
        for (int empty = 0; empty < 5; ) {
            List<SourceRecord> polled = poll(task);
            records.addAll(polled);
            empty = polled.isEmpty() ? empty + 1 : 0;
        }
        return records;
    }

    private static List<SourceRecord> poll(JdbcSourceTask task) throws InterruptedException {
        List<SourceRecord> polled = task.poll();
        return polled == null ? List.of() : polled;
    }
}
