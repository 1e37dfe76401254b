// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.jdbc.testing.PostgresServer;
import io.reverseetl.connect.jdbc.testing.Records;
import io.reverseetl.connect.jdbc.testing.RunningConnector;
import io.reverseetl.connect.jdbc.testing.TestDatabase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.connect.source.SourceRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The changes of one table, shared out among tasks by a hash of the key. */
@ExtendWith(PostgresServer.class)
class SlicesIT {

    private static final int KEYS = 60;
    private static final List<String> SLICES_OF_T = IntStream.range(0, 4)
            .mapToObj(slice -> "public.t#slice-" + slice + "-of-4")
            .toList();

    private static Map<String, String> config(TestDatabase database, int slices, int ranges) {
        return database.config("increment.slices", "" + slices, "snapshot.ranges", "" + ranges, "batch.max.rows", "7");
    }

    @Test
    void changes_are_shared_out_evenly_and_each_arrives_once(TestDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE t (id uuid PRIMARY KEY, updated_at timestamptz NOT NULL)",
                "INSERT INTO t VALUES (md5('0')::uuid, '2026-01-01')");
        RunningConnector whole = RunningConnector.start(config(database, 4, 1), 4);
        whole.take(1);

        // When
        RunningConnector sliced = whole.restarted();
        database.execute("INSERT INTO t SELECT md5(g::text)::uuid, now() FROM generate_series(1, 400) g");
        List<SourceRecord> records = sliced.take(400);
        Awaitility.await()
                .until(() -> sliced.poll().isEmpty()
                        && SLICES_OF_T.stream().allMatch(slice -> (long) sliced.metric("lag-ms", slice) >= 0));
        sliced.close();

        // Then
        assertThat(records).extracting(SourceRecord::key).hasSize(400).doesNotHaveDuplicates();
        Map<Integer, Long> bySlice = records.stream()
                .collect(Collectors.groupingBy(
                        record -> Integer.parseInt(
                                        String.valueOf(record.sourcePartition().get("table"))
                                                .replaceFirst(".*#bucket-", ""))
                                % 4,
                        Collectors.counting()));
        assertThat(bySlice).hasSize(4);
        assertThat(bySlice.values()).allSatisfy(rows -> assertThat(rows).isBetween(60L, 140L));
    }

    /**
     * Rows are changed while tasks read them, which crash, lose their latest offsets, and start again as another number of
     * slices.
     */
    @ParameterizedTest
    @CsvSource({"1, true", "2, true", "4, false"})
    void whatever_happens_the_latest_version_arrives_and_no_older_one_follows(
            int seed, boolean crashes, TestDatabase database) {
        // Given
        Random random = new Random(seed);
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, v int NOT NULL, updated_at timestamptz NOT NULL)",
                "INSERT INTO t SELECT g, 1, now() FROM generate_series(1, " + KEYS + ") g",
                "ANALYZE t");
        Map<Object, Integer> arrived = new HashMap<>();
        RunningConnector connector = RunningConnector.start(config(database, 1, 3), 3);
        Map<Map<String, ?>, Map<String, ?>> stored = connector.offsets();

        // When
        for (int step = 0; step < 30; step++) {
            database.execute(
                    "UPDATE t SET v = v + 1, updated_at = clock_timestamp() WHERE id IN (" + ids(random) + ")");
            if (random.nextInt(6) == 0) {
                Map<String, String> config = config(database, 1 + random.nextInt(5), 1 + random.nextInt(4));
                int tasks = 1 + random.nextInt(4);
                connector = crashes && random.nextBoolean()
                        ? connector.crashed(stored, config, tasks)
                        : connector.restarted(config, tasks);
            }
            for (int poll = random.nextInt(12); poll > 0; poll--) {
                check(connector.poll(), arrived, crashes);
            }
            if (random.nextInt(3) == 0) {
                stored = connector.offsets();
            }
        }

        // Then
        Map<Object, Integer> expected = versions(database);
        for (int restart = 0; restart < 20 && !arrived.equals(expected); restart++) {
            // The end of the first read is noticed at a restart.
            connector = connector.restarted(config(database, 1 + random.nextInt(5), 1), 3);
            for (int poll = 0; poll < 15; poll++) {
                check(connector.poll(), arrived, crashes);
                database.waitAMoment();
            }
        }
        connector.close();
        assertThat(arrived).isEqualTo(expected);
    }

    private static String ids(Random random) {
        return IntStream.range(0, 1 + random.nextInt(8))
                .mapToObj(id -> String.valueOf(1 + random.nextInt(KEYS)))
                .collect(Collectors.joining(", "));
    }

    private static void check(List<SourceRecord> records, Map<Object, Integer> arrived, boolean repeats) {
        for (SourceRecord record : records) {
            if (record.topic().equals("db.t")) {
                Object id = Records.key(record).get("id");
                int version = Records.value(record).getInt32("v");
                int before = arrived.getOrDefault(id, 0);
                arrived.put(id, version);
                assertThat(version)
                        .as("what follows version " + before + " of row " + id + ", " + record.sourcePartition()
                                + record.sourceOffset())
                        .isGreaterThanOrEqualTo(repeats ? before : before + 1);
            }
        }
    }

    private static Map<Object, Integer> versions(TestDatabase database) {
        Map<Object, Integer> versions = new HashMap<>();
        for (int id = 1; id <= KEYS; id++) {
            versions.put(id, Integer.valueOf(database.query("SELECT v FROM t WHERE id = " + id)));
        }
        return versions;
    }
}
