// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverseetl.connect.jdbc.testing.PostgresServer;
import io.reverseetl.connect.jdbc.testing.Records;
import io.reverseetl.connect.jdbc.testing.RunningConnector;
import io.reverseetl.connect.jdbc.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a task does when the database fails it, or is altered under it. */
@ExtendWith(PostgresServer.class)
class FailureIT {

    private static final String OUR_SESSIONS =
            "FROM pg_stat_activity WHERE application_name = 'reverseetl-jdbc-source' AND datname = current_database()";

    @Test
    void a_connection_that_is_killed_again_and_again_costs_nothing_but_time(TestDatabase database) {
        // Given
        createTable(database, 500);
        List<SourceRecord> records = new ArrayList<>();

        // When
        try (RunningConnector connector = RunningConnector.start(database.config("batch.max.rows", "50"))) {
            for (int kill = 1; kill <= 5; kill++) {
                records.addAll(connector.take(50));
                database.query("SELECT count(pg_terminate_backend(pid)) " + OUR_SESSIONS);
            }
            records.addAll(connector.take(500 - records.size()));
        }

        // Then
        assertThat(Records.values(records, "id"))
                .isEqualTo(IntStream.rangeClosed(1, 500).boxed().toList());
    }

    @Test
    void a_database_that_lets_nobody_in_is_waited_for(TestDatabase database) {
        // Given
        createTable(database, 1);
        String role = database.role("GRANT SELECT ON t TO %s");
        try (RunningConnector connector =
                RunningConnector.start(database.config("connection.user", role, "connection.password", "secret"))) {
            connector.take(1);
            lockOut(database, role);
            database.execute("INSERT INTO t VALUES (2, now())");

            // When
            List<SourceRecord> meanwhile = new ArrayList<>();
            for (int poll = 0; poll < 20; poll++) {
                database.waitAMoment();
                meanwhile.addAll(connector.poll());
            }
            database.execute("ALTER ROLE " + role + " CONNECTION LIMIT -1");
            List<SourceRecord> afterwards = connector.take(1);

            // Then
            assertThat(meanwhile).isEmpty();
            assertThat(Records.values(afterwards, "id")).containsExactly(2);
        }
    }

    @Test
    void a_failure_that_does_not_pass_within_the_deadline_fails_the_task(TestDatabase database) {
        // Given
        createTable(database, 1);
        String role = database.role("GRANT SELECT ON t TO %s");
        Map<String, String> config =
                database.config("connection.user", role, "connection.password", "secret", "retry.timeout.ms", "300");
        try (RunningConnector connector = RunningConnector.start(config)) {
            connector.take(1);

            // When
            lockOut(database, role);

            // Then
            assertThatThrownBy(() -> connector.take(1))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("too many connections")
                    .hasMessageContaining("retry.timeout.ms");
        }
    }

    @Test
    void a_grant_that_is_revoked_fails_the_task_with_what_to_grant(TestDatabase database) {
        // Given
        createTable(database, 1);
        String role = database.role("GRANT SELECT ON t TO %s");
        try (RunningConnector connector =
                RunningConnector.start(database.config("connection.user", role, "connection.password", "secret"))) {
            connector.take(1);

            // When
            database.execute("REVOKE SELECT ON t FROM " + role);

            // Then
            assertThatThrownBy(() -> connector.take(1))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("public.t")
                    .hasMessageContaining("GRANT");
        }
    }

