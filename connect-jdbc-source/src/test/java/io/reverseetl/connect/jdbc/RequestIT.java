// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.jdbc.testing.PostgresServer;
import io.reverseetl.connect.jdbc.testing.Records;
import io.reverseetl.connect.jdbc.testing.RunningConnector;
import io.reverseetl.connect.jdbc.testing.TestDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows that a user asks to be read once more, beside the changes. */
@ExtendWith(PostgresServer.class)
class RequestIT {

    private static final Map<String, String> REQUEST = Map.of("table", "public.t#request");

    @BeforeEach
    void a_table(TestDatabase database) {
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, v int NOT NULL, updated_at timestamptz NOT NULL)",
                "INSERT INTO t SELECT g, 1, timestamptz '2026-01-01' + g * interval '1 s' FROM generate_series(1, 50) g");
    }

    /** A connector that has read the table, and of which then is asked. */
    private static RunningConnector asked(TestDatabase database, Map<String, Object> request) {
        Map<Map<String, ?>, Map<String, ?>> offsets = new HashMap<>();
        offsets.put(
                Map.of("table", "public.t"), Map.of("v", 1, "ts", "2026-01-01 00:00:50+00", "key", "{\"id\":\"50\"}"));
        offsets.put(REQUEST, request);
        return RunningConnector.resumed(database.config("batch.max.rows", "10"), offsets);
    }

    private static boolean isRow(SourceRecord record) {
        return record.topic().equals("db.t");
    }

    private static List<Object> ids(List<SourceRecord> records) {
        return Records.values(records.stream().filter(RequestIT::isRow).toList(), "id");
    }

    private static List<Object> all(int first, int last) {
        return IntStream.rangeClosed(first, last).<Object>mapToObj(id -> id).toList();
    }

    @Test
    void a_range_of_keys_is_read_once_and_its_end_is_told(TestDatabase database) {
        // Given
        Map<String, Object> request = Map.of("id", "a", "from", "{\"id\":\"7\"}", "to", "{\"id\":\"29\"}");
        RunningConnector connector = asked(database, request);

        // When
        List<SourceRecord> records = connector.takeUntil(taken -> taken.stream().anyMatch(record -> !isRow(record)));
        connector = connector.restarted();
        database.execute("UPDATE t SET v = 2, updated_at = now() WHERE id = 1");
        List<SourceRecord> later = connector.take(1);
        connector.close();

        // Then
        assertThat(ids(records)).isEqualTo(all(7, 29));
        SourceRecord end = records.get(records.size() - 1);
        Map<String, Object> done = new HashMap<>(request);
        done.putAll(Map.of("rows", 23L, "done", true));
        assertThat(end.sourcePartition()).isEqualTo(REQUEST);
        assertThat(end.sourceOffset()).isEqualTo(done);
        assertThat(ids(later)).containsExactly(1);
    }

    @Test
    void a_request_goes_on_where_it_was_left(TestDatabase database) {
        // Given
        RunningConnector connector = asked(database, Map.of("id", "a"));
        List<SourceRecord> records = new ArrayList<>(connector.take(20));

        // When
        connector = connector.restarted();
        records.addAll(connector.takeUntil(taken -> taken.stream().anyMatch(record -> !isRow(record))));
        connector.close();

        // Then
        assertThat(ids(records)).isEqualTo(all(1, 50));
    }

    @Test
    void changes_made_meanwhile_are_not_followed_by_older_versions(TestDatabase database) {
        // Given
        RunningConnector connector = asked(database, Map.of("id", "a"));
        List<SourceRecord> records = new ArrayList<>(connector.take(10));

        // When
        database.execute("UPDATE t SET v = 2, updated_at = now() WHERE id % 2 = 0");
        records.addAll(connector.takeUntil(
                taken -> taken.stream().anyMatch(record -> !isRow(record)) && changed(taken) >= 25));
        connector.close();

        // Then
        Map<Object, Integer> versions = new HashMap<>();
        for (SourceRecord record : records.stream().filter(RequestIT::isRow).toList()) {
            int version = Records.value(record).getInt32("v");
            Integer before = versions.put(record.key(), version);
            assertThat(before)
                    .as("before version " + version + " of " + record.key())
                    .isIn(null, 1, version);
        }
        assertThat(versions).hasSize(50);
        assertThat(versions.values()).filteredOn(version -> version == 2).hasSize(25);
    }

    private static long changed(List<SourceRecord> records) {
        return records.stream()
                .filter(record -> isRow(record) && Records.value(record).getInt32("v") == 2)
                .map(SourceRecord::key)
                .distinct()
                .count();
    }
}
