// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reverseetl.connect.jdbc.testing.PostgresServer;
import io.reverseetl.connect.jdbc.testing.Records;
import io.reverseetl.connect.jdbc.testing.RunningConnector;
import io.reverseetl.connect.jdbc.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** With an hour between two looks, only a notification can be why a change arrives. */
@ExtendWith(PostgresServer.class)
@Timeout(60)
class WakeupIT {

    private static final String LISTENING =
            "FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'";

    @BeforeEach
    void a_table_with_the_trigger_of_the_guide(TestDatabase database) throws IOException {
        database.execute(
                "CREATE TABLE customers (id int PRIMARY KEY, updated_at timestamptz NOT NULL DEFAULT now())",
                "INSERT INTO customers VALUES (0, '2026-01-01')",
                triggerOfTheGuide());
    }

    private static String triggerOfTheGuide() throws IOException {
        String guide = Files.readString(Path.of("../docs/source.md"));
        int begin = guide.indexOf("CREATE FUNCTION customers_changed()");
        return guide.substring(begin, guide.indexOf("```", begin));
    }

    private static Map<String, String> config(TestDatabase database, String... keysAndValues) {
        Map<String, String> config = database.config(keysAndValues);
        config.put("poll.interval.ms", "3600000");
        config.put("wakeup.channel", "customers_changed");
        return config;
    }

    /** Everything that was there has been read, the wake-up of the connect has passed, and the next look is far off. */
    private static RunningConnector idle(TestDatabase database, Map<String, String> config) {
        RunningConnector connector = RunningConnector.start(config);
        connector.take(1);
        awaitListening(database);
        pollFor(connector, Duration.ofMillis(500));
        return connector;
    }

    private static void awaitListening(TestDatabase database) {
        await().until(() -> database.query("SELECT count(*) " + LISTENING).equals("1"));
    }

    private static void pollFor(RunningConnector connector, Duration time) {
        await().pollInSameThread()
                .during(time)
                .atMost(Duration.ofSeconds(20))
                .until(() -> connector.poll().isEmpty());
    }

    @Test
    void a_change_arrives_as_soon_as_it_is_committed(TestDatabase database) {
        // Given
        try (RunningConnector connector = idle(database, config(database))) {

            // When
            database.execute("INSERT INTO customers VALUES (1)");
            List<SourceRecord> records = connector.take(1);

            // Then
            assertThat(Records.values(records, "id")).containsExactly(1);
        }
    }

    @Test
    void without_a_notification_the_poll_interval_holds(TestDatabase database) {
        // Given
        database.execute("ALTER TABLE customers DISABLE TRIGGER USER");
        try (RunningConnector connector = idle(database, config(database))) {

            // When
            database.execute("INSERT INTO customers VALUES (1)");

            // Then
            pollFor(connector, Duration.ofSeconds(1));
        }
    }

    @Test
    void a_change_that_the_margin_holds_back_arrives_when_it_has_passed(TestDatabase database) {
        // Given
        Map<String, String> config = config(database, "watermark.margin.ms", "1500");
        try (RunningConnector connector = idle(database, config)) {

            // When
            database.execute("INSERT INTO customers VALUES (1)");
            List<SourceRecord> records = connector.take(1);

            // Then
            assertThat(Records.values(records, "id")).containsExactly(1);
            assertThat(database.query("SELECT clock_timestamp() - updated_at >= interval '1.5 s' FROM customers"
                            + " WHERE id = 1"))
                    .isEqualTo("t");
        }
    }

    @Test
    void a_change_that_a_transaction_holds_back_arrives_when_that_has_ended(TestDatabase database) throws SQLException {
        // Given
        try (RunningConnector connector = idle(database, config(database));
                Connection holding = database.connect();
                Statement hold = holding.createStatement()) {
            hold.execute("BEGIN; SELECT now()");
            database.execute("INSERT INTO customers VALUES (1)");
            pollFor(connector, Duration.ofMillis(500));

            // When: nothing is told of it
            hold.execute("ROLLBACK");
            List<SourceRecord> records = connector.take(1);

            // Then
            assertThat(Records.values(records, "id")).containsExactly(1);
        }
    }

    @Test
    void a_listening_connection_that_was_lost_is_opened_again_and_what_was_not_told_meanwhile_is_read(
            TestDatabase database) {
        // Given
        try (RunningConnector connector = idle(database, config(database))) {

            // When: the first change is told to nobody
            database.query("SELECT pg_terminate_backend(pid) " + LISTENING);
            database.execute(
                    "ALTER TABLE customers DISABLE TRIGGER USER",
                    "INSERT INTO customers VALUES (1)",
                    "ALTER TABLE customers ENABLE TRIGGER USER");
            List<SourceRecord> missed = connector.take(1);
            awaitListening(database);
            pollFor(connector, Duration.ofMillis(500));
            database.execute("INSERT INTO customers VALUES (2)");
            List<SourceRecord> told = connector.take(1);

            // Then
            assertThat(Records.values(missed, "id")).containsExactly(1);
            assertThat(Records.values(told, "id")).containsExactly(2);
        }
    }

    @Test
    void new_ids_arrive_at_once_too(TestDatabase database) {
        // Given
        Map<String, String> config = config(
                database, "mode", "incrementing", "incrementing.column.name", "id", "watermark.margin.ms", "100");
        config.remove("timestamp.column.name");
        try (RunningConnector connector = idle(database, config)) {

            // When
            database.execute("INSERT INTO customers VALUES (1)");
            List<SourceRecord> records = connector.take(1);

            // Then
            assertThat(Records.values(records, "id")).containsExactly(1);
        }
    }

    @Test
    void a_table_that_is_read_all_over_again_is_not_woken(TestDatabase database) {
        // Given
        Map<String, String> config = config(database, "mode", "bulk");
        config.remove("timestamp.column.name");
        try (RunningConnector connector = idle(database, config)) {

            // When
            database.execute("INSERT INTO customers VALUES (1)");

            // Then
            pollFor(connector, Duration.ofSeconds(1));
        }
    }

    @Test
    void a_task_that_stops_leaves_no_connection_behind(TestDatabase database) {
        // Given
        RunningConnector connector = idle(database, config(database));

        // When
        connector.close();

        // Then: sooner than a wait for notifications would end by itself
        await().atMost(Duration.ofSeconds(5))
                .until(() -> database.query("SELECT count(*) " + LISTENING).equals("0"));
    }
}
