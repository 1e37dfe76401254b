// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reverseetl.connect.jdbc.testing.Records;
import io.reverseetl.connect.jdbc.testing.ReplicatedDatabase;
import io.reverseetl.connect.jdbc.testing.ReplicatedServer;
import io.reverseetl.connect.jdbc.testing.RunningConnector;
import io.reverseetl.connect.jdbc.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows are read from a standby, and transactions watched on its primary. */
@ExtendWith(ReplicatedServer.class)
class StandbyIT {

    @BeforeEach
    void a_table_on_both(ReplicatedDatabase database) {
        database.primary()
                .execute("CREATE TABLE t (id int PRIMARY KEY, updated_at timestamptz NOT NULL DEFAULT now())");
        database.awaitStandby();
    }

    @Test
    void a_row_of_a_transaction_that_was_open_meanwhile_is_not_missed(ReplicatedDatabase database) throws SQLException {
        // Given
        Map<String, String> config = database.configOfStandby(
                "watermark.connection.url", database.primary().url());

        // When
        List<SourceRecord> records = readAroundALateCommit(database, config);

        // Then
        assertThat(Records.values(records, "id")).containsExactly(1, 2, 3);
    }

    /** The flaw itself: without it the test above could not fail. */
    @Test
    void a_standby_alone_does_not_show_the_transaction_and_the_row_is_missed(ReplicatedDatabase database)
            throws SQLException {
        // When
        List<SourceRecord> records = readAroundALateCommit(database, database.configOfStandby());

        // Then: row 2 is missed too if it was replayed later than it is read up to
        assertThat(Records.values(records, "id")).doesNotContain(1);
    }

    @Test
    void rows_that_the_standby_has_not_replayed_yet_are_waited_for(ReplicatedDatabase database) throws SQLException {
        // Given
        TestDatabase primary = database.primary();
        Map<String, String> config = database.configOfStandby("watermark.connection.url", primary.url());
        try (Connection standby = database.connectToStandby();
                Statement statement = standby.createStatement();
                RunningConnector connector = RunningConnector.start(config)) {
            statement.execute("SELECT pg_wal_replay_pause()");
            primary.execute("INSERT INTO t VALUES (1, now())");

            // When: looks that would take the clock of the primary for a bound, and find nothing below it
            List<SourceRecord> paused = new ArrayList<>();
            for (int look = 0; look < 20; look++) {
                primary.waitAMoment();
                paused.addAll(connector.poll());
            }
            statement.execute("SELECT pg_wal_replay_resume()");
            List<SourceRecord> resumed = connector.take(1);

            // Then
            assertThat(paused).isEmpty();
            assertThat(Records.values(resumed, "id")).containsExactly(1);
        }
    }

    /** A page that takes longer than the standby may delay replay is cancelled by the server. */
    @Test
    void a_page_that_conflicts_with_recovery_is_read_again(ReplicatedDatabase database) throws SQLException {
        // Given: rows that are slow to read, and are vacuumed away on the primary meanwhile
        TestDatabase primary = database.primary();
        primary.execute(
                "INSERT INTO t SELECT id FROM generate_series(1, 30) AS id",
                "CREATE TABLE garbage AS SELECT id FROM generate_series(1, 1000) AS id",
                "CREATE FUNCTION slow() RETURNS int LANGUAGE sql AS"
                        + " 'SELECT count(*)::int FROM garbage, pg_sleep(0.05)'",
                "CREATE VIEW v AS SELECT id, updated_at, slow() AS slow FROM t");
        database.awaitStandby();
        Map<String, String> config = database.configOfStandby(
                "watermark.connection.url", primary.url(),
                "table.whitelist", "v",
                "table.types", "VIEW",
                "key.columns", "id",
                "validate.non.null", "false");
        try (Connection standby = database.connectToStandby();
                Statement statement = standby.createStatement();
                RunningConnector connector = RunningConnector.start(config)) {
            statement.execute("ALTER SYSTEM SET max_standby_streaming_delay = 0");
            statement.execute("SELECT pg_reload_conf()");
            connector.poll();
            // Vacuumed before the page is being read, they would be in nobody's way.
            await().until(() -> database.isReadFromStandby("slow"));

            // When
            primary.execute("DELETE FROM garbage", "VACUUM garbage");
            List<SourceRecord> records = connector.take(30);

            // Then
            assertThat(Records.values(records, "id")).hasSize(30).doesNotHaveDuplicates();
            // A server that cancels a statement counts that some time later.
            await().until(() -> database.standbyConflicts() > 0);
        }
    }

    @Test
    void validation_refuses_a_primary_that_is_none(ReplicatedDatabase database) {
        // Given
        Map<String, String> standbyItself = database.configOfStandby("watermark.connection.url", database.standbyUrl());
        Map<String, String> notNeeded = database.primary()
                .config("watermark.connection.url", database.primary().url());
        Map<String, String> unreachable =
                database.configOfStandby("watermark.connection.url", "jdbc:postgresql://localhost:1/x");

        // When, Then
        assertThat(errors(standbyItself)).singleElement().asString().contains("standby itself");
        assertThat(errors(notNeeded)).singleElement().asString().contains("not a standby");
        assertThat(errors(unreachable)).singleElement().asString().contains("localhost:1");
    }

    @Test
    void validation_says_why_a_standby_alone_does_not_do(ReplicatedDatabase database) {
        // Given
        Map<String, String> config =
                database.configOfStandby("watermark.required", "true", "watermark.margin.ms", "1000");

        // When
        Config validated = new JdbcSourceConnector().validate(config);

        // Then
        assertThat(messages(validated, "watermark.required"))
                .singleElement()
                .asString()
                .contains("table public.t", "standby", "watermark.connection.url");
    }

    private static List<String> errors(Map<String, String> config) {
        return messages(new JdbcSourceConnector().validate(config), "watermark.connection.url");
    }

    private static List<String> messages(Config validated, String key) {
        return validated.configValues().stream()
                .filter(value -> value.name().equals(key))
                .map(ConfigValue::errorMessages)
                .flatMap(List::stream)
                .toList();
    }

    /** Row 1 is stamped first and committed last; row 2 is committed before it, and row 3 behind both. */
    private static List<SourceRecord> readAroundALateCommit(ReplicatedDatabase database, Map<String, String> config)
            throws SQLException {
        TestDatabase primary = database.primary();
        List<SourceRecord> records = new ArrayList<>();
        try (Connection late = primary.connect();
                Statement statement = late.createStatement();
                RunningConnector connector = RunningConnector.start(config)) {
            statement.execute("BEGIN; SELECT now()");
            primary.execute("INSERT INTO t VALUES (2)");
            database.awaitStandby();
            for (int look = 0; look < 10; look++) {
                primary.waitAMoment();
                records.addAll(connector.poll());
            }
            statement.execute("INSERT INTO t VALUES (1)");
            statement.execute("COMMIT");
            primary.execute("INSERT INTO t VALUES (3)");
            records.addAll(connector.takeThrough("id", 3));
        }
        return records;
    }
}
