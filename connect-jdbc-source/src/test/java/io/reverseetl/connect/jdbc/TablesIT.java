// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reverseetl.connect.jdbc.testing.PostgresServer;
import io.reverseetl.connect.jdbc.testing.RecordedContext;
import io.reverseetl.connect.jdbc.testing.RunningConnector;
import io.reverseetl.connect.jdbc.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several tables, in one task and in many. */
@ExtendWith(PostgresServer.class)
class TablesIT {

    @Test
    void a_big_table_does_not_starve_a_small_one(TestDatabase database) {
        // Given
        createTable(database, "big", 5000);
        createTable(database, "small", 1);

        // When
        List<SourceRecord> records;
        try (RunningConnector connector = RunningConnector.start(database.config("batch.max.rows", "100"))) {
            records = connector.take(201);
        }

        // Then
        assertThat(records.stream().map(SourceRecord::topic).limit(201)).contains("db.big", "db.small");
    }

    @Test
    void tables_are_shared_out_among_tasks_and_each_row_arrives_once(TestDatabase database) {
        // Given
        for (int table = 1; table <= 5; table++) {
            createTable(database, "t" + table, 30);
        }
        Map<String, String> config = database.config("batch.max.rows", "7");

        // When
        List<SourceRecord> records = new ArrayList<>();
        RunningConnector connector = RunningConnector.start(config, 2);
        assertThat(connector.taskCount()).isEqualTo(2);
        records.addAll(connector.take(60));
        connector = connector.restarted();
        records.addAll(connector.take(150 - records.size()));
        connector.close();

        // Then
        assertThat(records)
                .hasSize(150)
                .extracting(record -> record.topic() + record.key())
                .doesNotHaveDuplicates();
    }

    @Test
    void task_configs_are_equal_each_time_and_no_more_than_allowed_or_needed(TestDatabase database) {
        // Given
        for (int table = 1; table <= 3; table++) {
            createTable(database, "t" + table, 0);
        }
        JdbcSourceConnector connector = connector();
        connector.start(database.config());

        // When
        List<Map<String, String>> configs = connector.taskConfigs(2);

        // Then
        assertThat(configs).hasSize(2).isEqualTo(connector.taskConfigs(2));
        assertThat(configs.get(0)).containsEntry("task.tables", "[\"public.t1\",\"public.t3\"]");
        assertThat(connector.taskConfigs(10)).hasSize(3);
    }

    @Test
    void a_table_that_appears_while_the_connector_runs_is_read_and_one_that_goes_is_not(TestDatabase database) {
        // Given
        createTable(database, "t1", 0);
        RecordedContext connect = new RecordedContext();
        JdbcSourceConnector connector = new JdbcSourceConnector();
        connector.initialize(connect);
        connector.start(database.config("table.poll.interval.ms", "20"));
        assertThat(tablesOf(connector)).containsExactly("[\"public.t1\"]");

        // When, Then
        createTable(database, "t2", 0);
        await().untilAsserted(() -> assertThat(connect.reconfigurations()).isEqualTo(1));
        assertThat(tablesOf(connector)).containsExactly("[\"public.t1\"]", "[\"public.t2\"]");

        // When, Then
        database.execute("DROP TABLE t1");
        await().untilAsserted(() -> assertThat(connect.reconfigurations()).isEqualTo(2));
        assertThat(tablesOf(connector)).containsExactly("[\"public.t2\"]");

        connector.stop();
        assertThat(connect.errors()).isEmpty();
    }

    @Test
    void a_new_table_that_cannot_be_read_fails_the_connector_with_its_name(TestDatabase database) {
        // Given
        createTable(database, "t1", 0);
        RecordedContext connect = new RecordedContext();
        JdbcSourceConnector connector = new JdbcSourceConnector();
        connector.initialize(connect);
        connector.start(database.config("table.poll.interval.ms", "20"));

        // When
        database.execute("CREATE TABLE t2 (id int, updated_at timestamptz NOT NULL)");

        // Then: the tasks that run are left alone
        await().untilAsserted(() -> assertThat(connect.errors())
                .singleElement()
                .satisfies(error -> assertThat(error).hasMessageContaining("key.columns: Table public.t2: it has no")));
        assertThat(connect.reconfigurations()).isZero();
        assertThat(tablesOf(connector)).containsExactly("[\"public.t1\"]");
        connector.stop();
    }

    private static List<String> tablesOf(JdbcSourceConnector connector) {
        return connector.taskConfigs(9).stream()
                .map(config -> config.get("task.tables"))
                .toList();
    }

    @Test
    void a_partitioned_table_is_read_once_and_a_partition_alone_only_by_name(TestDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE events (id int, updated_at timestamptz NOT NULL, PRIMARY KEY (id))"
                        + " PARTITION BY RANGE (id)",
                "CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM (10) TO (20)",
                "INSERT INTO events SELECT g, '2026-01-01' FROM generate_series(8, 12) g");
        JdbcSourceConnector all = connector();
        JdbcSourceConnector one = connector();

        // When
        all.start(database.config("table.include.list", "events.*"));
        one.start(database.config("table.whitelist", "public.events_2"));

        // Then
        assertThat(all.taskConfigs(9))
                .singleElement()
                .satisfies(config -> assertThat(config).containsEntry("task.tables", "[\"public.events\"]"));
        assertThat(one.taskConfigs(9))
                .singleElement()
                .satisfies(config -> assertThat(config).containsEntry("task.tables", "[\"public.events_2\"]"));
    }

    private static void createTable(TestDatabase database, String name, int rows) {
        database.execute(
                "CREATE TABLE " + name + " (id int PRIMARY KEY, updated_at timestamptz NOT NULL)",
                "INSERT INTO " + name + " SELECT g, '2026-01-01' FROM generate_series(1, " + rows + ") g");
    }

    private static JdbcSourceConnector connector() {
        JdbcSourceConnector connector = new JdbcSourceConnector();
        connector.initialize(new RecordedContext());
        return connector;
    }
}
