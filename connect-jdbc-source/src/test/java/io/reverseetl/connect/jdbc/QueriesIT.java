// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverseetl.connect.jdbc.testing.AvroSchemas;
import io.reverseetl.connect.jdbc.testing.PostgresServer;
import io.reverseetl.connect.jdbc.testing.Records;
import io.reverseetl.connect.jdbc.testing.RunningConnector;
import io.reverseetl.connect.jdbc.testing.TestDatabase;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries that are read as tables are. */
@ExtendWith(PostgresServer.class)
class QueriesIT {

    @BeforeEach
    void tables(TestDatabase database) {
        database.execute(
                "CREATE DOMAIN price AS numeric(9,2)",
                "CREATE TABLE t (id int PRIMARY KEY, tag text, cost price, prices price[], doc jsonb,"
                        + " updated_at timestamptz NOT NULL)",
                "INSERT INTO t SELECT g, 'tag' || g % 3, g, ARRAY[g, NULL], '{\"a\": 1}', timestamptz '2026-01-01' + g"
                        + " / 4 * interval '1 us' FROM generate_series(1, 20) g");
    }

    private static Map<String, String> config(TestDatabase database, String query) {
        return database.config(
                "query", query, "key.columns", "id", "validate.non.null", "false", "batch.max.rows", "3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM t",
                "SELECT * FROM t WHERE id > 0 OR id < 0;",
                "SELECT * FROM t ORDER BY id DESC -- all of them; really",
                "WITH a AS (SELECT * FROM t) SELECT * FROM a; /* done */",
                "SELECT * FROM t WHERE id <= 10 UNION ALL SELECT * FROM t WHERE id > 10",
                "SELECT t.*, ';--' AS odd, $$ ; -- $$ AS odder FROM t WHERE doc ? 'a' AND doc ?? 'a' AND tag <> '?' ;;"
            })
    void whatever_its_text_a_query_is_read_in_pages_and_across_restarts(String query, TestDatabase database) {
        // When
        List<SourceRecord> records = new ArrayList<>();
        RunningConnector connector = RunningConnector.start(config(database, query));
        records.addAll(connector.take(8));
        connector = connector.restarted();
        records.addAll(connector.take(20 - records.size()));
        database.execute("UPDATE t SET updated_at = now() WHERE id = 5");
        records.addAll(connector.take(1));
        connector.close();

        // Then
        assertThat(Records.values(records, "id"))
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 5);
    }

    @Test
    void a_record_of_the_only_query_has_the_prefix_for_a_topic_and_types_as_a_table(TestDatabase database) {
        // When
        SourceRecord record;
        try (RunningConnector connector = RunningConnector.start(config(database, "SELECT * FROM t"))) {
            record = connector.take(1).get(0);
        }

        // Then
        assertThat(record.topic()).isEqualTo("db.");
        assertThat(record.sourcePartition()).isEqualTo(Map.of("query", "query"));
        assertThat(record.headers().lastWithName("reverseetl.source.query").value())
                .isEqualTo("query");
        assertThat(record.headers().lastWithName("reverseetl.source.table")).isNull();
        assertThat(AvroSchemas.parse(record.valueSchema()).getFullName()).isEqualTo("query.Value");
        assertThat(record.key()).hasToString("Struct{id=1}");
        assertThat(Records.value(record).get("cost")).isEqualTo(new BigDecimal("1.00"));
        assertThat(Records.value(record).getArray("prices")).containsExactly(new BigDecimal("1.00"), null);
    }

    @Test
    void several_queries_each_have_an_id_a_mode_a_key_and_a_topic_of_their_own(TestDatabase database) {
        // Given
        Map<String, String> config = database.config("queries", "changes,tags,added");
        config.putAll(Map.of(
                "queries.changes.sql", "SELECT id, updated_at AS changed FROM t",
                "queries.changes.timestamp.column.name", "changed",
                "queries.tags.sql", "SELECT tag, count(*) AS n FROM t GROUP BY tag",
                "queries.tags.mode", "bulk",
                "queries.tags.key.columns", "tag",
                "queries.tags.topic", "tags-of-all",
                "queries.added.sql", "SELECT id AS no FROM t",
                "queries.added.mode", "incrementing",
                "queries.added.incrementing.column.name", "no"));
        config.putAll(Map.of("key.columns", "id", "validate.non.null", "false", "poll.interval.ms", "60000"));
        config.put("queries.added.key.columns", "no");
        // A run of tags, changes and, once their ids are settled, the added ones.
        config.put("watermark.margin.ms", "0");

        // When
        List<SourceRecord> records;
        try (RunningConnector connector = RunningConnector.start(config, 2)) {
            assertThat(connector.taskCount()).isEqualTo(2);
            records = connector.take(43);
        }

        // Then
        Map<String, Integer> byTopic = new TreeMap<>();
        records.forEach(record -> byTopic.merge(record.topic(), 1, Integer::sum));
        assertThat(byTopic).isEqualTo(Map.of("db.changes", 20, "tags-of-all", 3, "db.added", 20));
        assertThat(records)
                .extracting(SourceRecord::sourcePartition)
                .contains(Map.of("query", "changes"), Map.of("query", "tags"), Map.of("query", "added"));
    }

    @Test
    void a_null_in_a_key_column_fails_the_task_naming_the_query(TestDatabase database) {
        // Given
        String query = "SELECT nullif(id, 2) AS id, updated_at FROM t";

        // When, Then
        try (RunningConnector connector = RunningConnector.start(config(database, query))) {
            assertThatThrownBy(() -> connector.take(20))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("Query query, column id");
        }
    }

    @Test
    void what_is_altered_below_a_query_while_it_is_read_changes_the_records(TestDatabase database) {
        // Given
        List<SourceRecord> records = new ArrayList<>();
        try (RunningConnector connector = RunningConnector.start(config(database, "SELECT * FROM t"))) {
            records.addAll(connector.take(3));

            // When
            database.execute(
                    "ALTER TABLE t DROP doc, ALTER cost TYPE text USING 'EUR ' || cost, ADD note text DEFAULT 'n',"
                            + " ALTER tag SET NOT NULL",
                    "ALTER TABLE t RENAME prices TO paid");
            records.addAll(connector.take(20 - records.size()));
        }

        // Then
        SourceRecord last = records.get(19);
        assertThat(records).hasSize(20);
        assertThat(last.valueSchema().field("doc")).isNull();
        assertThat(last.valueSchema().field("prices")).isNull();
        assertThat(last.valueSchema().field("paid")).isNotNull();
        assertThat(Records.value(last).get("cost")).isEqualTo("EUR 20.00");
        assertThat(Records.value(last).get("note")).isEqualTo("n");
    }

    @Test
    void a_column_that_is_gone_from_below_a_query_fails_the_task_naming_it(TestDatabase database) {
        // Given
        try (RunningConnector connector =
                RunningConnector.start(config(database, "SELECT id, cost, updated_at FROM t"))) {
            connector.take(20);

            // When
            database.execute("ALTER TABLE t RENAME cost TO price");

            // Then
            assertThatThrownBy(() -> connector.take(1))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("query query")
                    .hasMessageContaining("cost");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            SELECT id FORM t WHERE tag = 'Ada';  query; in line 1, column 16 of its text
            SELECT id, updated_at FROM orders;   query; orders
            SELECT 'Ada'::int AS id, now() AS updated_at; query; 22P02
            SELECT id, id, updated_at FROM t;    query; id and id
            SELECT tag, updated_at FROM t;       key.columns; no column id
            SELECT id FROM t;                    timestamp.column.name; no timestamp column
            SELECT id, updated_at FROM t) AS x WHERE (true; query; parentheses and quotes
            """)
    void a_wrong_query_is_refused_on_its_key_without_quoting_it(
            String query, String key, String hint, TestDatabase database) {
        // When
        Map<String, List<String>> errors = errors(config(database, query));

        // Then
        assertThat(errors).containsOnlyKeys(key);
        assertThat(errors.toString()).contains(hint).doesNotContain("Ada");
    }

    @Test
    void what_is_wrong_with_one_of_several_stands_on_its_own_keys(TestDatabase database) {
        // Given
        Map<String, String> config = database.config("queries", "a,b", "validate.non.null", "false");
        config.putAll(Map.of(
                "queries.a.sql", "SELECT id FORM t",
                "queries.b.sql", "SELECT tag, updated_at FROM t"));

        // When
        Map<String, List<String>> errors = errors(config);

        // Then
        assertThat(errors).containsOnlyKeys("queries.a.sql", "queries.b.key.columns");
        assertThat(errors.get("queries.b.key.columns").toString()).contains("Query b");
    }

    @Test
    void two_queries_of_one_topic_are_refused(TestDatabase database) {
        // Given
        Map<String, String> config = database.config("queries", "a,b", "validate.non.null", "false");
        config.putAll(Map.of(
                "key.columns", "id",
                "queries.a.sql", "SELECT * FROM t",
                "queries.b.sql", "SELECT * FROM t",
                "queries.b.topic", "db.a"));

        // When, Then
        assertThat(errors(config)).containsOnlyKeys("queries.b.topic");
    }

    @Test
    void offsets_of_a_query_can_be_set(TestDatabase database) {
        // Given
        JdbcSourceConnector connector = new JdbcSourceConnector();
        Map<String, String> config = config(database, "SELECT * FROM t");
        Map<String, ?> offset = Map.of("v", 1, "ts", "2026-01-01 00:00:00+00", "key", "{\"id\":\"3\"}");

        // When, Then
        assertThat(connector.alterOffsets(config, Map.of(Map.of("query", "query"), offset)))
                .isTrue();
        assertThatThrownBy(() -> connector.alterOffsets(config, Map.of(Map.of("query", "other"), offset)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("query other");
    }

    private static Map<String, List<String>> errors(Map<String, String> config) {
        Map<String, List<String>> errors = new TreeMap<>();
        for (ConfigValue value : new JdbcSourceConnector().validate(config).configValues()) {
            if (!value.errorMessages().isEmpty()) {
                errors.put(value.name(), value.errorMessages());
            }
        }
        return errors;
    }
}
