// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import io.reverseetl.testing.cluster.Postgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Applications that change two tables all the time: inserts, updates, rows marked as deleted and taken back, rows deleted
 * for good, short transactions and long ones, some rolled back. Each version of a row has a higher number than the one
 * before. A database that goes away is waited for.
 */
final class ChaosWriters implements AutoCloseable {

    /** Read in slices; its rows are only ever marked as deleted. */
    static final String SLICED = "chaos_sliced";

    /** Compared with what was sent, so that deleted rows are missed. */
    static final String CHECKED = "chaos_checked";

    private static final String TABLE = """
            CREATE TABLE %1$s (id text PRIMARY KEY, name text NOT NULL, email text NOT NULL, version int NOT NULL,
                deleted_at timestamptz, last_updated timestamptz NOT NULL DEFAULT now());
            CREATE INDEX ON %1$s (last_updated, id);
            """;
    private static final int WRITERS = 4;
    private static final int ROWS = 1_000;
    /** One customer in so many has never had a valid address. */
    private static final int INVALID = 50;

    private final Postgres postgres;
    private final AtomicInteger numbers = new AtomicInteger(ROWS);
    private final AtomicInteger commits = new AtomicInteger();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<CompletableFuture<Void>> writers;

    private ChaosWriters(Postgres postgres, long seed) {
        this.postgres = postgres;
        this.writers = IntStream.range(0, WRITERS)
                .mapToObj(writer -> CompletableFuture.runAsync(() -> write(new Random(seed + writer))))
                .toList();
    }

    /** Creates the tables with their first rows, and begins. */
    static ChaosWriters start(Postgres postgres, long seed) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            for (String table : List.of(SLICED, CHECKED)) {
                statement.execute(TABLE.formatted(table));
                connection.setAutoCommit(false);
                for (int number = 0; number < ROWS; number++) {
                    insert(connection, table, number);
                }
                connection.commit();
                connection.setAutoCommit(true);
            }
        }
        return new ChaosWriters(postgres, seed);
    }

    int commits() {
        return commits.get();
    }

    private void write(Random random) {
        while (stop.getCount() > 0) {
            try (Connection connection = postgres.connect()) {
                connection.setAutoCommit(false);
                while (!isStoppedWithin(random.nextInt(100))) {
                    transaction(connection, random);
                }
            } catch (SQLException databaseIsAway) {
                isStoppedWithin(200);
            }
        }
    }

    private void transaction(Connection connection, Random random) throws SQLException {
        int changes = 1 + random.nextInt(8);
        for (int i = 0; i < changes; i++) {
            change(connection, random);
        }
        isStoppedWithin(random.nextInt(60) == 0 ? 2_000 + random.nextInt(2_000) : random.nextInt(150));
        if (random.nextInt(10) == 0) {
            connection.rollback();
        } else {
            connection.commit();
            commits.incrementAndGet();
        }
    }

    private void change(Connection connection, Random random) throws SQLException {
        String table = random.nextBoolean() ? SLICED : CHECKED;
        int number = random.nextInt(numbers.get());
        int what = random.nextInt(100);
        if (what < 15) {
            insert(connection, table, numbers.getAndIncrement());
        } else if (what < 75) {
            update(connection, table, number, "name = 'Ada ' || version");
        } else if (what < 85) {
            update(connection, table, number, "deleted_at = now()");
        } else if (what < 95 || table.equals(SLICED)) {
            update(connection, table, number, "deleted_at = NULL");
        } else {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + table + " WHERE id = ?")) {
                delete.setString(1, id(table, number));
                delete.executeUpdate();
            }
        }
    }

    private static void insert(Connection connection, String table, int number) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO " + table + " (id, name, email, version) VALUES (?, ?, ?, 1)")) {
            String id = id(table, number);
            insert.setString(1, id);
            insert.setString(2, "Ada");
            insert.setString(3, isInvalid(id) ? "nowhere" : id + "@example.com");
            insert.executeUpdate();
        }
    }

    private static void update(Connection connection, String table, int number, String what) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE " + table + " SET version = version + 1, last_updated = now(), " + what + " WHERE id = ?")) {
            update.setString(1, id(table, number));
            update.executeUpdate();
        }
    }

    private static String id(String table, int number) {
        return table.substring(table.indexOf('_') + 1) + number;
    }

    /** Whether the CRM refuses the customer, whatever version it is. */
    static boolean isInvalid(String id) {
        return Integer.parseInt(id.replaceAll("\\D", "")) % INVALID == 7;
    }

    private boolean isStoppedWithin(int millis) {
        try {
            return stop.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** The rows that the CRM should have in the end, and their versions. */
    Map<String, Integer> valid() throws SQLException {
        Map<String, Integer> versions = live();
        versions.keySet().removeIf(ChaosWriters::isInvalid);
        return versions;
    }

    /** Rows that the CRM must have refused: they are still there. */
    Set<String> invalid() throws SQLException {
        Set<String> ids = live().keySet();
        ids.removeIf(id -> !isInvalid(id));
        return ids;
    }

    private Map<String, Integer> live() throws SQLException {
        Map<String, Integer> versions = new TreeMap<>();
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, version FROM " + SLICED
                        + " WHERE deleted_at IS NULL UNION ALL SELECT id, version FROM " + CHECKED
                        + " WHERE deleted_at IS NULL")) {
            while (rows.next()) {
                versions.put(rows.getString(1), rows.getInt(2));
            }
        }
        return versions;
    }

    @Override
    public void close() {
        stop();
    }

    /** Ends all writers, after their transactions. */
    void stop() {
        stop.countDown();
        writers.forEach(CompletableFuture::join);
    }
}
