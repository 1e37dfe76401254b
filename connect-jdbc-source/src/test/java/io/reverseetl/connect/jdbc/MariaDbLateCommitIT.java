// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.jdbc.testing.MariaDatabase;
import io.reverseetl.connect.jdbc.testing.MariaDbServer;
import io.reverseetl.connect.jdbc.testing.Records;
import io.reverseetl.connect.jdbc.testing.RunningConnector;
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
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that are committed after later-stamped rows, on a server that does not tell when a statement has started. */
@Tag("mariadb")
@ExtendWith(MariaDbServer.class)
class MariaDbLateCommitIT {

    private final ExecutorService pool = Executors.newCachedThreadPool();

    @BeforeEach
    void a_table_stamped_by_the_database(MariaDatabase database) {
        database.execute("CREATE TABLE t (id int PRIMARY KEY, updated_at timestamp(6) NOT NULL DEFAULT now(6))");
    }

    @AfterEach
    void stop_writers() {
        pool.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BEGIN", "SET autocommit = 0", "XA START 'late'"})
    void a_row_of_a_transaction_that_was_open_meanwhile_is_not_missed(String begin, MariaDatabase database)
            throws SQLException {
        // When
        List<SourceRecord> records = readAroundALateCommit(database, database.config(), begin);

        // Then
        assertThat(Records.values(records, "id")).containsExactly(1, 2, 3);
    }

    @Test
    void a_column_of_whole_seconds_is_waited_for_by_a_second_more(MariaDatabase database) throws SQLException {
        // Given
        database.execute("ALTER TABLE t MODIFY updated_at timestamp NOT NULL DEFAULT now()");

        // When
        List<SourceRecord> records = readAroundALateCommit(database, database.config(), "BEGIN");

        // Then: ties of one second are ordered by key
        assertThat(Records.values(records, "id")).containsExactlyInAnyOrder(1, 2, 3);
    }

    /** The flaw itself: without it the tests above could not fail. */
    @Test
    void without_the_privilege_to_see_transactions_and_without_a_delay_the_row_is_missed(MariaDatabase database)
            throws SQLException {
        // Given
        String user = database.user("GRANT SELECT ON " + database.name() + ".* TO %s");
        Map<String, String> config = database.config("connection.user", user, "connection.password", "secret");

        // When
        List<SourceRecord> records = readAroundALateCommit(database, config, "BEGIN");

        // Then
        assertThat(Records.values(records, "id")).containsExactly(2, 3);
    }

    @Test
    void with_the_privilege_an_ordinary_user_misses_nothing(MariaDatabase database) throws SQLException {
        // Given
        String user = database.user("GRANT SELECT ON " + database.name() + ".* TO %s", "GRANT PROCESS ON *.* TO %s");
        Map<String, String> config = database.config("connection.user", user, "connection.password", "secret");

        // When
        List<SourceRecord> records = readAroundALateCommit(database, config, "BEGIN");

        // Then
        assertThat(Records.values(records, "id")).containsExactly(1, 2, 3);
    }

    /** InnoDB lets such a transaction begin when the lock is given, long after its row was stamped. */
    @Test
    void a_statement_that_had_waited_for_a_lock_on_its_table_is_not_missed(MariaDatabase database) throws Exception {
        // Given
        database.execute("CREATE TABLE locked (id int PRIMARY KEY)", "INSERT INTO locked VALUES (1)");
        List<SourceRecord> records = new ArrayList<>();
        try (Connection late = database.connect();
                Connection locker = database.connect();
                Statement lateStatement = late.createStatement();
                Statement lock = locker.createStatement();
                RunningConnector connector = RunningConnector.start(database.config("table.whitelist", "t"))) {
            lock.execute("LOCK TABLES locked WRITE");
            lateStatement.execute("SET autocommit = 0");
            Future<Boolean> waiting =
                    pool.submit(() -> lateStatement.execute("INSERT INTO t (id) SELECT id FROM locked"));
            Awaitility.await()
                    .until(() -> !database.query("SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE"
                                    + " 'INSERT INTO t (id) SELECT%'")
                            .isEmpty());
            poll(connector, records, 3);

            // When
            database.execute("INSERT INTO t (id) VALUES (2)");
            poll(connector, records, 3);
            // InnoDB tells whole seconds: so much later it is past the stamp of row 2 as well.
            lock.execute("DO SLEEP(2.1)");
            lock.execute("UNLOCK TABLES");
            waiting.get();
            poll(connector, records, 5);
            late.commit();
            database.execute("INSERT INTO t (id) VALUES (3)");
            records.addAll(connector.takeThrough("id", 3));
        }

        // Then
        assertThat(Records.values(records, "id")).containsExactly(1, 2, 3);
    }

    @Test
    void a_long_query_that_only_reads_holds_nothing_back(MariaDatabase database) throws Exception {
        // Given
        database.execute("INSERT INTO t (id) VALUES (1)");
        try (Connection reader = database.connect();
                Statement statement = reader.createStatement();
                RunningConnector connector = RunningConnector.start(database.config())) {
            connector.take(1);
            Future<Boolean> reading = pool.submit(() -> statement.execute("SELECT id, SLEEP(5) FROM t"));
            Awaitility.await()
                    .until(() -> !database.query("SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE"
                                    + " 'SELECT id, SLEEP%'")
                            .isEmpty());
            database.execute("INSERT INTO t (id) VALUES (2)");

            // When
            List<SourceRecord> records = connector.take(1);

            // Then
            assertThat(Records.values(records, "id")).containsExactly(2);
            assertThat(reading.isDone()).isFalse();
            statement.cancel();
        }
    }

    /** Transactions of many lengths, begun and committed in every order, while the table is read all the time. */
    @Test
    void of_many_concurrent_transactions_no_row_is_missed_or_repeated(MariaDatabase database) throws Exception {
        // Given
        int writers = 8;
        int transactions = 60;
        Map<String, String> config = database.config("watermark.margin.ms", "300", "poll.interval.ms", "5");
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
        }

        // Then
        assertThat(Records.values(records, "id"))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, writers * transactions)
                        .<Object>mapToObj(Integer::valueOf)
                        .toList());
    }

    private static Void write(MariaDatabase database, int first, int transactions) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (int id = first; id < first + transactions; id++) {
                statement.execute("BEGIN");
                statement.execute("INSERT INTO t (id) VALUES (" + id + ")");
                statement.execute("DO SLEEP(rand() * rand() * rand() * 0.5)");
                statement.execute(id % 7 == 0 ? "SAVEPOINT s" : "DO 0");
                statement.execute("COMMIT");
            }
        }
        return null;
    }

    private static void poll(RunningConnector connector, List<SourceRecord> records, int looks) {
        // More than the server keeps its list of transactions for, in each of them.
        for (int look = 0; look < looks * 3; look++) {
            records.addAll(connector.poll());
        }
    }

    /** Row 1 is stamped first and committed last; row 2 is committed before it, and row 3 behind both. */
    private static List<SourceRecord> readAroundALateCommit(
            MariaDatabase database, Map<String, String> config, String begin) throws SQLException {
        List<SourceRecord> records = new ArrayList<>();
        boolean prepared = begin.startsWith("XA");
        try (Connection late = database.connect();
                Statement statement = late.createStatement();
                RunningConnector connector = RunningConnector.start(config)) {
            statement.execute(begin);
            statement.execute("INSERT INTO t (id) VALUES (1)");
            if (prepared) {
                statement.execute("XA END 'late'");
                statement.execute("XA PREPARE 'late'");
            }
            database.execute("INSERT INTO t (id) VALUES (2)");
            // Several looks, each of which would take row 2 if nothing held it back.
            poll(connector, records, 4);
            statement.execute(prepared ? "XA COMMIT 'late'" : "COMMIT");
            database.execute("INSERT INTO t (id) VALUES (3)");
            records.addAll(connector.takeThrough("id", 3));
        }
        return records;
    }
}