    @Test
    void an_expression_that_fails_names_the_table_and_not_the_value(TestDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, n text, updated_at timestamptz NOT NULL)",
                "INSERT INTO t VALUES (1, 'Ada Lovelace', '2026-01-01')",
                "CREATE VIEW v AS SELECT id, n::int AS n, updated_at FROM t");
        Map<String, String> config =
                database.config("table.types", "VIEW", "key.columns", "id", "validate.non.null", "false");

        // When, Then
        try (RunningConnector connector = RunningConnector.start(config)) {
            assertThatThrownBy(() -> connector.take(1))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("public.v")
                    .hasMessageContaining("22P02")
                    .satisfies(thrown -> assertThat(org.assertj.core.util.Throwables.getStackTrace(thrown))
                            .doesNotContain("Lovelace"));
        }
    }

    @Test
    void a_column_that_is_added_appears_in_the_next_records(TestDatabase database) {
        // Given
        createTable(database, 1);
        try (RunningConnector connector = RunningConnector.start(database.config())) {
            SourceRecord before = connector.take(1).get(0);

            // When
            database.execute("ALTER TABLE t ADD note text", "INSERT INTO t VALUES (2, now(), 'new')");
            SourceRecord after = connector.take(1).get(0);

            // Then
            assertThat(before.valueSchema().field("note")).isNull();
            assertThat(Records.value(after).get("note")).isEqualTo("new");
        }
    }

    @Test
    void columns_that_are_dropped_and_altered_while_a_look_goes_on_change_the_records(TestDatabase database) {
        // Given
        createTable(database, 10);
        database.execute("ALTER TABLE t ADD note text, ADD amount int DEFAULT 7");
        List<SourceRecord> records = new ArrayList<>();
        try (RunningConnector connector = RunningConnector.start(database.config("batch.max.rows", "1"))) {
            records.addAll(connector.take(2));

            // When
            database.execute("ALTER TABLE t DROP note, ALTER amount TYPE text USING 'EUR ' || amount");
            records.addAll(connector.take(8));
        }

        // Then
        assertThat(Records.values(records, "id"))
                .isEqualTo(IntStream.rangeClosed(1, 10).boxed().toList());
        SourceRecord last = records.get(9);
        assertThat(last.valueSchema().field("note")).isNull();
        assertThat(Records.value(last).get("amount")).isEqualTo("EUR 7");
    }

    @Test
    void a_column_that_is_renamed_while_a_look_goes_on_is_called_so_in_the_next_records(TestDatabase database) {
        // Given
        createTable(database, 10);
        database.execute("ALTER TABLE t ADD note text DEFAULT 'n'");
        List<SourceRecord> records = new ArrayList<>();
        try (RunningConnector connector = RunningConnector.start(database.config("batch.max.rows", "1"))) {
            records.addAll(connector.take(2));

            // When
            database.execute("ALTER TABLE t RENAME note TO remark");
            records.addAll(connector.take(8));
        }

        // Then
        assertThat(Records.values(records, "id"))
                .isEqualTo(IntStream.rangeClosed(1, 10).boxed().toList());
        assertThat(records.get(9).valueSchema().field("note")).isNull();
        assertThat(Records.value(records.get(9)).get("remark")).isEqualTo("n");
    }

    @Test
    void a_column_that_becomes_not_null_and_nullable_again_changes_no_schema(TestDatabase database) {
        // Given
        createTable(database, 1);
        database.execute("ALTER TABLE t ADD note text DEFAULT 'n'");
        List<SourceRecord> records = new ArrayList<>();
        try (RunningConnector connector = RunningConnector.start(database.config())) {
            records.addAll(connector.take(1));

            // When
            database.execute("ALTER TABLE t ALTER note SET NOT NULL", "INSERT INTO t VALUES (2, now(), 'a')");
            records.addAll(connector.take(1));
            database.execute("ALTER TABLE t ALTER note DROP NOT NULL", "INSERT INTO t VALUES (3, now(), NULL)");
            records.addAll(connector.take(1));
        }

        // Then
        assertThat(records)
                .extracting(SourceRecord::valueSchema)
                .containsOnly(records.get(0).valueSchema());
        assertThat(Records.values(records, "note")).containsExactly("n", "a", null);
    }

    @Test
    void a_timestamp_column_that_becomes_nullable_fails_the_task_naming_it(TestDatabase database) {
        // Given
        createTable(database, 1);
        try (RunningConnector connector = RunningConnector.start(database.config())) {
            connector.take(1);

            // When
            database.execute("ALTER TABLE t ALTER updated_at DROP NOT NULL");

            // Then
            assertThatThrownBy(() -> connector.take(1))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("public.t")
                    .hasMessageContaining("updated_at can be NULL");
        }
    }

    @Test
    void a_timestamp_column_that_is_retyped_is_compared_in_its_new_type(TestDatabase database) {
        // Given
        createTable(database, 1);
        List<SourceRecord> records = new ArrayList<>();
        try (RunningConnector connector = RunningConnector.start(database.config())) {
            records.addAll(connector.take(1));

            // When
            database.execute(
                    "ALTER TABLE t ALTER updated_at TYPE timestamp USING updated_at AT TIME ZONE 'UTC'",
                    "INSERT INTO t VALUES (2, '2026-01-02')");
            records.addAll(connector.take(1));
        }

        // Then
        assertThat(Records.values(records, "id")).containsExactly(1, 2);
        assertThat(Records.values(records, "updated_at"))
                .containsExactly("2026-01-01T00:00:00.000000Z", "2026-01-02T00:00:00.000000");
    }

    @Test
    void a_timestamp_column_that_is_dropped_fails_the_task_naming_key_and_table(TestDatabase database) {
        // Given
        createTable(database, 1);
        try (RunningConnector connector = RunningConnector.start(database.config())) {
            connector.take(1);

            // When
            database.execute("ALTER TABLE t RENAME updated_at TO changed_at");

            // Then
            assertThatThrownBy(() -> connector.take(1))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("timestamp.column.name")
                    .hasMessageContaining("public.t")
                    .hasMessageContaining("changed_at");
        }
    }

    @Test
    void a_primary_key_that_is_replaced_fails_the_task_naming_both(TestDatabase database) {
        // Given
        createTable(database, 1);
        database.execute("ALTER TABLE t ADD no int NOT NULL DEFAULT 1");
        try (RunningConnector connector = RunningConnector.start(database.config())) {
            connector.take(1);

            // When
            database.execute(
                    "ALTER TABLE t DROP CONSTRAINT t_pkey, ADD PRIMARY KEY (no)", "INSERT INTO t VALUES (2, now(), 2)");

            // Then
            assertThatThrownBy(() -> connector.take(1))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("public.t")
                    .hasMessageContaining("[id]")
                    .hasMessageContaining("[no]")
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void a_locked_table_holds_up_the_others_for_a_moment_only_and_is_read_once_unlocked(TestDatabase database)
            throws SQLException {
        // Given
        createTable(database, 1);
        database.execute("CREATE TABLE u (LIKE t INCLUDING ALL)", "INSERT INTO u VALUES (100, '2026-01-01')");
        try (RunningConnector connector = RunningConnector.start(database.config());
                Connection locking = database.connect();
                Statement lock = locking.createStatement()) {
            connector.take(2);

            // When
            locking.setAutoCommit(false);
            lock.execute("LOCK TABLE t");
            lock.execute("INSERT INTO t VALUES (2, '2026-01-02')");
            Awaitility.await().until(() -> connector.poll().isEmpty() && waitingForALock(database));
            database.execute("INSERT INTO u VALUES (200, '2026-01-02')");
            List<SourceRecord> locked = connector.take(1);
            locking.commit();
            List<SourceRecord> unlocked = connector.take(1);

            // Then
            assertThat(Records.values(locked, "id")).containsExactly(200);
            assertThat(Records.values(unlocked, "id")).containsExactly(2);
        }
    }

    @Test
    void a_table_that_is_dropped_fails_the_task(TestDatabase database) {
        // Given
        createTable(database, 1);
        try (RunningConnector connector = RunningConnector.start(database.config())) {
            connector.take(1);

            // When
            database.execute("DROP TABLE t");

            // Then
            assertThatThrownBy(() -> connector.take(1))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("public.t")
                    .hasMessageContaining("does not exist any more");
        }
    }

    @Test
    @Timeout(30)
    void a_statement_that_runs_for_minutes_holds_up_neither_poll_nor_stop(TestDatabase database) {
        // Given
        createTable(database, 1);
        database.execute("CREATE VIEW slow AS SELECT t.*, pg_sleep(300)::text AS slept FROM t");
        Map<String, String> config =
                database.config("table.types", "VIEW", "key.columns", "id", "validate.non.null", "false");
        RunningConnector connector = RunningConnector.start(config);
        Awaitility.await().until(() -> !connector.poll().isEmpty() || sleeping(database));

        // When
        List<SourceRecord> polled = connector.poll();
        connector.close();

        // Then
        assertThat(polled).isEmpty();
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !sleeping(database));
    }

    /** Ends the role's sessions and lets it begin no others. */
    private static void lockOut(TestDatabase database, String role) {
        database.execute("ALTER ROLE " + role + " CONNECTION LIMIT 0");
        database.query("SELECT count(pg_terminate_backend(pid)) " + OUR_SESSIONS);
        Awaitility.await()
                .until(() -> database.query("SELECT count(*) " + OUR_SESSIONS).equals("0"));
    }

    private static boolean waitingForALock(TestDatabase database) {
        return !database.query("SELECT count(*) " + OUR_SESSIONS + " AND wait_event_type = 'Lock'")
                .equals("0");
    }

    private static boolean sleeping(TestDatabase database) {
        return !database.query("SELECT count(*) " + OUR_SESSIONS + " AND query LIKE '%slow%' AND state = 'active'"
                        + " AND query LIKE '%LIMIT%'")
                .equals("0");
    }

    private static void createTable(TestDatabase database, int rows) {
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, updated_at timestamptz NOT NULL)",
                "INSERT INTO t SELECT g, '2026-01-01' FROM generate_series(1, " + rows + ") g");
    }
}
