// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Many sessions that write to a few tables at once, in transactions of every length: with savepoints, rollbacks, updates
 * of earlier rows, and prepared ones; stamped when the transaction begins or when the row is written, at every precision.
 *
 * @param transactions of each session
 * @param mostRows of one transaction
 * @param longMillis how long one transaction in a hundred lasts; the others last up to 300 ms
 */
public record Writers(long seed, int sessions, int transactions, int mostRows, int longMillis) {

    public static final List<String> TABLES = List.of("t0", "t3", "t6");

    private static final List<String> CLOCKS = List.of("now()", "clock_timestamp()");

    /** Keys that no other session writes, so that none waits for another. */
    private static final int KEYS_OF_A_SESSION = 10_000_000;

    public static void createTables(TestDatabase database) {
        for (int precision : List.of(0, 3, 6)) {
            String table = "t" + precision;
            database.execute(
                    "CREATE TABLE " + table + " (id int PRIMARY KEY, version int NOT NULL, updated_at timestamptz("
                            + precision + ") NOT NULL)",
                    "CREATE INDEX ON " + table + " (updated_at, id)");
        }
    }

    /** Writes everything, then a last row with the key -1 into each table. */
    public void write(TestDatabase database) throws SQLException, InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(sessions);
        try {
            List<Future<Void>> running = new ArrayList<>();
            for (int session = 0; session < sessions; session++) {
                int number = session;
                running.add(pool.submit(() -> new Session(number).write(database)));
            }
            for (Future<Void> session : running) {
                session.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } finally {
            pool.shutdownNow();
        }
        // Behind the last row that a column of whole seconds rounds up.
        database.execute("SELECT pg_sleep(1)");
        TABLES.forEach(table -> database.execute("INSERT INTO " + table + " VALUES (-1, 1, clock_timestamp())"));
    }

    /** One writer. */
    private final class Session {

        private final int number;
        private final Random random;
        private int lastKey;
        private int firstKeyOfLast;
        private String lastTable = "";

        Session(int number) {
            this.number = number;
            this.random = new Random(seed + number);
            this.lastKey = number * KEYS_OF_A_SESSION;
        }

        Void write(TestDatabase database) throws SQLException {
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                for (int transaction = 0; transaction < transactions; transaction++) {
                    transact(statement, transaction);
                }
            }
            return null;
        }

        private void transact(Statement statement, int transaction) throws SQLException {
            String table = TABLES.get(random.nextInt(TABLES.size()));
            int millis = random.nextInt(100) == 0 ? longMillis : random.nextInt(300);
            int pauseBefore = random.nextInt(millis + 1);
            statement.execute("BEGIN");
            pause(statement, pauseBefore);
            int first = lastKey + 1;
            insert(statement, table);
            if (random.nextInt(5) == 0) {
                statement.execute("SAVEPOINT before");
                insert(statement, table);
                statement.execute(random.nextBoolean() ? "ROLLBACK TO before" : "RELEASE before");
            }
            if (random.nextInt(5) == 0 && !lastTable.isEmpty()) {
                statement.execute("UPDATE " + lastTable + " SET version = version + 1, updated_at = " + clock()
                        + " WHERE id BETWEEN " + firstKeyOfLast + " AND " + (firstKeyOfLast + 4));
            }
            pause(statement, millis - pauseBefore);
            end(statement, number == 0, "w" + number + "-" + transaction);
            firstKeyOfLast = first;
            lastTable = table;
        }

        private void insert(Statement statement, String table) throws SQLException {
            int rows = 1 + random.nextInt(mostRows);
            statement.execute("INSERT INTO " + table + " SELECT id, 1, " + clock() + " FROM generate_series("
                    + (lastKey + 1) + ", " + (lastKey + rows) + ") AS id");
            lastKey += rows;
        }

        private void end(Statement statement, boolean prepare, String id) throws SQLException {
            String how = random.nextInt(20) == 0 ? "ROLLBACK" : "COMMIT";
            if (prepare) {
                statement.execute("PREPARE TRANSACTION '" + id + "'");
                pause(statement, random.nextInt(300));
                statement.execute(how + " PREPARED '" + id + "'");
            } else {
                statement.execute(how);
            }
        }

        private String clock() {
            return CLOCKS.get(random.nextInt(CLOCKS.size()));
        }

        private static void pause(Statement statement, int millis) throws SQLException {
            statement.execute("SELECT pg_sleep(" + millis / 1000.0 + ")");
        }
    }

    /** What the tables hold in the end. */
    public static List<Version> written(TestDatabase database) {
        return TABLES.stream()
                .flatMap(table -> database.rows("SELECT id, version FROM " + table).stream()
                        .map(row -> new Version(table, Integer.parseInt(row.get(0)), Integer.parseInt(row.get(1)))))
                .toList();
    }

    /** A state of a row. */
    public record Version(String table, int id, int version) {

        static Version last(String table) {
            return new Version(table, -1, 1);
        }
    }

    static List<Version> lastOnes() {
        return IntStream.range(0, TABLES.size())
                .mapToObj(table -> Version.last(TABLES.get(table)))
                .toList();
    }
}
