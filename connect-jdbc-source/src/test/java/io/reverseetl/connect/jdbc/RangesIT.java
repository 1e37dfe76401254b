// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.jdbc.testing.PostgresServer;
import io.reverseetl.connect.jdbc.testing.RecordedContext;
import io.reverseetl.connect.jdbc.testing.Records;
import io.reverseetl.connect.jdbc.testing.RunningConnector;
import io.reverseetl.connect.jdbc.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first read of a table, shared out among tasks by ranges of its key. */
@ExtendWith(PostgresServer.class)
class RangesIT {

    private static final String HEARTBEATS = "reverseetl.heartbeat";

    private static Map<String, String> config(TestDatabase database, String... more) {
        Map<String, String> config =
                database.config("snapshot.ranges", "4", "batch.max.rows", "10", "validate.non.null", "false");
        for (int i = 0; i < more.length; i += 2) {
            config.put(more[i], more[i + 1]);
        }
        return config;
    }

    private static void createTable(TestDatabase database, String columns, String rows) {
        database.execute(
                "CREATE TABLE t (" + columns + ", updated_at timestamptz)",
                "INSERT INTO t SELECT " + rows + ", timestamptz '2026-01-01' + g * interval '1 s'"
                        + " FROM generate_series(1, 200) g",
                "ANALYZE t");
    }

    /** Takes records until so many parts of tables have been read to their end. */
    private static List<SourceRecord> takeDone(RunningConnector connector, int parts) {
        return connector.takeUntil(
                taken -> taken.stream().filter(RangesIT::isHeartbeat).count() == parts);
    }

    private static boolean isHeartbeat(SourceRecord record) {
        return record.topic().equals(HEARTBEATS);
    }

    private static List<SourceRecord> rows(List<SourceRecord> records) {
        return records.stream().filter(record -> !isHeartbeat(record)).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            id int PRIMARY KEY;                                  g
            id uuid PRIMARY KEY;                                 md5(g::text)::uuid
            id text COLLATE "C" PRIMARY KEY;                     'x' || g
            tenant text, id int, PRIMARY KEY (tenant, id);       't' || g % 3, g
            """)
    void every_row_is_read_once_by_four_tasks_and_then_changes_by_one(
            String columns, String rows, TestDatabase database) {
        // Given
        createTable(database, columns, rows);
        database.execute("UPDATE t SET updated_at = NULL WHERE ctid IN (SELECT ctid FROM t LIMIT 5)");
        RunningConnector connector = RunningConnector.start(config(database), 4);
        assertThat(connector.taskCount()).isEqualTo(4);

        // When
        List<SourceRecord> snapshot = takeDone(connector, 4);
        connector = connector.restarted();
        assertThat(connector.taskCount()).isEqualTo(1);
        database.execute("UPDATE t SET updated_at = now() WHERE updated_at > '2026-01-01 00:03:00+00'");
        List<SourceRecord> changes = connector.take(20);
        connector.close();

        // Then
        assertThat(rows(snapshot)).extracting(SourceRecord::key).hasSize(200).doesNotHaveDuplicates();
        assertThat(changes).extracting(SourceRecord::key).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void changes_made_during_the_first_read_arrive_after_it_and_once(TestDatabase database) {
        // Given
        createTable(database, "id int PRIMARY KEY, v int", "g, 1");
        RunningConnector connector = RunningConnector.start(config(database), 4);
        List<SourceRecord> early = connector.take(40);

        // When
        database.execute("UPDATE t SET v = 2, updated_at = now()", "INSERT INTO t VALUES (1000, 2, now())");
        List<SourceRecord> snapshot = takeDone(connector, 4);
        connector = connector.restarted();
        List<SourceRecord> changes = connector.take(201);
        connector.close();

        // Then
        assertThat(Records.values(early, "v")).containsOnly(1);
        assertThat(Records.values(rows(snapshot), "v")).doesNotContain(2);
        assertThat(Records.values(changes, "v")).hasSize(201).containsOnly(2);
    }

    @Test
    void a_range_goes_on_where_it_was_left_and_the_others_are_not_read_again(TestDatabase database) {
        // Given
        createTable(database, "id int PRIMARY KEY", "g");
        RunningConnector connector = RunningConnector.start(config(database), 2);
        List<SourceRecord> records = new ArrayList<>(connector.take(60));

        // When: the config asks for fewer ranges meanwhile
        connector = connector.restarted(config(database, "snapshot.ranges", "1"), 3);
        assertThat(connector.taskCount()).isEqualTo(3);
        int done = (int) records.stream().filter(RangesIT::isHeartbeat).count();
        records.addAll(takeDone(connector, 4 - done));
        connector.close();

        // Then
        assertThat(rows(records)).extracting(SourceRecord::key).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void the_progress_of_another_layout_is_not_taken_for_this_ones(TestDatabase database) {
        // Given
        createTable(database, "id int PRIMARY KEY", "g");
        RunningConnector connector = RunningConnector.start(config(database), 4);
        connector.take(100);

        // When: nothing of the first layout was stored when the connector started anew
        RunningConnector other =
                connector.restartedWithout(partition -> true, config(database, "snapshot.ranges", "3"));
        List<SourceRecord> records = takeDone(other, 3);
        other.close();

        // Then
        assertThat(rows(records)).extracting(SourceRecord::key).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void a_small_table_is_not_cut(TestDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, updated_at timestamptz NOT NULL DEFAULT '2026-01-01')",
                "INSERT INTO t SELECT g FROM generate_series(1, 15) g",
                "ANALYZE t");

        // When
        RunningConnector connector = RunningConnector.start(config(database), 4);
        List<SourceRecord> records = connector.take(15);
        connector.close();

        // Then
        assertThat(connector.taskCount()).isZero();
        assertThat(records).extracting(SourceRecord::sourcePartition).containsOnly(Map.of("table", "public.t"));
    }

    @Test
    void a_table_whose_name_looks_like_a_range_has_offsets_of_its_own(TestDatabase database) {
        // Given
        createTable(database, "id int PRIMARY KEY", "g");
        database.execute(
                "CREATE TABLE \"t#range-1\" (LIKE t INCLUDING ALL)", "INSERT INTO \"t#range-1\" SELECT * FROM t");

        // When
        RunningConnector connector = RunningConnector.start(config(database, "snapshot.ranges", "1"), 1);
        List<SourceRecord> records = connector.take(400);
        connector.close();

        // Then
        assertThat(records)
                .extracting(SourceRecord::sourcePartition)
                .contains(Map.of("table", "public.t"), Map.of("table", "public.\"t#range-1\""));
    }

    @Test
    void the_layout_is_the_same_for_the_connector_each_time_it_is_asked(TestDatabase database) {
        // Given
        createTable(database, "id int PRIMARY KEY", "g");
        JdbcSourceConnector connector = new JdbcSourceConnector();
        connector.initialize(new RecordedContext());
        connector.start(config(database));

        // When
        List<Map<String, String>> configs = connector.taskConfigs(3);

        // Then
        assertThat(configs).hasSize(3).isEqualTo(connector.taskConfigs(3));
        connector.stop();
    }
}
