// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.reverseetl.connect.jdbc.testing.PostgresServer;
import io.reverseetl.connect.jdbc.testing.RunningConnector;
import io.reverseetl.connect.jdbc.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A task stops in time whatever it is doing. Connect gives it 5 s; one that takes longer goes on beside its successor,
 * and both write.
 */
@ExtendWith(PostgresServer.class)
@Timeout(60)
class StopIT {

    private static final Duration IN_TIME = Duration.ofSeconds(4);

    private static final String OUR_SESSIONS =
            "FROM pg_stat_activity WHERE application_name = 'reverseetl-jdbc-source' AND datname = current_database()";

    @Test
    void while_it_waits_for_the_next_look(TestDatabase database) {
        // Given
        createTable(database);
        RunningConnector connector = RunningConnector.start(database.config("poll.interval.ms", "60000"));
        connector.take(1);

        // When, Then
        assertStopsInTime(connector);
        awaitNoSession(database);
    }

    @Test
    void while_it_reads_a_page_that_takes_for_ever(TestDatabase database) {
        // Given
        createTable(database);
        database.execute("CREATE VIEW slow AS SELECT t.*, pg_sleep(300)::text AS slept FROM t");
        RunningConnector connector = RunningConnector.start(
                database.config("table.types", "VIEW", "key.columns", "id", "validate.non.null", "false"));
        await().until(() -> connector.poll().isEmpty() && isIn(database, "wait_event = 'PgSleep'"));

        // When, Then
        assertStopsInTime(connector);
        awaitNoSession(database);
    }

    @Test
    void while_it_waits_for_a_table_that_is_locked(TestDatabase database) throws SQLException {
        // Given
        createTable(database);
        try (RunningConnector connector = RunningConnector.start(database.config());
                Connection locking = database.connect();
                Statement lock = locking.createStatement()) {
            connector.take(1);
            locking.setAutoCommit(false);
            lock.execute("LOCK TABLE t");
            await().until(() -> connector.poll().isEmpty() && isIn(database, "wait_event_type = 'Lock'"));

            // When, Then
            assertStopsInTime(connector);
            awaitNoSession(database);
        }
    }

    @Test
    void while_it_asks_how_far_it_may_read(TestDatabase database) throws SQLException {
        // Given: the catalog behind pg_stat_activity is locked
        createTable(database);
        try (RunningConnector connector = RunningConnector.start(database.config());
                Connection locking = database.connect();
                Statement lock = locking.createStatement()) {
            connector.take(1);
            locking.setAutoCommit(false);
            lock.execute("LOCK TABLE pg_catalog.pg_authid");
            String waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
                    + " AND relation = 'pg_catalog.pg_authid'::regclass";
            await().until(() ->
                    connector.poll().isEmpty() && database.query(waiting).equals("1"));

            // When, Then
            assertStopsInTime(connector);
            await().until(() -> database.query(waiting).equals("0"));
        }
    }

    @Test
    void while_it_connects_to_a_server_that_does_not_answer() throws Exception {
        // Given
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Socket> connected = CompletableFuture.supplyAsync(() -> accept(silent));
            JdbcSourceTask task = RunningConnector.task(Map.of(
                    "name", "silent",
                    "task.tables", "[\"public.t\"]",
                    "connection.url", "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/x",
                    "mode", "timestamp",
                    "timestamp.column.name", "updated_at"));
            try (Socket unanswered = connected.join()) {
                assertThat(task.poll()).isNull();

                // When, Then
                assertTimeout(IN_TIME, task::stop);
                assertThat(unanswered.isConnected()).isTrue();
            }
        }
    }

    private static Socket accept(ServerSocket server) {
        try {
            return server.accept();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertStopsInTime(RunningConnector connector) {
        assertTimeout(IN_TIME, connector::close);
    }

    private static boolean isIn(TestDatabase database, String state) {
        return !database.query("SELECT count(*) " + OUR_SESSIONS + " AND " + state)
                .equals("0");
    }

    private static void awaitNoSession(TestDatabase database) {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> database.query("SELECT count(*) " + OUR_SESSIONS).equals("0"));
    }

    private static void createTable(TestDatabase database) {
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, updated_at timestamptz NOT NULL)",
                "INSERT INTO t VALUES (1, '2026-01-01')");
    }
}
