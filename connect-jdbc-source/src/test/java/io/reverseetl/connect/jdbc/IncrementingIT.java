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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Mode incrementing: new rows, by a column that a sequence fills before the commit. */
@ExtendWith(PostgresServer.class)
class IncrementingIT {

    private static final int WRITERS = 6;
    private static final int TRANSACTIONS = 60;

    @BeforeEach
    void a_table_counted_up_by_the_database(TestDatabase database) {
        database.execute("CREATE TABLE t (id bigserial PRIMARY KEY, note text)");
    }

    private static Map<String, String> config(TestDatabase database) {
        Map<String, String> config = database.config("mode", "incrementing", "batch.max.rows", "7");
        config.remove("timestamp.column.name");
        return config;
    }

    @Test
    void rows_are_read_in_pages_in_the_order_of_their_ids_and_across_restarts(TestDatabase database) {
        // Given
        database.execute("INSERT INTO t (note) SELECT 'n' || g FROM generate_series(1, 30) g");
        List<SourceRecord> records = new ArrayList<>();

        // When
        RunningConnector connector = RunningConnector.start(config(database));
        records.addAll(connector.take(10));
        connector = connector.restarted();
        records.addAll(connector.take(30 - records.size()));
        database.execute("INSERT INTO t (note) VALUES ('new')", "UPDATE t SET note = 'changed' WHERE id = 3");
        records.addAll(connector.take(1));
        connector.close();

        // Then
        assertThat(Records.values(records, "id"))
                .isEqualTo(LongStream.rangeClosed(1, 31).boxed().toList());
        assertThat(records.get(30).sourceOffset()).isEqualTo(Map.of("v", 1L, "key", "{\"id\":\"31\"}"));
    }

    @Test
    void an_id_that_is_drawn_first_and_committed_last_is_not_missed(TestDatabase database) throws SQLException {
        // When
        List<SourceRecord> records = readAroundALateCommit(database, config(database));

        // Then
        assertThat(Records.values(records, "id")).containsExactly(1L, 2L, 3L);
    }

    /** The flaw itself: without it the test above could not fail. */
    @Test
    void without_the_privilege_to_see_transactions_and_without_a_delay_it_is_missed(TestDatabase database)
            throws SQLException {
        // Given
        String role = database.role("GRANT SELECT ON ALL TABLES IN SCHEMA public TO %s");
        Map<String, String> config = config(database);
        config.putAll(Map.of("connection.user", role, "connection.password", "secret"));

        // When
        List<SourceRecord> records = readAroundALateCommit(database, config);

        // Then
        assertThat(Records.values(records, "id")).containsExactly(2L, 3L);
    }

    @Test
    void of_many_concurrent_transactions_no_row_is_missed_or_repeated(TestDatabase database) throws Exception {
        // Given
        Map<String, String> config = config(database);
        config.putAll(Map.of("watermark.margin.ms", "300", "poll.interval.ms", "5"));

        // When
        List<Object> ids = Records.values(readWhileWriting(database, config), "id");

        // Then
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(String.valueOf(ids.size())).isEqualTo(database.query("SELECT count(*) FROM t"));
    }

    /** The same with the bound off: if this loses nothing, the test above says nothing. */
    @Test
    void without_the_bound_the_same_transactions_lose_rows(TestDatabase database) throws Exception {
        // Given
        String role = database.role("GRANT SELECT ON ALL TABLES IN SCHEMA public TO %s");
        Map<String, String> config = config(database);
        config.putAll(Map.of("connection.user", role, "connection.password", "secret", "poll.interval.ms", "5"));

        // When
        List<Object> ids = Records.values(readWhileWriting(database, config), "id");

        // Then
        assertThat(Integer.parseInt(database.query("SELECT count(*) FROM t"))).isGreaterThan(ids.size());
    }

