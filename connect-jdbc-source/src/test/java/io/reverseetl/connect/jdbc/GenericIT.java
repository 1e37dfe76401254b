// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverseetl.connect.jdbc.testing.AvroSchemas;
import io.reverseetl.connect.jdbc.testing.ConfigExample;
import io.reverseetl.connect.jdbc.testing.Records;
import io.reverseetl.connect.jdbc.testing.RunningConnector;
import io.reverseetl.connect.jdbc.testing.SourceConfig;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Databases that the connector knows by their drivers' metadata alone. */
class GenericIT {

    private static final Schema TEXT = Schema.OPTIONAL_STRING_SCHEMA;

    @TempDir
    private Path folder;

    private Connection connection;

    /** A database in a file, which both kinds of it create when it is first asked for. */
    private enum Kind {
        H2("jdbc:h2:%s;DB_CLOSE_DELAY=-1", "\"PUBLIC\".t"),
        DUCKDB("jdbc:duckdb:%s", "main.t");

        private final String url;
        private final String table;

        Kind(String url, String table) {
            this.url = url;
            this.table = table;
        }
    }

    /** A column's declaration, a value in SQL, and what both become. */
    private record Example(String type, String sql, Schema schema, Object value) {}

    private static final List<Example> EVERYWHERE = List.of(
            new Example("TINYINT", "-128", Schema.OPTIONAL_INT16_SCHEMA, (short) -128),
            new Example("SMALLINT", "-32768", Schema.OPTIONAL_INT16_SCHEMA, Short.MIN_VALUE),
            new Example("INTEGER", "2147483647", Schema.OPTIONAL_INT32_SCHEMA, Integer.MAX_VALUE),
            new Example("BIGINT", "9223372036854775807", Schema.OPTIONAL_INT64_SCHEMA, Long.MAX_VALUE),
            new Example("BOOLEAN", "true", Schema.OPTIONAL_BOOLEAN_SCHEMA, true),
            new Example("DOUBLE PRECISION", "0.1", Schema.OPTIONAL_FLOAT64_SCHEMA, 0.1),
            new Example("DECIMAL(10,2)", "12.3", decimal(2), new BigDecimal("12.30")),
            new Example("VARCHAR(10)", "'Zoë'", TEXT, "Zoë"),
            new Example("DATE", "DATE '2026-11-23'", date(), Date.from(Instant.parse("2026-11-23T00:00:00Z"))),
            new Example("TIME", "TIME '12:34:56'", TEXT, "12:34:56"),
            new Example("TIMESTAMP", "TIMESTAMP '2026-03-29 02:30:00.123456'", TEXT, "2026-03-29T02:30:00.123456"),
            new Example(
                    "TIMESTAMP WITH TIME ZONE",
                    "TIMESTAMP WITH TIME ZONE '2026-11-23 04:33:00.12+01:00'",
                    TEXT,
                    "2026-11-23T03:33:00.120000Z"),
            new Example(
                    "UUID",
                    "CAST('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11' AS UUID)",
                    TEXT,
                    "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"));

    private static final List<Example> ON_H2 = List.of(
            new Example("REAL", "1.5", Schema.OPTIONAL_FLOAT32_SCHEMA, 1.5f),
            new Example("CHAR(4)", "'ab'", TEXT, "ab  "),
            new Example("CLOB", "'long'", TEXT, "long"),
            new Example("VARBINARY(4)", "X'00ff'", Schema.OPTIONAL_BYTES_SCHEMA, bytes()),
            new Example("BLOB", "X'00ff'", Schema.OPTIONAL_BYTES_SCHEMA, bytes()),
            new Example("NUMERIC(5, 0)", "12345", decimal(0), new BigDecimal("12345")),
            new Example("ENUM('so so', 'ok')", "'so so'", TEXT, "so so"),
            new Example("INTEGER ARRAY", "ARRAY[1, 2]", TEXT, "[1, 2]"));

    private static final List<Example> ON_DUCKDB = List.of(
            // Its driver calls both kinds FLOAT, which has double precision in the standard.
            new Example("REAL", "1.5", Schema.OPTIONAL_FLOAT64_SCHEMA, 1.5),
            new Example("BLOB", "'\\x00\\xff'::BLOB", Schema.OPTIONAL_BYTES_SCHEMA, bytes()),
            new Example("UTINYINT", "255", Schema.OPTIONAL_INT16_SCHEMA, (short) 255),
            new Example("UINTEGER", "4294967295", Schema.OPTIONAL_INT64_SCHEMA, 4294967295L),
            new Example(
                    "HUGEINT",
                    "170141183460469231731687303715884105727",
                    TEXT,
                    "170141183460469231731687303715884105727"),
            new Example("INTEGER[]", "[1, 2]", TEXT, "[1, 2]"),
            new Example("STRUCT(a INTEGER)", "{'a': 1}", TEXT, "{'a': 1}"));

