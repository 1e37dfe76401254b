// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.reverseetl.testing.cluster.Pause;
import io.reverseetl.testing.cluster.Postgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * How long rows took from their commit, as the writer saw it, to a consumer of the topic.
 *
 * @param micros one value a row
 */
record Arrivals(Histogram micros) {

    /** The connector's key for the channel that its tables notify. */
    static final String CHANNEL = "wakeup.channel";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Between two rows: random, so that they meet every phase of the poll interval. */
    private static final int LONGEST_GAP_MICROS = 60_000;

    static Arrivals measure(Postgres postgres, Topics topics, Connector connector, String table, int rows)
            throws SQLException {
        String prefix = "latency.";
        List<String> names = List.of(prefix + table);
        topics.create(names);
        try (Connection connection = postgres.connect();
                KafkaConsumer<byte[], byte[]> consumer = topics.consumer(names)) {
            CustomersTable.create(connection, table);
            if (connector.config().containsKey(CHANNEL)) {
                CustomersTable.notifyOn(connection, table, connector.config().get(CHANNEL));
            }
            insert(connection, table);
            try (Contender.Running running = connector.start(prefix)) {
                // The first row shows that the task runs; it is not counted.
                await(consumer, 1, running);
                CompletableFuture<Map<Long, Long>> committed =
                        CompletableFuture.supplyAsync(() -> write(connection, table, rows));
                Map<Long, Long> arrived = await(consumer, rows, running);
                return of(committed.join(), arrived);
            }
        } finally {
            topics.delete(names);
        }
    }

    private static Arrivals of(Map<Long, Long> committed, Map<Long, Long> arrived) {
        Histogram micros = new Histogram(3);
        // A row can arrive before its writer has heard of the commit.
        committed.forEach((id, nanos) -> micros.recordValue(Math.max(0, arrived.getOrDefault(id, 0L) - nanos) / 1000));
        return new Arrivals(micros);
    }

    /** Inserts rows, each a transaction, and returns when each was committed. */
    private static Map<Long, Long> write(Connection connection, String table, int rows) {
        RandomGenerator random = RandomGeneratorFactory.getDefault().create(1);
        Map<Long, Long> committed = new HashMap<>();
        for (int i = 0; i < rows; i++) {
            Pause.of(Duration.ofNanos(1000L * random.nextInt(LONGEST_GAP_MICROS)));
            try {
                long id = insert(connection, table);
                committed.put(id, System.nanoTime());
            } catch (SQLException e) {
                throw new IllegalStateException("A row could not be inserted", e);
            }
        }
        return committed;
    }

    private static long insert(Connection connection, String table) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table
                        + " (first_name, last_name, email, city, country, postcode, total_spent, newsletter, segments)"
                        + " VALUES ('Ada', 'Lovelace', 'ada@example.com', 'London', 'gb', 'W1', 12.30, true, '{vip}')"
                        + " RETURNING customer_id");
                ResultSet row = insert.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Waits for so many records, and returns when each arrived. */
    private static Map<Long, Long> await(
            KafkaConsumer<byte[], byte[]> consumer, int records, Contender.Running running) {
        Map<Long, Long> arrived = new HashMap<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos() + 1000L * records * LONGEST_GAP_MICROS;
        while (arrived.size() < records) {
            for (ConsumerRecord<byte[], byte[]> found : consumer.poll(Duration.ofSeconds(1))) {
                arrived.put(id(found.key()), System.nanoTime());
            }
            running.check();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Only " + arrived.size() + " of " + records + " rows arrived");
            }
        }
        return arrived;
    }

    private static long id(byte[] key) {
        try {
            return JSON.readTree(key).path("customer_id").asLong();
        } catch (IOException e) {
            throw new UncheckedIOException("A key is no JSON", e);
        }
    }

    /** Both together. */
    Arrivals and(Arrivals other) {
        Histogram all = micros.copy();
        all.add(other.micros);
        return new Arrivals(all);
    }

    double millis(double percentile) {
        return micros.getValueAtPercentile(percentile) / 1000.0;
    }

    @Override
    public String toString() {
        return "p50 %.1f ms, p99 %.1f ms, max %.1f ms".formatted(millis(50), millis(99), millis(100));
    }
}
