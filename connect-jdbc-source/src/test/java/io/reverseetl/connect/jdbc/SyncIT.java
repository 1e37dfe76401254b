// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reverseetl.connect.jdbc.testing.PostgresServer;
import io.reverseetl.connect.jdbc.testing.Records;
import io.reverseetl.connect.jdbc.testing.RunningConnector;
import io.reverseetl.connect.jdbc.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A user asks whether everything has been read that was committed when the connector was resumed. */
@ExtendWith(PostgresServer.class)
class SyncIT {

    private static final Map<String, String> SYNC = Map.of("table", "public.t#sync");
    private static final Map<String, Object> ASKED = Map.of("id", "a");
    private static final Map<String, Object> ANSWERED = Map.of("id", "a", "done", true);
    private static final Map<String, Object> ROW_30 =
            Map.of("v", 1, "ts", "2026-01-01 00:00:30+00", "key", "{\"id\":\"30\"}");

    @BeforeEach
    void a_table(TestDatabase database) {
        database.execute(
                "CREATE TABLE t (id bigserial PRIMARY KEY, updated_at timestamptz NOT NULL DEFAULT now())",
                "INSERT INTO t (updated_at)"
                        + " SELECT timestamptz '2026-01-01' + g * interval '1 s' FROM generate_series(1, 50) g");
    }

    private static RunningConnector asked(Map<String, String> config, Map<String, Object> position) {
        Map<Map<String, ?>, Map<String, ?>> offsets = new HashMap<>();
        offsets.put(SYNC, ASKED);
        offsets.put(Map.of("table", "public.t"), position);
        return RunningConnector.resumed(config, offsets);
    }

    private static boolean isAnswer(SourceRecord record) {
        return record.sourcePartition().equals(SYNC);
    }

    private static List<SourceRecord> takeThroughAnswer(RunningConnector connector) {
        return connector.takeUntil(taken -> taken.stream().anyMatch(SyncIT::isAnswer));
    }

    private static List<Object> ids(List<SourceRecord> records) {
        return Records.values(
                records.stream().filter(record -> !isAnswer(record)).toList(), "id");
    }