    @Test
    void an_offset_that_another_mode_left_is_refused(TestDatabase database) {
        // Given
        database.execute(
                "ALTER TABLE t ADD updated_at timestamptz NOT NULL DEFAULT '2026-01-01'",
                "INSERT INTO t (note) VALUES ('a')");
        SourceRecord timed;
        try (RunningConnector connector = RunningConnector.start(database.config())) {
            timed = connector.take(1).get(0);
        }

        // When, Then
        assertThatThrownBy(() -> RunningConnector.resumed(config(database), timed))
                .isInstanceOf(RuntimeException.class)
                .hasMessageContaining("table public.t".replace("table", "Table"))
                .hasMessageContaining("another mode than incrementing");
    }

    @Test
    void a_column_that_is_added_and_filled_appears_in_the_next_records(TestDatabase database) {
        // Given
        database.execute("INSERT INTO t (note) VALUES ('a')");
        try (RunningConnector connector = RunningConnector.start(config(database))) {
            connector.take(1);

            // When
            database.execute("ALTER TABLE t ADD amount int", "INSERT INTO t (note, amount) VALUES ('b', 7)");
            SourceRecord after = connector.take(1).get(0);

            // Then
            assertThat(Records.value(after).get("amount")).isEqualTo(7);
        }
    }

    @Test
    void an_id_column_that_is_renamed_fails_the_task_naming_the_table(TestDatabase database) {
        // Given
        database.execute("INSERT INTO t (note) VALUES ('a')");
        Map<String, String> config = config(database);
        config.put("incrementing.column.name", "id");
        try (RunningConnector connector = RunningConnector.start(config)) {
            connector.take(1);

            // When
            database.execute("ALTER TABLE t RENAME id TO no");

            // Then
            assertThatThrownBy(() -> connector.take(1))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("incrementing.column.name")
                    .hasMessageContaining("public.t");
        }
    }

    /** Row 1 is drawn first and committed last; row 2 is committed before it, and row 3 behind both. */
    private static List<SourceRecord> readAroundALateCommit(TestDatabase database, Map<String, String> config)
            throws SQLException {
        List<SourceRecord> records = new ArrayList<>();
        try (Connection late = database.connect();
                Statement statement = late.createStatement();
                RunningConnector connector = RunningConnector.start(config)) {
            statement.execute("BEGIN; INSERT INTO t (note) VALUES ('late')");
            database.execute("INSERT INTO t (note) VALUES ('early')");
            // Several looks, each of which would take row 2 if nothing held it back.
            for (int look = 0; look < 10; look++) {
                database.waitAMoment();
                records.addAll(connector.poll());
            }
            statement.execute("COMMIT");
            database.execute("INSERT INTO t (note) VALUES ('last')");
            records.addAll(connector.takeThrough("note", "last"));
        }
        return records;
    }

    private static List<SourceRecord> readWhileWriting(TestDatabase database, Map<String, String> config)
            throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(WRITERS);
        try (RunningConnector connector = RunningConnector.start(config)) {
            List<Future<Object>> writers = IntStream.range(0, WRITERS)
                    .mapToObj(writer -> pool.<Object>submit(() -> write(database)))
                    .toList();
            List<SourceRecord> records = new ArrayList<>();
            while (writers.stream().anyMatch(writer -> !writer.isDone())) {
                records.addAll(connector.poll());
            }
            for (Future<Object> writer : writers) {
                writer.get();
            }
            database.execute("INSERT INTO t (note) VALUES ('last')");
            records.addAll(connector.takeThrough("note", "last"));
            return records;
        } finally {
            pool.shutdownNow();
        }
    }

    /** A third of the transactions is rolled back: their ids are never seen. */
    private static Void write(TestDatabase database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (int transaction = 0; transaction < TRANSACTIONS; transaction++) {
                statement.execute("BEGIN");
                statement.execute("INSERT INTO t (note) VALUES ('x')");
                statement.execute("SELECT pg_sleep(random() * random() * 0.05)");
                statement.execute(transaction % 3 == 0 ? "ROLLBACK" : "COMMIT");
            }
        }
        return null;
    }
}
