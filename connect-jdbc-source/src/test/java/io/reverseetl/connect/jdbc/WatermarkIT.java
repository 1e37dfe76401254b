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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What holds new rows back, for how long, and what is read twice on purpose. */
@ExtendWith(PostgresServer.class)
class WatermarkIT {

    @BeforeEach
    void a_table_stamped_by_the_database(TestDatabase database) {
        database.execute("CREATE TABLE t (id int PRIMARY KEY, updated_at timestamptz NOT NULL DEFAULT now())");
    }

    @Test
    void rows_of_a_prepared_transaction_are_waited_for(TestDatabase database) throws SQLException {
        try (Connection late = database.connect();
                Statement statement = late.createStatement();
                RunningConnector connector = RunningConnector.start(database.config())) {
            // Given
            List<SourceRecord> records = new ArrayList<>(look(database, connector));
            statement.execute("BEGIN; INSERT INTO t VALUES (1)");
            records.addAll(look(database, connector));
            statement.execute("PREPARE TRANSACTION 'late'");
            database.execute("INSERT INTO t VALUES (2)");

            // When
            records.addAll(look(database, connector));
            statement.execute("COMMIT PREPARED 'late'");
            database.execute("INSERT INTO t VALUES (3)");
            records.addAll(connector.takeThrough("id", 3));

            // Then
            assertThat(Records.values(records, "id")).containsExactly(1, 2, 3);
        }
    }

    @Test
    void a_transaction_that_was_prepared_before_the_start_is_waited_for(TestDatabase database) throws SQLException {
        try (Connection late = database.connect();
                Statement statement = late.createStatement()) {
            // Given
            statement.execute("BEGIN; INSERT INTO t VALUES (1); PREPARE TRANSACTION 'earlier'");
            database.execute("INSERT INTO t VALUES (2)");
            try (RunningConnector connector = RunningConnector.start(database.config())) {
                // When
                List<SourceRecord> records = new ArrayList<>(look(database, connector));
                statement.execute("COMMIT PREPARED 'earlier'");
                records.addAll(connector.takeThrough("id", 2));

                // Then
                assertThat(Records.values(records, "id")).containsExactly(1, 2);
            }
        }
    }

    @Test
    void an_excluded_application_holds_nothing_back(TestDatabase database) throws SQLException {
        Map<String, String> config = database.config("watermark.exclude.application.names", "pg_dump");
        try (Connection dump = database.connect();
                Statement statement = dump.createStatement();
                RunningConnector connector = RunningConnector.start(config)) {
            // Given
            statement.execute("SET application_name = 'pg_dump'; BEGIN; SELECT now()");

            // When
            database.execute("INSERT INTO t VALUES (1)");
            List<SourceRecord> records = connector.take(1);

            // Then
            assertThat(Records.values(records, "id")).containsExactly(1);
        }
    }

    @Test
    void who_holds_new_rows_back_and_for_how_long_is_shown(TestDatabase database) throws SQLException {
        try (Connection idle = database.connect();
                Statement statement = idle.createStatement();
                RunningConnector connector = RunningConnector.start(database.config())) {
            // Given
            statement.execute("SET application_name = 'forgotten'; BEGIN; SELECT now()");

            // When
            database.execute("SELECT pg_sleep(0.1)");
            look(database, connector);

            // Then
            assertThat((Long) connector.metric("watermark-age-ms", "public.t")).isGreaterThanOrEqualTo(100);
            assertThat(connector.metric("watermark-holder", "public.t"))
                    .asString()
                    .contains("pid", "'forgotten'");
        }
    }

    @Test
    void behind_the_maximum_hold_reading_proceeds_if_so_configured(TestDatabase database) throws SQLException {
        Map<String, String> config =
                database.config("watermark.max.hold.ms", "100", "watermark.max.hold.action", "proceed");
        try (Connection idle = database.connect();
                Statement statement = idle.createStatement();
                RunningConnector connector = RunningConnector.start(config)) {
            // Given
            statement.execute("BEGIN; SELECT now()");

            // When
            database.execute("INSERT INTO t VALUES (1)");
            List<SourceRecord> records = connector.take(1);

            // Then
            assertThat(Records.values(records, "id")).containsExactly(1);
        }
    }

    @Test
    void behind_the_maximum_hold_the_task_fails_if_so_configured(TestDatabase database) throws SQLException {
        Map<String, String> config =
                database.config("watermark.max.hold.ms", "100", "watermark.max.hold.action", "fail");
        try (Connection idle = database.connect();
                Statement statement = idle.createStatement();
                RunningConnector connector = RunningConnector.start(config)) {
            // Given
            statement.execute("SET application_name = 'forgotten'; BEGIN; SELECT now()");

            // When, Then
            assertThatThrownBy(() -> connector.take(1))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("'forgotten'")
                    .hasMessageContaining("pid");
        }
    }