    private static List<Object> all(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .<Object>mapToObj(id -> (long) id)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait", "look-back"})
    void the_answer_follows_the_last_row_and_is_given_once(String margin, TestDatabase database) {
        // Given
        database.execute("INSERT INTO t DEFAULT VALUES");
        Map<String, String> config =
                database.config("batch.max.rows", "7", "watermark.margin.mode", margin, "watermark.margin.ms", "200");

        // When
        RunningConnector connector = asked(config, ROW_30);
        List<SourceRecord> records = takeThroughAnswer(connector);
        connector = connector.restarted();
        database.execute("INSERT INTO t DEFAULT VALUES");
        List<SourceRecord> later = connector.takeThrough("id", 52L);
        connector.close();

        // Then
        assertThat(ids(records)).isEqualTo(all(31, 51));
        assertThat(records.get(records.size() - 1).sourceOffset()).isEqualTo(ANSWERED);
        assertThat(records.get(records.size() - 1).topic()).isEqualTo("reverseetl.heartbeat");
        assertThat(later).noneMatch(SyncIT::isAnswer);
    }

    @Test
    void a_table_in_which_nothing_has_changed_is_answered_for_whatever_the_poll_interval(TestDatabase database) {
        // Given: the first look cannot be the last, as the margin keeps it from what was committed just now
        Map<String, String> config = database.config("poll.interval.ms", "3600000", "watermark.margin.ms", "200");
        database.execute("INSERT INTO t DEFAULT VALUES");

        // When
        RunningConnector connector = asked(config, ROW_30);
        List<SourceRecord> records = takeThroughAnswer(connector);
        connector.close();

        // Then
        assertThat(ids(records)).isEqualTo(all(31, 51));
    }

    @ParameterizedTest
    @ValueSource(strings = {"timestamp", "incrementing"})
    void a_transaction_that_is_open_holds_the_answer_back_until_its_rows_have_come(String mode, TestDatabase database)
            throws SQLException {
        // Given: row 51 was stamped before row 52, which is committed already
        Map<String, String> config = database.config("mode", mode);
        if (mode.equals("incrementing")) {
            config.remove("timestamp.column.name");
        }
        List<SourceRecord> records = new ArrayList<>();
        try (Connection late = database.connect();
                Statement statement = late.createStatement()) {
            late.setAutoCommit(false);
            statement.execute("INSERT INTO t DEFAULT VALUES");
            database.execute("INSERT INTO t DEFAULT VALUES");

            // When: many looks have been made meanwhile
            RunningConnector connector = RunningConnector.resumed(config, Map.of(SYNC, ASKED));
            await().pollInSameThread().until(() -> {
                records.addAll(connector.poll());
                return (long) connector.metric("watermark-age-ms", "public.t") > 1_500;
            });
            List<SourceRecord> meanwhile = List.copyOf(records);
            late.commit();
            records.addAll(takeThroughAnswer(connector));
            connector.close();

            // Then
            assertThat(meanwhile).noneMatch(SyncIT::isAnswer);
            assertThat(ids(records)).isEqualTo(all(1, 52));
        }
    }

    @Test
    void a_stamp_that_was_rounded_up_comes_before_the_answer(TestDatabase database) {
        // Given
        database.execute(
                "ALTER TABLE t ALTER updated_at TYPE timestamptz(0)",
                "INSERT INTO t (updated_at) VALUES (date_trunc('second', now()) + interval '1 s')");

        // When
        RunningConnector connector = asked(database.config(), ROW_30);
        List<SourceRecord> records = takeThroughAnswer(connector);
        connector.close();

        // Then
        assertThat(ids(records)).isEqualTo(all(31, 51));
    }

    @ParameterizedTest
    @ValueSource(strings = {"timestamp", "incrementing", "bulk"})
    void an_empty_table_is_answered_for(String mode, TestDatabase database) {
        // Given
        database.execute("TRUNCATE t");
        Map<String, String> config = database.config("mode", mode);
        if (!mode.equals("timestamp")) {
            config.remove("timestamp.column.name");
        }

        // When
        RunningConnector connector = RunningConnector.resumed(config, Map.of(SYNC, ASKED));
        List<SourceRecord> records = takeThroughAnswer(connector);
        connector.close();

        // Then
        assertThat(records).hasSize(1);
    }

    @Test
    void in_mode_bulk_a_run_begins_at_once_and_the_answer_follows_it(TestDatabase database) {
        // Given: a run that has passed half of the table, and would go on behind that
        Map<String, String> config = database.config("mode", "bulk", "poll.interval.ms", "3600000");
        config.remove("timestamp.column.name");

        // When
        RunningConnector connector =
                asked(config, Map.of("v", 1, "run", "2026-01-01T00:00:00Z", "key", "{\"id\":\"25\"}"));
        List<SourceRecord> records = takeThroughAnswer(connector);
        connector.close();

        // Then
        assertThat(ids(records)).isEqualTo(all(1, 50));
    }

    @Test
    void a_query_is_answered_for(TestDatabase database) {
        // Given
        Map<String, String> asked = Map.of("query", "query#sync");
        Map<String, String> config =
                database.config("query", "SELECT * FROM t", "key.columns", "id", "validate.non.null", "false");

        // When
        RunningConnector connector = RunningConnector.resumed(config, Map.of(asked, ASKED));
        List<SourceRecord> records = connector.takeUntil(taken ->
                taken.stream().anyMatch(record -> record.sourcePartition().equals(asked)));
        connector.close();

        // Then
        assertThat(records).hasSize(51);
        assertThat(records.get(50).sourceOffset()).isEqualTo(ANSWERED);
    }

    @Test
    void as_long_as_there_is_no_answer_the_slices_of_a_table_are_one(TestDatabase database) {
        // Given
        Map<String, String> config = database.config("increment.slices", "4");

        // When
        RunningConnector connector = asked(config, ROW_30).restarted(config, 4);
        int tasksBefore = connector.taskCount();
        List<SourceRecord> records = takeThroughAnswer(connector);
        RunningConnector answered = connector.restarted(config, 4);
        int tasksAfter = answered.taskCount();
        answered.close();

        // Then
        assertThat(tasksBefore).isEqualTo(1);
        assertThat(ids(records)).isEqualTo(all(31, 50));
        assertThat(tasksAfter).isEqualTo(4);
    }

    @Test
    void ranges_of_a_first_read_come_before_the_answer(TestDatabase database) {
        // Given
        database.execute("ANALYZE t");
        Map<String, String> config = database.config("snapshot.ranges", "4", "batch.max.rows", "7");

        // When
        RunningConnector ranges = RunningConnector.resumed(config, Map.of(SYNC, ASKED));
        List<SourceRecord> records = new ArrayList<>(ranges.takeUntil(taken -> taken.stream()
                        .filter(record -> record.topic().equals("reverseetl.heartbeat"))
                        .count()
                == 4));
        RunningConnector changes = ranges.restarted();
        List<SourceRecord> last = takeThroughAnswer(changes);
        changes.close();

        // Then
        assertThat(records).hasSize(54).noneMatch(SyncIT::isAnswer);
        assertThat(last).hasSize(1);
    }

    @Test
    void the_answer_waits_for_rows_that_have_not_arrived(TestDatabase database) throws InterruptedException {
        // Given
        Map<String, String> config = database.config();
        config.put(TaskTables.KEY, "[\"public.t\"]");
        JdbcSourceTask task = RunningConnector.task(config, Map.of(SYNC, ASKED));
        try {
            // When
            List<SourceRecord> rows = poll(task, 50);
            List<SourceRecord> whileUnderway = new ArrayList<>();
            for (int polls = 0; polls < 10; polls++) {
                whileUnderway.addAll(polled(task));
            }
            rows.forEach(row -> task.commitRecord(row, null));
            List<SourceRecord> afterwards = poll(task, 1);

            // Then
            assertThat(whileUnderway).isEmpty();
            assertThat(afterwards).singleElement().matches(SyncIT::isAnswer);
        } finally {
            task.stop();
        }
    }

    private static List<SourceRecord> poll(JdbcSourceTask task, int records) {
        List<SourceRecord> taken = new ArrayList<>();
        await().pollInSameThread().until(() -> {
            taken.addAll(polled(task));
            return taken.size() >= records;
        });
        return taken;
    }

    private static List<SourceRecord> polled(JdbcSourceTask task) throws InterruptedException {
        List<SourceRecord> records = task.poll();
        return records == null ? List.of() : records;
    }
}