    private static ByteBuffer bytes() {
        return ByteBuffer.wrap(new byte[] {0, -1});
    }

    private static Schema decimal(int scale) {
        return Decimal.builder(scale).optional().build();
    }

    private static Schema date() {
        return org.apache.kafka.connect.data.Date.builder().optional().build();
    }

    private String open(Kind kind, String... statements) {
        String url = kind.url.formatted(folder.resolve("db"));
        try {
            connection = DriverManager.getConnection(url);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        execute(statements);
        return url;
    }

    private void execute(String... statements) {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void close() throws SQLException {
        if (connection != null) {
            connection.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void rows_of_one_timestamp_that_span_pages_each_arrive_once_and_new_ones_behind_them(Kind kind) {
        // Given
        String url = open(
                kind,
                "CREATE TABLE \"t\" (\"id\" INTEGER PRIMARY KEY, \"updated_at\" TIMESTAMP WITH TIME ZONE NOT NULL)",
                rows(kind, "i, TIMESTAMP WITH TIME ZONE '2026-01-01 00:00:00.000001+00:00'", 100));

        // When
        List<SourceRecord> records;
        try (RunningConnector connector = RunningConnector.start(SourceConfig.of(url, "batch.max.rows", "7"))) {
            records = new ArrayList<>(connector.take(100));
            execute("INSERT INTO \"t\" VALUES (5000, CURRENT_TIMESTAMP)");
            records.addAll(connector.take(1));
        }

        // Then
        List<Object> expected = new ArrayList<>();
        IntStream.rangeClosed(1, 100).forEach(expected::add);
        expected.add(5000);
        assertThat(Records.values(records, "id")).isEqualTo(expected);
        assertThat(records.get(0).sourcePartition().get("table")).isEqualTo(kind.table);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
                    H2;     INTEGER;        i
                    H2;     DECIMAL(20, 10); i / 7.0
                    H2;     VARCHAR(20);    'k' || i
                    H2;     CHAR(6);        'é' || i
                    H2;     UUID;           CAST('a0eebc99-9c0b-4ef8-bb6d-6bb9bd3800' || (10 + i) AS UUID)
                    H2;     DATE;           DATEADD(DAY, i, DATE '2026-01-01')
                    H2;     TIMESTAMP(9);   DATEADD(NANOSECOND, i, TIMESTAMP '2026-03-29 02:30:00')
                    H2;     TIME;           DATEADD(SECOND, i, TIME '12:00:00')
                    H2;     VARBINARY(2);   CAST(CHAR(60 + i) AS VARBINARY)
                    H2;     DOUBLE PRECISION; i / 3.0
                    DUCKDB; INTEGER;        i
                    DUCKDB; DECIMAL(20, 10); i / 7.0
                    DUCKDB; VARCHAR;        'k' || i
                    DUCKDB; UUID;           CAST('a0eebc99-9c0b-4ef8-bb6d-6bb9bd3800' || (10 + i) AS UUID)
                    DUCKDB; DATE;           DATE '2026-01-01' + CAST(i AS INTEGER)
                    DUCKDB; TIMESTAMP;      TIMESTAMP '2026-03-29 02:30:00' + to_microseconds(i)
                    DUCKDB; HUGEINT;        170141183460469231731687303715884105000 + i
                    """)
    void a_restart_behind_any_record_of_a_tie_loses_and_repeats_nothing(Kind kind, String type, String value) {
        // Given
        String url = open(
                kind,
                "CREATE TABLE \"t\" (\"k\" " + type
                        + " PRIMARY KEY, \"id\" INTEGER, \"updated_at\" TIMESTAMP NOT NULL)",
                rows(kind, value + ", i, TIMESTAMP '2026-01-01 00:00:00.000001'", 12));
        Map<String, String> config = SourceConfig.of(url, "batch.max.rows", "5");
        List<SourceRecord> all;
        try (RunningConnector connector = RunningConnector.start(config)) {
            all = connector.take(12);
        }
        assertThat(Records.values(all, "id")).doesNotHaveDuplicates();

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

    /** To the nanosecond, in the hour that the JVM's zone skips. */
    @Test
    void timestamps_that_differ_by_a_nanosecond_are_told_apart() {
        // Given
        String url = open(
                Kind.H2,
                "CREATE TABLE \"t\" (\"id\" INTEGER PRIMARY KEY, \"updated_at\" TIMESTAMP(9) NOT NULL)",
                rows(Kind.H2, "i, DATEADD(NANOSECOND, i, TIMESTAMP '2026-03-29 02:30:00')", 9));
        Map<String, String> config =
                SourceConfig.of(url, "batch.max.rows", "2", "timestamp.granularity", "nanos_iso_datetime_string");
        List<SourceRecord> all;
        try (RunningConnector connector = RunningConnector.start(config)) {
            all = connector.take(9);
        }

        // When
        List<SourceRecord> rest;
        try (RunningConnector resumed = RunningConnector.resumed(config, all.get(4))) {
            rest = resumed.take(4);
        }

        // Then
        assertThat(Records.values(rest, "id")).containsExactly(6, 7, 8, 9);
        assertThat(Records.values(rest, "updated_at")).first().isEqualTo("2026-03-29T02:30:00.000000006");
    }

    @ParameterizedTest
    @EnumSource
    void every_type_has_a_faithful_form_that_avro_accepts(Kind kind) {
        // Given
        List<Example> examples = new ArrayList<>(EVERYWHERE);
        examples.addAll(kind == Kind.H2 ? ON_H2 : ON_DUCKDB);
        StringBuilder columns = new StringBuilder();
        StringBuilder values = new StringBuilder();
        StringBuilder nulls = new StringBuilder();
        for (int i = 0; i < examples.size(); i++) {
            columns.append(", \"c")
                    .append(i)
                    .append("\" ")
                    .append(examples.get(i).type());
            values.append(", ").append(examples.get(i).sql());
            nulls.append(", NULL");
        }
        String url = open(
                kind,
                "CREATE TABLE \"t\" (\"id\" INTEGER PRIMARY KEY, \"updated_at\" TIMESTAMP NOT NULL" + columns + ")",
                "INSERT INTO \"t\" VALUES (1, TIMESTAMP '2026-01-01 00:00:00'" + values + ")",
                "INSERT INTO \"t\" VALUES (2, TIMESTAMP '2026-01-02 00:00:00'" + nulls + ")");

        // When
        List<SourceRecord> records;
        try (RunningConnector connector = RunningConnector.start(SourceConfig.of(url))) {
            records = connector.take(2);
        }

        // Then
        AvroSchemas.parse(records.get(0).valueSchema());
        for (int i = 0; i < examples.size(); i++) {
            Example example = examples.get(i);
            assertThat(records.get(0).valueSchema().field("c" + i).schema())
                    .as(example.type())
                    .isEqualTo(example.schema());
            assertThat(Records.values(records, "c" + i)).as(example.type()).containsExactly(example.value(), null);
        }
    }

    @Test
    void a_row_that_is_committed_later_than_the_delay_is_missed_and_one_within_it_is_not() throws SQLException {
        // Given
        String url = open(
                Kind.H2,
                "CREATE TABLE \"t\" (\"id\" INTEGER PRIMARY KEY, \"updated_at\" TIMESTAMP(9) DEFAULT CURRENT_TIMESTAMP"
                        + " NOT NULL)",
                "SET TIME ZONE 'UTC'");
        List<SourceRecord> records;
        try (Connection late = DriverManager.getConnection(url);
                Statement statement = late.createStatement();
                RunningConnector connector =
                        RunningConnector.start(SourceConfig.of(url, "timestamp.delay.interval.ms", "1500"))) {
            statement.execute("SET TIME ZONE 'UTC'");
            late.setAutoCommit(false);
            statement.execute("INSERT INTO \"t\" (\"id\") VALUES (1)");
            execute("INSERT INTO \"t\" (\"id\") VALUES (2)");

            // When
            records = new ArrayList<>(connector.poll());
            late.commit();
            records.addAll(connector.take(2));
        }

        // Then
        assertThat(Records.values(records, "id")).containsExactly(1, 2);
    }

    @Test
    void a_view_is_read_with_key_columns() {
        // Given
        String url = open(
                Kind.DUCKDB,
                "CREATE TABLE \"t\" (\"id\" INTEGER PRIMARY KEY, \"updated_at\" TIMESTAMP NOT NULL)",
                "INSERT INTO \"t\" VALUES (1, TIMESTAMP '2026-01-01 00:00:00')",
                "CREATE VIEW v AS SELECT * FROM t");
        Map<String, String> config =
                SourceConfig.of(url, "table.types", "VIEW", "key.columns", "id", "validate.non.null", "false");

        // When
        List<SourceRecord> records;
        try (RunningConnector connector = RunningConnector.start(config)) {
            records = connector.take(1);
        }

        // Then
        assertThat(records.get(0).topic()).isEqualTo("db.v");
    }

    @Test
    void an_altered_table_is_read_with_its_new_columns() {
        // Given
        String url = open(
                Kind.H2,
                "CREATE TABLE \"t\" (\"id\" INTEGER PRIMARY KEY, \"updated_at\" TIMESTAMP NOT NULL)",
                "INSERT INTO \"t\" VALUES (1, TIMESTAMP '2026-01-01 00:00:00')");
        try (RunningConnector connector = RunningConnector.start(SourceConfig.of(url))) {
            connector.take(1);
            execute(
                    "ALTER TABLE \"t\" ADD \"extra\" VARCHAR(9)",
                    "INSERT INTO \"t\" VALUES (2, TIMESTAMP '2026-01-02 00:00:00', 'new')");

            // When
            List<SourceRecord> records = connector.take(1);

            // Then
            assertThat(Records.values(records, "extra")).containsExactly("new");
        }
    }

    @Test
    void a_url_without_a_driver_is_refused_with_the_folder_to_put_one_into() {
        // When
        Map<String, List<String>> errors =
                SourceConfig.errors(SourceConfig.of("jdbc:snowflake://acme.example.com/?password=hunter2"));

        // Then
        assertThat(errors).containsOnlyKeys("connection.url");
        assertThat(errors.toString())
                .contains("jdbc:snowflake:", "Put the driver's jar into /")
                .doesNotContain("hunter2");
    }

    @Test
    void a_wrong_password_is_refused_on_its_key_and_never_repeated() {
        // Given
        String url = open(Kind.H2, "CREATE USER me PASSWORD 'secret'");

        // When
        Map<String, List<String>> errors =
                SourceConfig.errors(SourceConfig.of(url, "connection.user", "ME", "connection.password", "hunter2"));

        // Then
        assertThat(errors).containsOnlyKeys("connection.password");
        assertThat(errors.toString()).doesNotContain("hunter2");
    }

    @Test
    void a_table_that_is_dropped_fails_the_task_with_what_to_do() {
        // Given
        String url = open(
                Kind.H2,
                "CREATE TABLE \"t\" (\"id\" INTEGER PRIMARY KEY, \"updated_at\" TIMESTAMP NOT NULL)",
                "INSERT INTO \"t\" VALUES (1, TIMESTAMP '2026-01-01 00:00:00')");
        try (RunningConnector connector = RunningConnector.start(SourceConfig.of(url))) {
            connector.take(1);

            // When
            execute("DROP TABLE \"t\"");

            // Then
            assertThatThrownBy(() -> connector.take(1)).hasMessageContaining("Create it again");
        }
    }

    @Test
    void the_example_runs_as_it_stands() throws IOException {
        // Given
        String url = open(
                Kind.H2,
                "CREATE USER \"reverse_etl\" PASSWORD 'secret' ADMIN",
                "CREATE TABLE \"customers\" (\"customer_id\" INT PRIMARY KEY, \"last_updated\" TIMESTAMP NOT NULL)",
                "INSERT INTO \"customers\" VALUES (1, TIMESTAMP '2026-01-01 00:00:00')");
        Map<String, String> config = ConfigExample.read(
                "any-jdbc-database",
                Map.of(
                        "REVERSE_ETL_ANY_JDBC_URL", url,
                        "REVERSE_ETL_DB_USER", "reverse_etl",
                        "REVERSE_ETL_DB_PASSWORD", "secret"));
        assertThat(SourceConfig.errors(config)).isEmpty();

        // When
        List<SourceRecord> records;
        try (RunningConnector connector = RunningConnector.start(config)) {
            records = connector.take(1);
        }

        // Then
        assertThat(records.get(0).topic()).isEqualTo("warehouse.customers");
    }

    private static String rows(Kind kind, String select, int rows) {
        String from = switch (kind) {
            case H2 -> "(SELECT X AS i FROM SYSTEM_RANGE(1, " + rows + "))";
            case DUCKDB -> "range(1, " + (rows + 1) + ") r(i)";
        };
        return "INSERT INTO \"t\" SELECT " + select + " FROM " + from;
    }
}