    @Test
    void looking_back_a_row_is_read_before_the_margin_is_over_and_once(TestDatabase database) {
        // Given
        Map<String, String> config =
                database.config("watermark.margin.ms", "3600000", "watermark.margin.mode", "look-back");
        try (RunningConnector connector = RunningConnector.start(config)) {
            database.execute("INSERT INTO t VALUES (1)");
            List<SourceRecord> records = new ArrayList<>(connector.take(1));

            // When
            records.addAll(look(database, connector));
            database.execute("INSERT INTO t VALUES (2)");
            records.addAll(connector.take(1));
            database.execute("UPDATE t SET updated_at = clock_timestamp() WHERE id = 1");
            records.addAll(connector.take(1));

            // Then
            assertThat(Records.values(records, "id")).containsExactly(1, 2, 1);
        }
    }

    @Test
    void looking_back_the_margin_repeats_after_a_restart_and_what_is_older_does_not(TestDatabase database) {
        // Given
        database.execute("INSERT INTO t VALUES (1, now() - interval '2 hours'), (2, now())");
        Map<String, String> config =
                database.config("watermark.margin.ms", "3600000", "watermark.margin.mode", "look-back");
        RunningConnector connector = RunningConnector.start(config);
        List<SourceRecord> before = connector.take(2);

        // When
        connector = connector.restarted();
        List<SourceRecord> after = connector.take(1);
        connector.close();

        // Then
        assertThat(Records.values(before, "id")).containsExactly(1, 2);
        assertThat(Records.values(after, "id")).containsExactly(2);
        assertThat(Records.offset(before.get(1), "key")).isEqualTo("{\"id\":\"1\"}");
    }

    @Test
    void an_overlap_finds_rows_that_an_application_stamped_late_and_repeats_none(TestDatabase database) {
        // Given
        Map<String, String> config = database.config("timestamp.overlap.interval.ms", "60000");
        try (RunningConnector connector = RunningConnector.start(config)) {
            database.execute("INSERT INTO t VALUES (1, now())");
            List<SourceRecord> records = new ArrayList<>(connector.take(1));

            // When
            database.execute("INSERT INTO t VALUES (2, now() - interval '30 s'), (3, now() - interval '2 minutes')");
            records.addAll(connector.take(1));
            records.addAll(look(database, connector));

            // Then
            assertThat(Records.values(records, "id")).containsExactly(1, 2);
        }
    }

    @Test
    void a_role_that_sees_no_transactions_is_refused_where_the_watermark_is_required(TestDatabase database) {
        // Given
        String role = database.role("GRANT SELECT ON ALL TABLES IN SCHEMA public TO %s");
        Map<String, String> config = database.config(
                "connection.user", role, "connection.password", "secret", "watermark.margin.ms", "1000");
        config.put("watermark.required", "true");

        // When
        Config refused = new JdbcSourceConnector().validate(config);
        database.execute("GRANT pg_read_all_stats TO " + role);
        Config granted = new JdbcSourceConnector().validate(config);

        // Then
        assertThat(messages(refused)).singleElement().asString().contains("public.t", "GRANT pg_read_all_stats");
        assertThat(messages(granted)).isEmpty();
    }

    @Test
    void exactly_once_is_supported_where_no_row_is_read_twice(TestDatabase database) {
        // Given
        JdbcSourceConnector connector = new JdbcSourceConnector();

        // When
        List<ExactlyOnceSupport> support = List.of(
                connector.exactlyOnceSupport(database.config()),
                connector.exactlyOnceSupport(database.config("watermark.margin.mode", "look-back")),
                connector.exactlyOnceSupport(database.config("timestamp.overlap.interval.ms", "1")));

        // Then
        assertThat(support)
                .containsExactly(
                        ExactlyOnceSupport.SUPPORTED, ExactlyOnceSupport.UNSUPPORTED, ExactlyOnceSupport.UNSUPPORTED);
    }

    private static List<String> messages(Config validated) {
        return validated.configValues().stream()
                .map(ConfigValue::errorMessages)
                .flatMap(List::stream)
                .toList();
    }

    /** Several looks. */
    private static List<SourceRecord> look(TestDatabase database, RunningConnector connector) {
        List<SourceRecord> records = new ArrayList<>();
        for (int look = 0; look < 10; look++) {
            database.waitAMoment();
            records.addAll(connector.poll());
        }
        return records;
    }
}
