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
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(PostgresServer.class)
class TypesIT {

    private static final Schema TEXT = Schema.OPTIONAL_STRING_SCHEMA;

    /** A column's declaration, a value in SQL, and what both become. */
    private record Example(String type, String sql, Schema schema, Object value) {}

    private static final List<Example> EXAMPLES = List.of(
            new Example("int2", "-32768", Schema.OPTIONAL_INT16_SCHEMA, Short.MIN_VALUE),
            new Example("int4", "2147483647", Schema.OPTIONAL_INT32_SCHEMA, Integer.MAX_VALUE),
            new Example("int8", "9223372036854775807", Schema.OPTIONAL_INT64_SCHEMA, Long.MAX_VALUE),
            new Example("oid", "4294967295", Schema.OPTIONAL_INT64_SCHEMA, 4294967295L),
            new Example("bool", "true", Schema.OPTIONAL_BOOLEAN_SCHEMA, true),
            new Example("float4", "'NaN'", Schema.OPTIONAL_FLOAT32_SCHEMA, Float.NaN),
            new Example("float8", "0.1", Schema.OPTIONAL_FLOAT64_SCHEMA, 0.1),
            new Example("text", "'Zoë'", TEXT, "Zoë"),
            new Example("varchar(10)", "'a'", TEXT, "a"),
            new Example("char(4)", "'ab'", TEXT, "ab  "),
            new Example("citext", "'MiXed'", TEXT, "MiXed"),
            new Example("name", "'n'", TEXT, "n"),
            new Example("numeric(10,2)", "12.3", decimal(2), new BigDecimal("12.30")),
            new Example("numeric(5,-2)", "12345", decimal(-2), new BigDecimal("123E2")),
            new Example("numeric(2,4)", "0.0012", decimal(4), new BigDecimal("0.0012")),
            new Example("numeric", "12.34", TEXT, "12.34"),
            new Example("numeric", "'NaN'", TEXT, "NaN"),
            new Example("numeric", "0.000000000000000000000001", TEXT, "0.000000000000000000000001"),
            new Example("money", "1234.5", TEXT, "1234.50"),
            new Example("date", "'2026-11-23'", date(), instant("2026-11-23T00:00:00Z")),
            new Example("date", "'0044-03-15 BC'", date(), instant("-0043-03-15T00:00:00Z")),
            new Example("timestamp", "'2026-03-29 02:30:00'", TEXT, "2026-03-29T02:30:00.000000"),
            new Example("timestamp", "'infinity'", TEXT, "infinity"),
            new Example("timestamp", "'294276-12-31'", TEXT, "+294276-12-31T00:00:00.000000"),
            new Example("timestamptz", "'2026-11-23 04:33:00.12+01'", TEXT, "2026-11-23T03:33:00.120000Z"),
            new Example("timestamptz", "'4713-01-01 00:00:00+00 BC'", TEXT, "-4712-01-01T00:00:00.000000Z"),
            new Example("time", "'24:00:00'", TEXT, "24:00:00"),
            new Example("time", "'12:34:56.7'", TEXT, "12:34:56.7"),
            new Example("timetz", "'12:34:56+02'", TEXT, "12:34:56+02"),
            new Example("interval", "'1 month 2 days 03:04:05'", TEXT, "1 mon 2 days 03:04:05"),
            new Example("uuid", "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", TEXT, "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
            new Example("json", "'{\"a\":  1}'", TEXT, "{\"a\":  1}"),
            new Example("jsonb", "'{\"a\":  1}'", TEXT, "{\"a\": 1}"),
            new Example("mood", "'so so'", TEXT, "so so"),
            new Example("email", "'a@b.c'", TEXT, "a@b.c"),
            new Example("price", "1.5", decimal(3), new BigDecimal("1.500")),
            new Example("bytea", "'\\x00ff'", Schema.OPTIONAL_BYTES_SCHEMA, ByteBuffer.wrap(new byte[] {0, -1})),
            new Example("int[]", "'{1,NULL,3}'", array(Schema.OPTIONAL_INT32_SCHEMA), Arrays.asList(1, null, 3)),
            new Example("int[]", "'{}'", array(Schema.OPTIONAL_INT32_SCHEMA), List.of()),
            new Example("bool[]", "'{t,f}'", array(Schema.OPTIONAL_BOOLEAN_SCHEMA), List.of(true, false)),
            new Example(
                    "float8[]",
                    "'{0.1,Infinity}'",
                    array(Schema.OPTIONAL_FLOAT64_SCHEMA),
                    List.of(0.1, Double.POSITIVE_INFINITY)),
            new Example("text[]", "ARRAY['a,\"', NULL, '']", array(TEXT), Arrays.asList("a,\"", null, "")),
            new Example("numeric(4,2)[]", "'{1.5}'", array(decimal(2)), List.of(new BigDecimal("1.50"))),
            new Example("date[]", "'{2026-11-23}'", array(date()), List.of(instant("2026-11-23T00:00:00Z"))),
            new Example(
                    "timestamptz[]", "'{2026-11-23 04:33:00+00}'", array(TEXT), List.of("2026-11-23T04:33:00.000000Z")),
            new Example(
                    "bytea[]",
                    "ARRAY['\\x00ff'::bytea]",
                    array(Schema.OPTIONAL_BYTES_SCHEMA),
                    List.of(ByteBuffer.wrap(new byte[] {0, -1}))),
            new Example("money[]", "ARRAY[1234.5::money]", array(TEXT), List.of("1234.50")),
            new Example("char(4)[]", "'{ab}'", array(TEXT), List.of("ab  ")),
            new Example("positive[]", "'{1,NULL}'", array(Schema.OPTIONAL_INT32_SCHEMA), Arrays.asList(1, null)),
            new Example("price[]", "'{1.5}'", array(decimal(3)), List.of(new BigDecimal("1.500"))),
            new Example("mood[]", "'{ok}'", array(TEXT), List.of("ok")),
            new Example("int[][]", "'{{1,2},{3,4}}'", TEXT, "{{1,2},{3,4}}"),
            new Example("int4range", "'[1,5)'", TEXT, "[1,5)"),
            new Example("inet", "'10.0.0.1/8'", TEXT, "10.0.0.1/8"),
            new Example("hstore", "'a=>1'", TEXT, "\"a\"=>\"1\""),
            new Example("point", "'(1,2)'", TEXT, "(1,2)"),
            new Example("bit(3)", "B'101'", TEXT, "101"),
            new Example("xml", "'<a/>'", TEXT, "<a/>"),
            new Example("int2vector", "'1 2'", TEXT, "1 2"),
            new Example("int2", "32767", Schema.OPTIONAL_INT16_SCHEMA, Short.MAX_VALUE),
            new Example("int4", "-2147483648", Schema.OPTIONAL_INT32_SCHEMA, Integer.MIN_VALUE),
            new Example("int8", "-9223372036854775808", Schema.OPTIONAL_INT64_SCHEMA, Long.MIN_VALUE),
            new Example("bool", "false", Schema.OPTIONAL_BOOLEAN_SCHEMA, false),
            new Example("float4", "3.4028235e38", Schema.OPTIONAL_FLOAT32_SCHEMA, Float.MAX_VALUE),
            new Example("float4", "'-Infinity'", Schema.OPTIONAL_FLOAT32_SCHEMA, Float.NEGATIVE_INFINITY),
            new Example("float8", "4.9e-324", Schema.OPTIONAL_FLOAT64_SCHEMA, Double.MIN_VALUE),
            new Example("float8", "'NaN'", Schema.OPTIONAL_FLOAT64_SCHEMA, Double.NaN),
            new Example("float8", "'-0'", Schema.OPTIONAL_FLOAT64_SCHEMA, -0.0),
            new Example("text", "''", TEXT, ""),
            new Example("text", "U&'\\+01F600'", TEXT, "\uD83D\uDE00"),
            new Example("numeric(10,2)", "-99999999.99", decimal(2), new BigDecimal("-99999999.99")),
            new Example(
                    "numeric(38,10)", "1e27", decimal(10), new BigDecimal("1000000000000000000000000000.0000000000")),
            new Example("numeric", "1e400", TEXT, "1" + "0".repeat(400)),
            new Example("numeric", "-0.10", TEXT, "-0.10"),
            new Example("money", "-92233720368547758.08", TEXT, "-92233720368547758.08"),
            new Example("date", "'5874897-12-31'", date(), instant("+5874897-12-31T00:00:00Z")),
            new Example("timestamp(3)", "'1969-12-31 23:59:59.9996'", TEXT, "1970-01-01T00:00:00.000000"),
            new Example("timestamp", "'0001-01-01 00:00:00.000001 BC'", TEXT, "0000-01-01T00:00:00.000001"),
            new Example("timestamptz", "'2026-11-23 04:33:00.123456+00'", TEXT, "2026-11-23T04:33:00.123456Z"),
            new Example("timestamptz", "'-infinity'", TEXT, "-infinity"),
            new Example("time(0)", "'23:59:59.4'", TEXT, "23:59:59"),
            new Example("timetz", "'00:00:00.000001-15:59'", TEXT, "00:00:00.000001-15:59"),
            new Example(
                    "interval",
                    "'-1 year -2 mons +3 days -04:05:06.789'",
                    TEXT,
                    "-1 years -2 mons +3 days -04:05:06.789"),
            new Example("interval day to second", "'0'", TEXT, "00:00:00"),
            new Example("varbit", "B''", TEXT, ""),
            new Example("cidr", "'2001:db8::/32'", TEXT, "2001:db8::/32"),
            new Example("macaddr", "'08:00:2b:01:02:03'", TEXT, "08:00:2b:01:02:03"),
            new Example("numrange", "'empty'", TEXT, "empty"),
            new Example("tstzrange", "'[2026-01-01 00:00:00+01,)'", TEXT, "[\"2025-12-31 23:00:00+00\",)"),
            new Example("box", "'(1,2),(3,4)'", TEXT, "(3,4),(1,2)"),
            new Example("circle", "'<(1,2),3>'", TEXT, "<(1,2),3>"),
            new Example("polygon", "'((0,0),(1,1),(1,0))'", TEXT, "((0,0),(1,1),(1,0))"),
            new Example("tsvector", "'a:1 b:2A'", TEXT, "'a':1 'b':2A"),
            new Example("tsquery", "'a & b'", TEXT, "'a' & 'b'"),
            new Example("pg_lsn", "'16/B374D848'", TEXT, "16/B374D848"),
            new Example("json", "'null'", TEXT, "null"),
            new Example("jsonb", "'{\"b\": 1e3, \"a\": \"\\u00e9\"}'", TEXT, "{\"a\": \"é\", \"b\": 1000}"),
            new Example("bytea", "''", Schema.OPTIONAL_BYTES_SCHEMA, ByteBuffer.wrap(new byte[0])),
            new Example(
                    "int GENERATED ALWAYS AS (nullif(id, 2) * 2) STORED", "DEFAULT", Schema.OPTIONAL_INT32_SCHEMA, 2),
            new Example("interval[]", "'{1 day,NULL}'", array(TEXT), Arrays.asList("1 day", null)),
            new Example("time[]", "'{12:34:56.7}'", array(TEXT), List.of("12:34:56.7")),
            new Example("timetz[]", "'{12:34:56+02}'", array(TEXT), List.of("12:34:56+02")),
            new Example("timestamp[]", "'{infinity}'", array(TEXT), List.of("infinity")),
            new Example(
                    "uuid[]",
                    "'{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}'",
                    array(TEXT),
                    List.of("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")),
            new Example("jsonb[]", "ARRAY['{\"a\": 1}'::jsonb]", array(TEXT), List.of("{\"a\": 1}")),
            new Example("numeric[]", "'{NaN,0.10}'", array(TEXT), List.of("NaN", "0.10")),
            new Example("pair[]", "ARRAY[ROW(1,'x')::pair]", array(TEXT), List.of("(1,x)")),
            new Example("inet[]", "'{10.0.0.1}'", array(TEXT), List.of("10.0.0.1/32")),
            new Example("cash[]", "ARRAY[1234.5::money]::cash[]", array(TEXT), List.of("1234.50")),
            new Example("code[]", "'{ab}'", array(TEXT), List.of("ab  ")),
            new Example("cash", "1234.5", TEXT, "1234.50"),
            new Example("code", "'ab'", TEXT, "ab  "),
            new Example("numbers", "'{1,NULL}'", array(Schema.OPTIONAL_INT32_SCHEMA), Arrays.asList(1, null)),
            new Example("pair", "ROW(1,'x')", TEXT, "(1,x)"));

    @Test
    void every_type_has_a_faithful_form_that_avro_accepts_and_no_column_is_dropped(TestDatabase database) {
        // Given
        createTable(database, EXAMPLES);

        // When, Then
        assertFaithful(EXAMPLES, database, database.config());
    }

    /** All but arrays of several dimensions: nothing says of a query's column how many it has. */
    @Test
    void every_type_has_the_same_form_in_a_query(TestDatabase database) {
        // Given
        List<Example> examples = EXAMPLES.stream()
                .filter(example -> !example.type().contains("[][]"))
                .toList();
        createTable(database, examples);

        // When, Then
        assertFaithful(
                examples,
                database,
                database.config("query", "SELECT * FROM t", "key.columns", "id", "validate.non.null", "false"));
    }

    private static void createTable(TestDatabase database, List<Example> examples) {
        createTypes(database);
        StringBuilder columns = new StringBuilder();
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < examples.size(); i++) {
            columns.append(", c").append(i).append(' ').append(examples.get(i).type());
            values.append(", ").append(examples.get(i).sql());
        }
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, updated_at timestamptz NOT NULL" + columns + ")",
                "INSERT INTO t VALUES (1, '2026-01-01'" + values + ")",
                "INSERT INTO t VALUES (2, '2026-01-02')");
    }

    private static void assertFaithful(List<Example> examples, TestDatabase database, Map<String, String> config) {
        // When: often enough for the driver to change over to its binary transfer
        SourceRecord filled = null;
        SourceRecord empty = null;
        config.put("batch.max.rows", "1");
        try (RunningConnector connector = RunningConnector.start(config)) {
            for (int round = 0; round < 8; round++) {
                List<SourceRecord> records = connector.take(2);
                filled = records.get(0);
                empty = records.get(1);
                database.execute("UPDATE t SET updated_at = now() + (id - 2) * interval '1 us'");
            }
        }

        // Then
        for (int i = 0; i < examples.size(); i++) {
            Example example = examples.get(i);
            Field field = filled.valueSchema().field("c" + i);
            assertThat(field.schema()).as(example.type()).isEqualTo(example.schema());
            assertThat(Records.value(filled).get(field)).as(example.type()).isEqualTo(example.value());
            assertThat(Records.value(empty).get(field)).as(example.type()).isNull();
        }
        assertThat(AvroSchemas.parse(filled.valueSchema()).getFields())
                .hasSize(examples.size() + 2)
                .filteredOn(field -> !field.name().equals("id"))
                .allSatisfy(field -> assertThat(field.hasDefaultValue()).isTrue());
        assertThat(AvroSchemas.parse(filled.keySchema()).getFullName()).endsWith(".Key");
    }

    @Test
    void names_that_avro_does_not_know_are_made_legal(TestDatabase database) {
        // Given
        database.execute(
                "CREATE SCHEMA \"Vertrieb & Co\"",
                "CREATE TABLE \"Vertrieb & Co\".\"Kunden.Übersicht \"\"neu\"\"\" (\"Kunden-Nr\" int PRIMARY KEY,"
                        + " \"2. Name\" text, \"größe\" int, \"select\" int, updated_at timestamptz NOT NULL)",
                "INSERT INTO \"Vertrieb & Co\".\"Kunden.Übersicht \"\"neu\"\"\" VALUES (1, 'x', 2, 3, '2026-01-01')");

        // When
        SourceRecord record;
        try (RunningConnector connector = RunningConnector.start(database.config())) {
            record = connector.take(1).get(0);
        }

        // Then
        assertThat(AvroSchemas.parse(record.valueSchema()).getFullName())
                .isEqualTo("Vertrieb___Co.Kunden__bersicht__neu_.Value");
        assertThat(record.valueSchema().fields())
                .extracting(Field::name)
                .containsExactly("Kunden_Nr", "_2__Name", "gr__e", "select", "updated_at");
        assertThat(record.topic()).isEqualTo("db.Kunden._bersicht__neu_");
        assertThat(record.sourcePartition())
                .isEqualTo(Map.of("table", "\"Vertrieb & Co\".\"Kunden.Übersicht \"\"neu\"\"\""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    none;                  decimal; text;    decimal; decimal
                    precision_only;        INT32;   text;    decimal; decimal
                    best_fit;              INT32;   text;    FLOAT64; decimal
                    best_fit_eager_double; INT32;   FLOAT64; FLOAT64; FLOAT64
                    """)
    void numeric_mapping_means_what_users_know(
            String mapping, String whole, String bare, String fraction, String wide, TestDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, whole numeric(9), bare numeric, fraction numeric(10,2),"
                        + " wide numeric(30,2), updated_at timestamptz NOT NULL)",
                "INSERT INTO t VALUES (1, 7, 12.34, 12.34, 12.34, '2026-01-01')");

        // When
        SourceRecord record;
        try (RunningConnector connector = RunningConnector.start(database.config("numeric.mapping", mapping))) {
            record = connector.take(1).get(0);
        }

        // Then
        assertThat(List.of(whole, bare, fraction, wide))
                .isEqualTo(List.of(
                        kind(record, "whole"), kind(record, "bare"), kind(record, "fraction"), kind(record, "wide")));
        assertThat(new BigDecimal(String.valueOf(Records.value(record).get("bare"))))
                .isEqualTo("12.34");
        assertThat(new BigDecimal(String.valueOf(Records.value(record).get("wide"))))
                .isEqualTo("12.34");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    micros_long;                1771814580123456
                    micros_string;              1771814580123456
                    micros_iso_datetime_string; 2026-02-23T02:43:00.123456Z
                    nanos_long;                 1771814580123456000
                    nanos_string;               1771814580123456000
                    nanos_iso_datetime_string;  2026-02-23T02:43:00.123456000Z
                    """)
    void timestamps_keep_their_microseconds(String granularity, String expected, TestDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, updated_at timestamptz NOT NULL)",
                "INSERT INTO t VALUES (1, '2026-02-23 02:43:00.123456+00')");

        // When
        SourceRecord record;
        try (RunningConnector connector =
                RunningConnector.start(database.config("timestamp.granularity", granularity))) {
            record = connector.take(1).get(0);
        }

        // Then
        assertThat(Records.value(record).get("updated_at")).hasToString(expected);
    }

    @Test
    void a_connect_timestamp_has_milliseconds(TestDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, updated_at timestamptz NOT NULL)",
                "INSERT INTO t VALUES (1, '1969-12-31 23:59:59.9996+00')");

        // When
        SourceRecord record;
        try (RunningConnector connector =
                RunningConnector.start(database.config("timestamp.granularity", "connect_logical"))) {
            record = connector.take(1).get(0);
        }

        // Then
        assertThat(record.valueSchema().field("updated_at").schema())
                .isEqualTo(Timestamp.builder().optional().build());
        assertThat(Records.value(record).get("updated_at")).isEqualTo(instant("1969-12-31T23:59:59.999Z"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
                    numeric(4,1); 'NaN';          none
                    date;         'infinity';     none
                    timestamp;    'infinity';     micros_long
                    timestamp;    '294276-12-31'; nanos_long
                    int[];        '{{1,2}}';      none
                    """)
    void a_value_without_a_faithful_form_fails_the_task_naming_table_column_and_key(
            String type, String sql, String granularity, TestDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, odd " + type + ", updated_at timestamptz NOT NULL)",
                "INSERT INTO t VALUES (77, " + sql + ", '2026-01-01')");
        Map<String, String> config = database.config();
        if (!granularity.equals("none")) {
            config.put("timestamp.granularity", granularity);
        }

        // When, Then
        try (RunningConnector connector = RunningConnector.start(config)) {
            assertThatThrownBy(() -> connector.take(1))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("public.t")
                    .hasMessageContaining("odd")
                    .hasMessageContaining("77")
                    .hasMessageNotContaining("NaN")
                    .hasMessageNotContaining("{{");
        }
    }

    private static void createTypes(TestDatabase database) {
        database.execute(
                "CREATE EXTENSION citext",
                "CREATE EXTENSION hstore",
                "CREATE TYPE mood AS ENUM ('ok', 'so so')",
                "CREATE DOMAIN email AS text CHECK (value LIKE '%@%')",
                "CREATE DOMAIN amount AS numeric(9,3)",
                "CREATE DOMAIN price AS amount",
                "CREATE DOMAIN cash AS money",
                "CREATE DOMAIN code AS char(4)",
                "CREATE DOMAIN numbers AS int[] CHECK (cardinality(value) < 9)",
                "CREATE DOMAIN positive AS int CHECK (value > 0)",
                "CREATE TYPE pair AS (a int, b text)");
    }

    private static String kind(SourceRecord record, String field) {
        Schema schema = record.valueSchema().field(field).schema();
        if (Decimal.LOGICAL_NAME.equals(schema.name())) {
            return "decimal";
        }
        return schema.type() == Schema.Type.STRING ? "text" : schema.type().name();
    }

    private static Schema decimal(int scale) {
        return Decimal.builder(scale).optional().build();
    }

    private static Schema date() {
        return Date.builder().optional().build();
    }

    private static Schema array(Schema element) {
        return SchemaBuilder.array(element).optional().build();
    }

    private static Object instant(String iso) {
        return java.util.Date.from(Instant.parse(iso));
    }
}
