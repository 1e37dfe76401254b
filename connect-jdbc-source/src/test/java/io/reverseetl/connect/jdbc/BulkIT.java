// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverseetl.connect.jdbc.testing.PostgresServer;
import io.reverseetl.connect.jdbc.testing.Records;
import io.reverseetl.connect.jdbc.testing.RunningConnector;
import io.reverseetl.connect.jdbc.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Mode bulk: everything, again and again. */
@ExtendWith(PostgresServer.class)
class BulkIT {

    private static Map<String, String> config(TestDatabase database, String... more) {
        Map<String, String> config = database.config(more);
        config.put("mode", "bulk");
        config.remove("timestamp.column.name");
        return config;
    }

    @Test
    void each_run_reads_the_whole_table_in_pages_and_says_when_it_began(TestDatabase database) {
        // Given
        createTable(database, 10);

        // When
        List<SourceRecord> records;
        try (RunningConnector connector = RunningConnector.start(config(database, "batch.max.rows", "3"))) {
            records = connector.take(10);
            database.execute("UPDATE t SET note = 'changed' WHERE id = 2", "DELETE FROM t WHERE id = 9");
            connector.takeThrough("id", 10);
            records.addAll(connector.takeThrough("id", 10));
        }

        // Then: the rest of a run that began before the change lies between the two
        List<SourceRecord> last = records.subList(records.size() - 9, records.size());
        assertThat(Records.values(records.subList(0, 10), "id")).isEqualTo(ids(1, 10));
        assertThat(Records.values(last, "id")).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 10);
        assertThat(Records.value(last.get(1)).get("note")).isEqualTo("changed");
        assertThat(runs(records.subList(0, 10))).hasSize(1).doesNotContainAnyElementsOf(runs(last));
        assertThat(runs(last)).hasSize(1);
        assertThat(last.get(8).headers().lastWithName("reverseetl.source.timestamp"))
                .isNull();
    }

    @Test
    void a_run_that_is_interrupted_goes_on_where_it_stopped_and_is_not_begun_again_before_its_time(
            TestDatabase database) {
        // Given
        createTable(database, 10);
        Map<String, String> config = config(database, "batch.max.rows", "4", "poll.interval.ms", "3600000");
        List<SourceRecord> records = new ArrayList<>();

        // When
        RunningConnector connector = RunningConnector.start(config);
        records.addAll(connector.take(4));
        connector = connector.restarted();
        records.addAll(connector.take(10 - records.size()));
        connector = connector.restarted();
        for (int poll = 0; poll < 10; poll++) {
            database.waitAMoment();
            records.addAll(connector.poll());
        }
        connector.close();

        // Then
        assertThat(Records.values(records, "id")).isEqualTo(ids(1, 10));
        assertThat(runs(records)).hasSize(1);
    }

    @Test
    void a_view_is_read_by_key_columns_and_one_that_is_null_is_not_passed_over(TestDatabase database) {
        // Given
        createTable(database, 5);
        database.execute("CREATE VIEW v AS SELECT nullif(id, 3) AS id, note FROM t");
        Map<String, String> config =
                config(database, "table.types", "VIEW", "key.columns", "id", "batch.max.rows", "1");

        // When, Then
        try (RunningConnector connector = RunningConnector.start(config)) {
            assertThatThrownBy(() -> connector.take(6))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("Table public.v, column id")
                    .hasMessageContaining("NULL");
        }
    }

    @Test
    void no_exactly_once_is_promised(TestDatabase database) {
        // Given
        createTable(database, 1);
        JdbcSourceConnector connector = new JdbcSourceConnector();
        Map<String, String> timed = database.config("table.whitelist", "t");

        // When, Then
        assertThat(connector.exactlyOnceSupport(config(database))).isEqualTo(ExactlyOnceSupport.UNSUPPORTED);
        assertThat(connector.exactlyOnceSupport(timed)).isEqualTo(ExactlyOnceSupport.SUPPORTED);
    }

    private static List<Object> runs(List<SourceRecord> records) {
        return records.stream()
                .map(record -> Records.offset(record, "run"))
                .distinct()
                .toList();
    }

    private static List<Integer> ids(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().toList();
    }

    private static void createTable(TestDatabase database, int rows) {
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, note text)",
                "INSERT INTO t SELECT g, 'n' || g FROM generate_series(1, " + rows + ") g");
    }
}
