// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.jdbc.testing.AvroSchemas;
import io.reverseetl.connect.jdbc.testing.PostgresServer;
import io.reverseetl.connect.jdbc.testing.Records;
import io.reverseetl.connect.jdbc.testing.RunningConnector;
import io.reverseetl.connect.jdbc.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that say of themselves that they are deleted. */
@ExtendWith(PostgresServer.class)
class SoftDeletesIT {

    @BeforeEach
    void rows_of_which_the_second_is_deleted(TestDatabase database) {
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, gone boolean, gone_at timestamptz, status text,"
                        + " updated_at timestamptz NOT NULL)",
                "INSERT INTO t VALUES (1, false, NULL, 'ok', '2026-01-01'),"
                        + " (2, true, now(), 'gone', '2026-01-02'), (3, NULL, NULL, NULL, '2026-01-03')");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            delete.column;     gone
            delete.column;     gone_at
            delete.expression; status = 'gone'
            delete.expression; status IN ('gone', ')') -- or ( so
            delete.expression; CASE id WHEN 2 THEN true END
            """)
    void a_deleted_row_becomes_a_tombstone_with_key_headers_and_offset(
            String key, String value, TestDatabase database) {
        // When
        List<SourceRecord> records;
        try (RunningConnector connector = RunningConnector.start(database.config(key, value))) {
            records = connector.take(3);
        }

        // Then
        assertThat(records).extracting(record -> record.value() == null).containsExactly(false, true, false);
        SourceRecord tombstone = records.get(1);
        assertThat(tombstone.valueSchema()).isNull();
        assertThat(tombstone.key()).hasToString("Struct{id=2}");
        assertThat(tombstone.headers().lastWithName("reverseetl.source.table").value())
                .isEqualTo("public.t");
        assertThat(tombstone
                        .headers()
                        .lastWithName("reverseetl.source.timestamp")
                        .value())
                .isEqualTo("2026-01-02T00:00:00.000000Z");
        assertThat(tombstone.sourceOffset())
                .isEqualTo(Map.of("v", 1L, "ts", "2026-01-02 00:00:00+00", "key", "{\"id\":\"2\"}"));
        assertThat(records.get(0).valueSchema().field("__deleted")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"delete.column, gone", "delete.expression, gone"})
    void a_field_says_it_instead_if_that_is_wanted(String key, String value, TestDatabase database) {
        // When
        List<SourceRecord> records;
        try (RunningConnector connector = RunningConnector.start(database.config(key, value, "delete.as", "field"))) {
            records = connector.take(3);
        }

        // Then
        assertThat(Records.values(records, "__deleted")).containsExactly(false, true, false);
        assertThat(Records.values(records, "id")).containsExactly(1, 2, 3);
        assertThat(AvroSchemas.parse(records.get(0).valueSchema())
                        .getField("__deleted")
                        .hasDefaultValue())
                .isTrue();
    }

    @Test
    void a_query_can_have_a_rule_of_its_own(TestDatabase database) {
        // Given
        Map<String, String> config = database.config("queries", "q", "validate.non.null", "false");
        config.putAll(Map.of(
                "queries.q.sql", "SELECT id, status AS s, updated_at FROM t",
                "queries.q.key.columns", "id",
                "queries.q.delete.expression", "s = 'gone'"));

        // When
        List<SourceRecord> records;
        try (RunningConnector connector = RunningConnector.start(config)) {
            records = connector.take(3);
        }

        // Then
        assertThat(records).extracting(record -> record.value() == null).containsExactly(false, true, false);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            delete.column;     removed;                   no column removed
            delete.expression; status;                    not boolean
            delete.expression; statsu = 'Ada';            statsu
            delete.expression; true) OR (true;            parentheses
            delete.expression; true, false;               more than one expression
            delete.expression; id = 'Ada';                22P02
            """)
    void a_rule_that_cannot_be_followed_is_refused_on_its_key(
            String key, String value, String hint, TestDatabase database) {
        // When
        Map<String, List<String>> errors = new TreeMap<>();
        for (ConfigValue checked :
                new JdbcSourceConnector().validate(database.config(key, value)).configValues()) {
            if (!checked.errorMessages().isEmpty()) {
                errors.put(checked.name(), checked.errorMessages());
            }
        }

        // Then
        assertThat(errors).containsOnlyKeys(key);
        assertThat(errors.toString()).contains(hint).contains("public.t").doesNotContain("Ada");
    }
}
