// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.jdbc.testing.PostgresServer;
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
        JdbcSourceConnector connector = new JdbcSourceConnector();
        connector.start(database.config());

        // When
        List<Map<String, String>> configs = connector.taskConfigs(2);

        // Then
        assertThat(configs).hasSize(2).isEqualTo(connector.taskConfigs(2));
        assertThat(configs.get(0)).containsEntry("task.tables", "[\"public.t1\",\"public.t3\"]");
        assertThat(connector.taskConfigs(10)).hasSize(3);
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
        JdbcSourceConnector all = new JdbcSourceConnector();
        JdbcSourceConnector one = new JdbcSourceConnector();

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
}
