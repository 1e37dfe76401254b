// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.jdbc.testing.PostgresServer;
import io.reverseetl.connect.jdbc.testing.Records;
import io.reverseetl.connect.jdbc.testing.RunningConnector;
import io.reverseetl.connect.jdbc.testing.TestDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The worker dies at any point between the reading of a page and the storing of its offsets. Most rows share one
 * timestamp, so that nearly every restart is in the middle of a tie.
 */
@ExtendWith(PostgresServer.class)
@Timeout(120)
class CrashIT {

    private static final int ROWS = 200;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void a_crash_at_any_point_repeats_rows_and_loses_none(long seed, TestDatabase database) {
        // Given
        createTable(database);
        AtLeastOnce kafka = new AtLeastOnce(new Random(seed));

        // When
        while (!kafka.hasEveryRow()) {
            try (RunningConnector connector = RunningConnector.resumed(config(database), kafka.offsets)) {
                kafka.untilCrash(connector);
            }
        }

        // Then
        assertThat(kafka.crashes).isPositive();
        assertThat(firstTimes(kafka.topic))
                .as("order in which ids appear first")
                .isEqualTo(everyId());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void with_transactions_a_crash_at_any_point_neither_repeats_nor_loses_rows(long seed, TestDatabase database) {
        // Given
        createTable(database);
        ExactlyOnce kafka = new ExactlyOnce(new Random(seed));

        // When
        while (kafka.topic.size() < ROWS) {
            try (RunningConnector connector = RunningConnector.resumed(config(database), kafka.offsets)) {
                kafka.untilCrash(connector);
            }
        }

        // Then
        assertThat(kafka.crashes).isPositive();
        assertThat(kafka.topic).isEqualTo(everyId());
    }

    /** Two thirds of the rows have the same timestamp. */
    private static void createTable(TestDatabase database) {
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, updated_at timestamptz NOT NULL)",
                "INSERT INTO t SELECT g, timestamptz '2026-01-01' + greatest(0, g - 130) * interval '1 microsecond'"
                        + " FROM generate_series(1, " + ROWS + ") g");
    }

    private static Map<String, String> config(TestDatabase database) {
        return database.config("batch.max.rows", "7");
    }

    private static List<Object> everyId() {
        return IntStream.rangeClosed(1, ROWS).<Object>mapToObj(id -> id).toList();
    }

    private static List<Object> firstTimes(List<Object> ids) {
        return ids.stream().distinct().toList();
    }

    /** Records go out one by one, and offsets are stored now and then, behind them. */
    private static final class AtLeastOnce {

        private final Random random;
        private final List<Object> topic = new ArrayList<>();
        private final Map<Map<String, ?>, Map<String, ?>> offsets = new HashMap<>();
        private int crashes;

        AtLeastOnce(Random random) {
            this.random = random;
        }

        void untilCrash(RunningConnector connector) {
            while (!hasEveryRow()) {
                List<SourceRecord> records = connector.take(1);
                // After reading: none is sent. In between: some are. Before the flush: all are.
                boolean crash = random.nextInt(3) == 0;
                List<SourceRecord> sent = crash ? records.subList(0, random.nextInt(records.size() + 1)) : records;
                topic.addAll(Records.values(sent, "id"));
                if (crash) {
                    crashes++;
                    return;
                }
                if (random.nextBoolean()) {
                    records.forEach(record -> offsets.put(record.sourcePartition(), record.sourceOffset()));
                }
            }
        }

        boolean hasEveryRow() {
            return new HashSet<>(topic).containsAll(everyId());
        }
    }

    /** Records and their offsets become visible together, when the task ends their transaction, or not at all. */
    private static final class ExactlyOnce {

        private final Random random;
        private final List<Object> topic = new ArrayList<>();
        private final Map<Map<String, ?>, Map<String, ?>> offsets = new HashMap<>();
        private int crashes;

        ExactlyOnce(Random random) {
            this.random = random;
        }

        void untilCrash(RunningConnector connector) {
            List<SourceRecord> open = new ArrayList<>();
            while (topic.size() < ROWS) {
                for (SourceRecord record : connector.take(1)) {
                    if (random.nextInt(20) == 0) {
                        crashes++;
                        return;
                    }
                    open.add(record);
                    if (connector.endsTransaction(record)) {
                        topic.addAll(Records.values(open, "id"));
                        offsets.put(record.sourcePartition(), record.sourceOffset());
                        open.clear();
                    }
                }
                assertThat(open).as("left open until the next poll").isEmpty();
            }
        }
    }
}
