// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverseetl.connect.jdbc.testing.PostgresServer;
import io.reverseetl.connect.jdbc.testing.RunningConnector;
import io.reverseetl.connect.jdbc.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.PGConnection;

/** What an operator can watch of each table. */
@ExtendWith(PostgresServer.class)
class MetricsIT {

    @Test
    void rows_and_pages_are_counted_by_table(TestDatabase database) {
        // Given
        createTable(database, "t", 5);
        createTable(database, "u", 1);

        // When
        try (RunningConnector connector = RunningConnector.start(database.config("batch.max.rows", "2"))) {
            connector.take(6);

            // Then
            assertThat(connector.metric("rows-total", "public.t")).isEqualTo(5L);
            assertThat(connector.metric("pages-total", "public.t")).isEqualTo(3L);
            assertThat(connector.metric("rows-total", "public.u")).isEqualTo(1L);
            assertThat(connector.metric("pages-total", "public.u")).isEqualTo(1L);
            assertThat(connector.metric("last-error", "public.u")).isEqualTo("");
        }
    }

    @Test
    void the_progress_of_a_first_read_is_shown_for_each_range(TestDatabase database) {
        // Given
        createTable(database, "t", 200);
        database.execute("ANALYZE t");
        Map<String, String> config = database.config("snapshot.ranges", "2", "batch.max.rows", "10");

        // When
        try (RunningConnector connector = RunningConnector.start(config, 2)) {
            connector.takeUntil(taken -> taken.stream()
                            .filter(record -> record.topic().equals("reverseetl.heartbeat"))
                            .count()
                    == 2);

            // Then
            for (String range : List.of("public.t#range-1", "public.t#range-2")) {
                assertThat((long) connector.metric("snapshot-rows", range)).isBetween(90L, 110L);
                assertThat(connector.metric("snapshot-estimated-rows", range)).isEqualTo(100L);
            }
        }
    }

    @Test
    void the_progress_of_a_first_read_by_one_task_is_shown_and_ends_with_it(TestDatabase database) {
        // Given
        createTable(database, "t", 200);
        database.execute("ANALYZE t");

        // When
        try (RunningConnector connector = RunningConnector.start(database.config("batch.max.rows", "10"))) {
            connector.take(200);
            database.execute("INSERT INTO t SELECT g, now() FROM generate_series(201, 205) AS g");
            connector.take(5);

            // Then
            assertThat(connector.metric("snapshot-rows", "public.t")).isEqualTo(200L);
            assertThat(connector.metric("snapshot-estimated-rows", "public.t")).isEqualTo(200L);
        }
    }

    @Test
    void a_failure_is_counted_and_its_code_shown(TestDatabase database) {
        // Given
        createTable(database, "t", 1);
        try (RunningConnector connector = RunningConnector.start(database.config())) {
            connector.take(1);

            // When
            database.query("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                    + " WHERE application_name = 'reverseetl-jdbc-source' AND datname = current_database()");
            Awaitility.await()
                    .until(() -> connector.poll().isEmpty()
                            && connector.metric("retries-total", "public.t").equals(1L));

            // Then: the server's word, or the driver's that found the connection closed
            assertThat(connector.metric("last-error", "public.t")).isIn("57P01", "08003", "08006");
        }
    }

    @Test
    void a_failure_that_ends_the_task_is_shown_until_the_task_is_stopped(TestDatabase database) {
        // Given
        createTable(database, "t", 1);
        RunningConnector connector = RunningConnector.start(database.config());
        connector.take(1);

        // When
        database.execute("ALTER TABLE t RENAME id TO no");
        database.execute("DROP TABLE t");
        assertThatThrownBy(() -> connector.take(1)).isInstanceOf(ConnectException.class);

        // Then
        assertThat(connector.metrics()).contains("last-error");
        connector.close();
        assertThat(connector.metrics()).isEmpty();
    }

    @Test
    void the_lag_grows_with_the_transaction_that_holds_rows_back_and_its_pid_is_shown(TestDatabase database)
            throws SQLException {
        // Given
        createTable(database, "t", 1);
        try (RunningConnector connector = RunningConnector.start(database.config());
                Connection holding = database.connect();
                Statement transaction = holding.createStatement()) {
            connector.take(1);
            Awaitility.await().until(() -> connector.poll().isEmpty() && figure(connector, "lag-ms") >= 0);

            // When
            holding.setAutoCommit(false);
            transaction.execute("SELECT 1");
            String pid = "pid " + holding.unwrap(PGConnection.class).getBackendPID();
            Awaitility.await()
                    .until(() -> connector.poll().isEmpty() && holder(connector).contains(pid));
            long before = figure(connector, "watermark-age-ms");
            Awaitility.await()
                    .until(() -> connector.poll().isEmpty() && figure(connector, "watermark-age-ms") > before + 500);

            // Then
            assertThat(figure(connector, "lag-ms")).isGreaterThan(500);

            // When
            holding.rollback();

            // Then
            Awaitility.await()
                    .until(() -> connector.poll().isEmpty()
                            && figure(connector, "lag-ms") < 500
                            && holder(connector).isEmpty());
        }
    }

    private static String holder(RunningConnector connector) {
        return (String) connector.metric("watermark-holder", "public.t");
    }

    private static long figure(RunningConnector connector, String name) {
        return (long) connector.metric(name, "public.t");
    }

    private static void createTable(TestDatabase database, String name, int rows) {
        database.execute(
                "CREATE TABLE " + name + " (id int PRIMARY KEY, updated_at timestamptz NOT NULL)",
                "INSERT INTO " + name + " SELECT g, '2026-01-01' FROM generate_series(1, " + rows + ") g");
    }
}
