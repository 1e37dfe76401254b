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
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The order in which rows are read, and going on from any place in it. */
@ExtendWith(PostgresServer.class)
class CursorIT {

    @Test
    void rows_of_one_timestamp_that_span_pages_each_arrive_once(TestDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, updated_at timestamptz NOT NULL)",
                "INSERT INTO t SELECT g, '2026-01-01' FROM generate_series(1, 1000) g");
        Map<String, String> config = database.config("batch.max.rows", "7");

        // When
        List<SourceRecord> records;
        try (RunningConnector connector = RunningConnector.start(config)) {
            records = new ArrayList<>(connector.take(1000));
            database.execute("INSERT INTO t VALUES (5000, now())");
            records.addAll(connector.take(1));
        }

        // Then
        List<Object> expected = new ArrayList<>(
                IntStream.rangeClosed(1, 1000).boxed().map(Object.class::cast).toList());
        expected.add(5000);
        assertThat(Records.values(records, "id")).isEqualTo(expected);
    }

    @Test
    void a_restart_behind_any_record_of_a_tie_loses_and_repeats_nothing(TestDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, updated_at timestamptz NOT NULL)",
                "INSERT INTO t SELECT g, '2026-01-01 00:00:00.000001+00' FROM generate_series(1, 12) g");
        Map<String, String> config = database.config("batch.max.rows", "5");
        List<SourceRecord> all;
        try (RunningConnector connector = RunningConnector.start(config)) {
            all = connector.take(12);
        }

        for (int last = 0; last < 11; last++) {
            // When
            List<SourceRecord> rest;
            try (RunningConnector resumed = RunningConnector.resumed(config, all.get(last))) {
                rest = resumed.take(11 - last);
            }

            // Then
            assertThat(Records.values(rest, "id"))
                    .isEqualTo(Records.values(all, "id").subList(last + 1, 12));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
                    text; 'k' || g
                    text COLLATE "C"; chr(60 + g) || '"\\'
                    varchar(3); 'é' || g
                    char(6); 'k' || g
                    "char"; chr(64 + g)::"char"
                    citext; 'K' || g
                    uuid; md5(g::text)::uuid
                    bigint; 9007199254740993 + g
                    smallint; -g
                    numeric; 1.10 / g
                    numeric(10,4); g / 3.0
                    double precision; 1.1::float8 / g
                    real; 1.1::float4 / g
                    boolean; g = 1
                    date; date '2026-01-01' - g * 10000
                    timestamp; timestamp '0044-03-15 12:00:00.000001 BC' + g * interval '1 us'
                    timestamptz; timestamptz '2026-10-25 02:30:00+02' + g * interval '1 hour'
                    time; time '12:00:00.000001' + g * interval '1 us'
                    interval; g * interval '1 month 1 day 1 us'
                    bytea; decode('00ff0' || g, 'hex')
                    bit(4); g::bit(4)
                    bit varying; g::bit(4)::varbit
                    inet; ('10.0.0.' || g)::inet
                    money; g::money
                    int4range; int4range(g, g + 5)
                    int[]; ARRAY[g, NULL, 1]
                    jsonb; jsonb_build_object('a', g)
                    mood; (enum_range(NULL::mood))[g]
                    "Odd Domain"; ('k' || g)::"Odd Domain"
                    """)
    void any_comparable_type_can_be_the_key(String type, String expression, TestDatabase database) {
        // Given
        int rows = type.equals("boolean") ? 2 : 4;
        database.execute(
                "CREATE EXTENSION citext",
                "CREATE TYPE mood AS ENUM ('sad', 'so ''so''', 'ok', 'glad')",
                "CREATE DOMAIN text_of_five AS varchar(5)",
                "CREATE DOMAIN \"Odd Domain\" AS text_of_five CHECK (value <> '')",
                "CREATE TABLE t (\"The Key\" " + type + " PRIMARY KEY, n int, updated_at timestamptz NOT NULL)",
                "INSERT INTO t SELECT " + expression + ", g, '2026-01-01' FROM generate_series(1, " + rows + ") g");
        String inOrder = database.query("SELECT string_agg(n::text, ',' ORDER BY \"The Key\") FROM t");

        // When
        List<SourceRecord> records = new ArrayList<>();
        RunningConnector connector = RunningConnector.start(database.config("batch.max.rows", "1"));
        for (int i = 0; i < rows; i++) {
            records.addAll(connector.take(1));
            connector = connector.restarted();
        }
        connector.close();

        // Then
        assertThat(Records.values(records, "n").stream().map(String::valueOf)).containsExactly(inOrder.split(",", -1));
    }

    @Test
    void a_composite_key_of_mixed_types_orders_ties_by_all_of_its_columns(TestDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE t (b uuid, a text, n int, updated_at timestamptz NOT NULL, PRIMARY KEY (a, b))",
                "INSERT INTO t SELECT md5(g::text)::uuid, 'a,\"' || g % 3, g, '2026-01-01'"
                        + " FROM generate_series(1, 20) g");
        String inOrder = database.query("SELECT string_agg(n::text, ',' ORDER BY a, b) FROM t");

        // When
        List<SourceRecord> records;
        try (RunningConnector connector = RunningConnector.start(database.config("batch.max.rows", "3"))) {
            records = connector.take(20);
        }

        // Then
        assertThat(Records.values(records, "n").stream().map(String::valueOf)).containsExactly(inOrder.split(",", -1));
        assertThat(records.get(0).keySchema().fields())
                .extracting(field -> field.name())
                .containsExactly("a", "b");
    }

    @Test
    void timestamps_from_minus_infinity_on_are_read_in_order_and_those_to_come_are_left(TestDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, updated_at timestamptz NOT NULL)",
                "INSERT INTO t VALUES (5, '2026-01-01 00:00:00.000002+00'), (4, '2026-01-01 00:00:00.000001+00'),"
                        + " (3, '1969-12-31 23:59:59.999999+00'), (2, '0044-03-15 BC'), (1, '-infinity'),"
                        + " (6, 'infinity'), (7, now() + interval '1 day')");

        // When
        List<SourceRecord> records = new ArrayList<>();
        RunningConnector connector = RunningConnector.start(database.config("batch.max.rows", "1"));
        for (int i = 0; i < 5; i++) {
            records.addAll(connector.take(1));
            connector = connector.restarted();
        }
        database.execute("INSERT INTO t VALUES (8, now())");
        List<SourceRecord> later = connector.take(1);
        connector.close();

        // Then
        assertThat(Records.values(records, "id")).containsExactly(1, 2, 3, 4, 5);
        assertThat(Records.values(records, "updated_at"))
                .containsExactly(
                        "-infinity",
                        "-0043-03-15T00:00:00.000000Z",
                        "1969-12-31T23:59:59.999999Z",
                        "2026-01-01T00:00:00.000001Z",
                        "2026-01-01T00:00:00.000002Z");
        assertThat(Records.values(later, "id")).containsExactly(8);
    }

    @Test
    void rows_without_a_timestamp_are_read_once_before_all_others(TestDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, updated_at timestamptz)",
                "INSERT INTO t SELECT g, NULL FROM generate_series(1, 5) g",
                "INSERT INTO t SELECT g, '2026-01-01' FROM generate_series(6, 9) g");
        Map<String, String> config = database.config("batch.max.rows", "2", "validate.non.null", "false");

        // When
        List<SourceRecord> records = new ArrayList<>();
        RunningConnector connector = RunningConnector.start(config);
        for (int i = 0; i < 3; i++) {
            records.addAll(connector.take(2));
            connector = connector.restarted();
        }
        records.addAll(connector.take(9 - records.size()));
        database.execute("UPDATE t SET updated_at = now() WHERE id = 2");
        records.addAll(connector.take(1));
        connector.close();

        // Then
        assertThat(Records.values(records, "id")).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 2);
        assertThat(records.get(0).sourceOffset()).isEqualTo(Map.of("v", 1L, "key", "{\"id\":\"1\"}"));
        assertThat(records.get(0).headers().lastWithName("reverseetl.source.timestamp"))
                .isNull();
    }

    @Test
    void of_several_timestamp_columns_the_first_that_is_not_null_counts(TestDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, updated_at timestamptz, created_at timestamptz NOT NULL)",
                "INSERT INTO t VALUES (1, '2026-03-01', '2026-01-01'), (2, NULL, '2026-02-01')");

        // When
        List<SourceRecord> records;
        try (RunningConnector connector =
                RunningConnector.start(database.config("timestamp.column.name", "updated_at,created_at"))) {
            records = connector.take(2);
        }

        // Then
        assertThat(Records.values(records, "id")).containsExactly(2, 1);
        assertThat(records.get(0)
                        .headers()
                        .lastWithName("reverseetl.source.timestamp")
                        .value())
                .isEqualTo("2026-02-01T00:00:00.000000Z");
    }

    @Test
    void an_incrementing_column_breaks_ties_while_the_primary_key_stays_the_record_key(TestDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE t (code text PRIMARY KEY, seq bigint GENERATED ALWAYS AS IDENTITY,"
                        + " updated_at timestamptz NOT NULL)",
                "INSERT INTO t (code, updated_at) SELECT 'c' || 9 - g, '2026-01-01' FROM generate_series(1, 8) g");
        Map<String, String> config = database.config("mode", "timestamp+incrementing", "batch.max.rows", "3");

        // When
        List<SourceRecord> records;
        try (RunningConnector connector = RunningConnector.start(config)) {
            records = connector.take(8);
        }

        // Then
        assertThat(Records.values(records, "seq")).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(records.get(0).key()).hasToString("Struct{code=c8}");
        assertThat(Records.offset(records.get(0), "key")).isEqualTo("{\"seq\":\"1\",\"code\":\"c8\"}");
    }

    @Test
    void an_incrementing_column_that_is_not_unique_loses_no_row_of_a_tie(TestDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE t (version int NOT NULL, code text PRIMARY KEY, updated_at timestamptz NOT NULL)",
                "INSERT INTO t SELECT 1, 'c' || g, '2026-01-01' FROM generate_series(1, 8) g");
        Map<String, String> config =
                database.config("mode", "timestamp+incrementing", "incrementing.column.name", "version");
        config.put("batch.max.rows", "3");

        // When
        List<SourceRecord> records;
        try (RunningConnector connector = RunningConnector.start(config)) {
            records = connector.take(8);
        }

        // Then
        assertThat(Records.values(records, "code")).containsExactly("c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8");
    }

    @Test
    void a_column_that_the_primary_key_only_includes_is_no_part_of_the_record_key(TestDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE t (id int, note text, updated_at timestamptz NOT NULL, PRIMARY KEY (id) INCLUDE (note))",
                "INSERT INTO t VALUES (1, NULL, '2026-01-01')");

        // When
        SourceRecord record;
        try (RunningConnector connector = RunningConnector.start(database.config())) {
            record = connector.take(1).get(0);
        }

        // Then
        assertThat(record.key()).hasToString("Struct{id=1}");
    }

    @Test
    void a_view_is_read_by_the_key_columns_that_are_named_for_it(TestDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE t (tenant int, customer int, updated_at timestamptz)",
                "INSERT INTO t SELECT g % 2, g, '2026-01-01' FROM generate_series(1, 6) g",
                "CREATE VIEW active AS SELECT * FROM t");
        Map<String, String> config = database.config(
                "table.types", "VIEW", "key.columns", "public.active=tenant+customer", "validate.non.null", "false");
        config.put("batch.max.rows", "2");

        // When
        List<SourceRecord> records;
        try (RunningConnector connector = RunningConnector.start(config)) {
            records = connector.take(6);
        }

        // Then
        assertThat(Records.values(records, "customer")).containsExactly(2, 4, 6, 1, 3, 5);
        assertThat(records.get(0).key()).hasToString("Struct{tenant=0,customer=2}");
    }

    @ParameterizedTest
    @CsvSource({"timestamp, tenant", "timestamp+incrementing, tenant"})
    void a_null_in_a_key_column_of_a_view_fails_the_task(String mode, String key, TestDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE t (id int, tenant int, updated_at timestamptz)",
                "INSERT INTO t VALUES (1, NULL, '2026-01-01')",
                "CREATE VIEW v AS SELECT * FROM t");
        Map<String, String> config = database.config("mode", mode, "table.types", "VIEW", "key.columns", key);
        config.put("validate.non.null", "false");
        if (mode.equals("timestamp+incrementing")) {
            config.put("incrementing.column.name", "id");
        }

        // When, Then
        try (RunningConnector connector = RunningConnector.start(config)) {
            assertThatThrownBy(() -> connector.take(1))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("public.v")
                    .hasMessageContaining("column tenant")
                    .hasMessageContaining("NULL");
        }
    }
}
