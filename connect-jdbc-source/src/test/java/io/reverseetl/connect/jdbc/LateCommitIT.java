// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows that are committed after later-stamped rows have been read: what every polling connector can lose. */
@ExtendWith(PostgresServer.class)
class LateCommitIT {

    @BeforeEach
    void a_table_stamped_by_the_database(TestDatabase database) {
        database.execute("CREATE TABLE t (id int PRIMARY KEY, updated_at timestamptz NOT NULL DEFAULT now())");
    }

    @Test
    void a_row_of_a_transaction_that_was_open_meanwhile_is_not_missed(TestDatabase database) throws SQLException {
        // When
        List<SourceRecord> records = readAroundALateCommit(database, database.config(), "BEGIN; SELECT now()");

        // Then
        assertThat(Records.values(records, "id")).containsExactly(1, 2, 3);
    }

    @Test
    void a_transaction_that_began_behind_a_commit_in_one_message_is_waited_for_too(TestDatabase database)
            throws SQLException {
        // When
        List<SourceRecord> records =
                readAroundALateCommit(database, database.config(), "BEGIN; SELECT 1; COMMIT; BEGIN; SELECT now()");

        // Then
        assertThat(Records.values(records, "id")).containsExactly(1, 2, 3);
    }

    /** The flaw itself: without it the tests above could not fail. */
    @Test
    void without_the_privilege_to_see_transactions_and_without_a_delay_the_row_is_missed(TestDatabase database)
            throws SQLException {
        // Given
        String role = database.role("GRANT SELECT ON ALL TABLES IN SCHEMA public TO %s");
        Map<String, String> config = database.config("connection.user", role, "connection.password", "secret");

        // When
        List<SourceRecord> records = readAroundALateCommit(database, config, "BEGIN; SELECT now()");

        // Then
        assertThat(Records.values(records, "id")).containsExactly(2, 3);
    }

    @Test
    void with_the_privilege_an_ordinary_role_misses_nothing(TestDatabase database) throws SQLException {
        // Given
        String role =
                database.role("GRANT SELECT ON ALL TABLES IN SCHEMA public TO %s", "GRANT pg_read_all_stats TO %s");
        Map<String, String> config = database.config("connection.user", role, "connection.password", "secret");

        // When
        List<SourceRecord> records = readAroundALateCommit(database, config, "BEGIN; SELECT now()");

        // Then
        assertThat(Records.values(records, "id")).containsExactly(1, 2, 3);
    }

    @Test
    void a_column_that_rounds_to_seconds_is_waited_for_by_a_second_more(TestDatabase database) throws SQLException {
        // Given
        database.execute("ALTER TABLE t ALTER updated_at TYPE timestamptz(0)");

        // When
        List<SourceRecord> records = readAroundALateCommit(database, database.config(), "BEGIN; SELECT now()");

        // Then: ties of one second are ordered by key
        assertThat(Records.values(records, "id")).containsExactly(1, 2, 3);
    }

    /** Transactions of many lengths, begun and committed in every order, while the table is read all the time. */
    @Test
    void of_many_concurrent_transactions_no_row_is_missed_or_repeated(TestDatabase database) throws Exception {
        // Given
        int writers = 6;
        int transactions = 60;
        Map<String, String> config = database.config("watermark.margin.ms", "300", "poll.interval.ms", "5");
        ExecutorService pool = Executors.newFixedThreadPool(writers);
        List<SourceRecord> records = new ArrayList<>();

        // When
        try (RunningConnector connector = RunningConnector.start(config)) {
            List<Future<?>> written = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                int first = writer * transactions;
                written.add(pool.submit(() -> write(database, first, transactions)));
            }
            records.addAll(connector.take(writers * transactions));
            for (Future<?> writer : written) {
                writer.get();
            }
        } finally {
            pool.shutdownNow();
        }

        // Then
        assertThat(Records.values(records, "id"))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, writers * transactions)
                        .<Object>mapToObj(Integer::valueOf)
                        .toList());
    }

    private static Void write(TestDatabase database, int first, int transactions) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (int id = first; id < first + transactions; id++) {
                statement.execute("BEGIN");
                statement.execute("SELECT pg_sleep(random() * random() * 0.04)");
                statement.execute("INSERT INTO t VALUES (" + id + ")");
                statement.execute("SELECT pg_sleep(random() * random() * 0.04)");
                statement.execute("COMMIT");
            }
        }
        return null;
    }

    @Test
    void a_delay_leaves_young_rows_for_later(TestDatabase database) {
        // Given
        database.execute(
                "INSERT INTO t VALUES (1, now() - interval '1 hour'), (2, now() - interval '1 minute'), (3, now())");
        Map<String, String> config = database.config("timestamp.delay.interval.ms", "600000");

        // When
        List<SourceRecord> records;
        try (RunningConnector connector = RunningConnector.start(config)) {
            records = new ArrayList<>(connector.take(1));
            database.execute("INSERT INTO t VALUES (4, now() - interval '50 minutes')");
            records.addAll(connector.take(1));
        }

        // Then
        assertThat(Records.values(records, "id")).containsExactly(1, 4);
    }

    /** Row 1 is stamped first and committed last; row 2 is committed before it, and row 3 behind both. */
    private static List<SourceRecord> readAroundALateCommit(
            TestDatabase database, Map<String, String> config, String begin) throws SQLException {
        List<SourceRecord> records = new ArrayList<>();
        try (Connection late = database.connect();
                Statement statement = late.createStatement();
                RunningConnector connector = RunningConnector.start(config)) {
            statement.execute(begin);
            database.execute("INSERT INTO t VALUES (2)");
            // Several looks, each of which would take row 2 if nothing held it back.
            for (int look = 0; look < 10; look++) {
                database.waitAMoment();
                records.addAll(connector.poll());
            }
            statement.execute("INSERT INTO t VALUES (1)");
            statement.execute("COMMIT");
            database.execute("INSERT INTO t VALUES (3)");
            records.addAll(connector.takeThrough("id", 3));
        }
        return records;
    }
}
