// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverseetl.connect.jdbc.testing.AvroSchemas;
import io.reverseetl.connect.jdbc.testing.ConfigExample;
import io.reverseetl.connect.jdbc.testing.MariaDatabase;
import io.reverseetl.connect.jdbc.testing.MariaDbServer;
import io.reverseetl.connect.jdbc.testing.Records;
import io.reverseetl.connect.jdbc.testing.RunningConnector;
import io.reverseetl.connect.jdbc.testing.SourceConfig;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("mariadb")
@ExtendWith(MariaDbServer.class)
class MariaDbIT {

    private static final Schema TEXT = Schema.OPTIONAL_STRING_SCHEMA;

    /** A column's declaration, a value in SQL, and what both become. */
    private record Example(String type, String sql, Schema schema, Object value) {}

    private static final List<Example> EXAMPLES = List.of(
            new Example("tinyint", "-128", Schema.OPTIONAL_INT16_SCHEMA, (short) -128),
            new Example("tinyint unsigned", "255", Schema.OPTIONAL_INT16_SCHEMA, (short) 255),
            new Example("tinyint(1)", "1", Schema.OPTIONAL_BOOLEAN_SCHEMA, true),
            new Example("boolean", "false", Schema.OPTIONAL_BOOLEAN_SCHEMA, false),
            new Example("smallint", "-32768", Schema.OPTIONAL_INT16_SCHEMA, Short.MIN_VALUE),
            new Example("smallint unsigned", "65535", Schema.OPTIONAL_INT32_SCHEMA, 65535),
            new Example("mediumint unsigned", "16777215", Schema.OPTIONAL_INT32_SCHEMA, 16777215),
            new Example("int", "-2147483648", Schema.OPTIONAL_INT32_SCHEMA, Integer.MIN_VALUE),
            new Example("int unsigned", "4294967295", Schema.OPTIONAL_INT64_SCHEMA, 4294967295L),
            new Example("bigint", "-9223372036854775808", Schema.OPTIONAL_INT64_SCHEMA, Long.MIN_VALUE),
            new Example("bigint unsigned", "18446744073709551615", decimal(0), new BigDecimal("18446744073709551615")),
            new Example("decimal(10,2)", "12.3", decimal(2), new BigDecimal("12.30")),
            new Example("decimal(65,30)", "0.000000000000000000000000000001", decimal(30), new BigDecimal("1E-30")),
            new Example("float", "123456.5", Schema.OPTIONAL_FLOAT32_SCHEMA, 123456.5f),
            new Example("double", "0.1", Schema.OPTIONAL_FLOAT64_SCHEMA, 0.1),
            new Example("bit(1)", "b'1'", Schema.OPTIONAL_BOOLEAN_SCHEMA, true),
            new Example("bit(10)", "b'101'", TEXT, "0000000101"),
            new Example("year", "2026", Schema.OPTIONAL_INT16_SCHEMA, (short) 2026),
            new Example("date", "'1000-01-01'", date(), Date.from(Instant.parse("1000-01-01T00:00:00Z"))),
            new Example("datetime", "'2026-03-29 02:30:00'", TEXT, "2026-03-29T02:30:00.000000"),
            new Example("datetime(6)", "'9999-12-31 23:59:59.999999'", TEXT, "9999-12-31T23:59:59.999999"),
            new Example("timestamp(6) NULL", "'2026-11-01 05:30:00.123456'", TEXT, "2026-11-01T05:30:00.123456Z"),
            new Example("timestamp(3) NULL", "'1970-01-01 00:00:01'", TEXT, "1970-01-01T00:00:01.000000Z"),
            new Example("time(3)", "'-838:59:59.5'", TEXT, "-838:59:59.500"),
            new Example("char(4)", "'ab'", TEXT, "ab"),
            new Example("varchar(10) CHARACTER SET latin1", "'Zoë'", TEXT, "Zoë"),
            new Example("text", "'🙂'", TEXT, "🙂"),
            new Example("enum('so so','ok')", "'so so'", TEXT, "so so"),
            new Example("set('a','b')", "'a,b'", TEXT, "a,b"),
            new Example("json", "'{\"a\":  1}'", TEXT, "{\"a\":  1}"),
            new Example("uuid", "'123e4567-e89b-12d3-a456-426655440000'", TEXT, "123e4567-e89b-12d3-a456-426655440000"),
            new Example("inet6", "'::1'", TEXT, "::1"),
            new Example("point", "ST_GeomFromText('POINT(1 2)')", TEXT, "POINT(1 2)"),
            new Example("binary(3)", "x'00ff'", Schema.OPTIONAL_BYTES_SCHEMA, ByteBuffer.wrap(new byte[] {0, -1, 0})),
            new Example("varbinary(3)", "x'00ff'", Schema.OPTIONAL_BYTES_SCHEMA, ByteBuffer.wrap(new byte[] {0, -1})),
            new Example("blob", "x''", Schema.OPTIONAL_BYTES_SCHEMA, ByteBuffer.wrap(new byte[0])));

    private static Schema decimal(int scale) {
        return Decimal.builder(scale).optional().build();
    }

    private static Schema date() {
        return org.apache.kafka.connect.data.Date.builder().optional().build();
    }

    @Test
    void every_type_has_a_faithful_form_that_avro_accepts(MariaDatabase database) {
        // Given
        StringBuilder columns = new StringBuilder();
        StringBuilder values = new StringBuilder();
        StringBuilder nulls = new StringBuilder();
        for (int i = 0; i < EXAMPLES.size(); i++) {
            columns.append(", c").append(i).append(' ').append(EXAMPLES.get(i).type());
            values.append(", ").append(EXAMPLES.get(i).sql());
            nulls.append(", NULL");
        }
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, updated_at timestamp(6) NOT NULL" + columns + ")",
                "INSERT INTO t VALUES (1, '2026-01-01'" + values + "), (2, '2026-01-02'" + nulls + ")");

        // When
        List<SourceRecord> records;
        try (RunningConnector connector = RunningConnector.start(database.config())) {
            records = connector.take(2);
        }

        // Then
        AvroSchemas.parse(records.get(0).valueSchema());
        for (int i = 0; i < EXAMPLES.size(); i++) {
            Example example = EXAMPLES.get(i);
            assertThat(records.get(0).valueSchema().field("c" + i).schema())
                    .as(example.type())
                    .isEqualTo(example.schema());
            assertThat(Records.values(records, "c" + i)).as(example.type()).containsExactly(example.value(), null);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
                    tinyint(1);  2
                    date;        '0000-00-00'
                    date;        '2026-00-01'
                    datetime;    '0000-00-00'
                    """)
    void a_value_without_a_faithful_form_fails_the_task_and_names_where_it_is(
            String type, String sql, MariaDatabase database) {
        // Given
        database.execute(
                "SET sql_mode = ''",
                "CREATE TABLE t (id int PRIMARY KEY, updated_at timestamp(6) NOT NULL, odd " + type + ")",
                "INSERT INTO t VALUES (7, '2026-01-01', " + sql + ")");

        // When, Then
        try (RunningConnector connector = RunningConnector.start(database.config())) {
            assertThatThrownBy(() -> connector.take(1))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("column odd, key {id=7}")
                    .hasMessageContaining("read a view");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
                    int;                          seq
                    bigint unsigned;              18446744073709551600 + seq
                    decimal(20,10);               seq / 7
                    varchar(20);                  concat('k', seq)
                    varchar(20) COLLATE utf8mb4_bin; concat(char(60 + seq using utf8mb4), '"\\\\''')
                    char(36);                     concat('é', seq)
                    varbinary(8);                 unhex(lpad(hex(seq * 37), 4, '0'))
                    uuid;                         concat('123e4567-e89b-12d3-a456-4266554400', lpad(seq, 2, '0'))
                    date;                         date_add('2026-01-01', interval seq day)
                    datetime(6);                  timestampadd(microsecond, seq, '2026-01-01')
                    time(3);                      sec_to_time(cast(seq as signed) - 10)
                    enum('z','y','a','b','c','d','e','f','g','h','i','j','k'); seq
                    bit(40);                      1000 * seq
                    float;                        0.1 + seq
                    double;                       seq / 3
                    year;                         2000 + seq
                    """)
    void a_restart_behind_any_record_of_a_tie_loses_and_repeats_nothing(
            String type, String value, MariaDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE t (k " + type + " PRIMARY KEY, id int, updated_at timestamp(6) NOT NULL)",
                "INSERT INTO t SELECT " + value + ", seq, '2026-01-01 00:00:00.000001' FROM seq_1_to_12");
        Map<String, String> config = database.config("batch.max.rows", "5");
        List<SourceRecord> all;
        try (RunningConnector connector = RunningConnector.start(config)) {
            all = connector.take(12);
        }
        assertThat(Records.values(all, "id")).doesNotHaveDuplicates();

        for (int last = 0; last < 11; last += 5) {
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

    @Test
    void rows_come_in_the_order_of_a_composite_key_and_new_ones_behind_them(MariaDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE t (b varchar(5), a int, id int, updated_at timestamp(6) NOT NULL DEFAULT now(6), PRIMARY"
                        + " KEY (b, a))",
                "INSERT INTO t SELECT concat('b', seq % 3), seq, seq, '2026-01-01' FROM seq_1_to_100");
        Map<String, String> config = database.config("batch.max.rows", "7");

        // When
        List<SourceRecord> records;
        try (RunningConnector connector = RunningConnector.start(config)) {
            records = new ArrayList<>(connector.take(100));
            database.execute("INSERT INTO t (b, a, id) VALUES ('a', 0, 5000)");
            records.addAll(connector.take(1));
        }

        // Then
        List<Object> expected = new ArrayList<>();
        for (int b = 0; b < 3; b++) {
            int remainder = b;
            IntStream.rangeClosed(1, 100).filter(seq -> seq % 3 == remainder).forEach(expected::add);
        }
        expected.add(5000);
        assertThat(Records.values(records, "id")).isEqualTo(expected);
    }

    /** Rows in the hour that the server's zone repeats and that the JVM's skips: none of that is seen in UTC. */
    @Test
    void timestamps_are_the_same_whatever_the_zones_of_server_and_jvm(MariaDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, updated_at timestamp(6) NOT NULL)",
                "INSERT INTO t VALUES (1, '2026-11-01 05:30:00'), (2, '2026-11-01 06:30:00'),"
                        + " (3, '2026-03-29 01:30:00')");

        // When
        List<SourceRecord> records;
        try (RunningConnector connector = RunningConnector.start(database.config("batch.max.rows", "1"))) {
            records = connector.take(3);
        }

        // Then
        assertThat(Records.values(records, "updated_at"))
                .containsExactly(
                        "2026-03-29T01:30:00.000000Z", "2026-11-01T05:30:00.000000Z", "2026-11-01T06:30:00.000000Z");
    }

    @Test
    void a_datetime_is_read_up_to_the_time_in_its_zone(MariaDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, updated_at datetime(6) NOT NULL)",
                "SET time_zone = '+05:00'",
                "INSERT INTO t VALUES (1, now(6)), (2, now(6) + interval 1 hour)",
                "SET time_zone = '+00:00'");

        // When
        List<SourceRecord> records;
        try (RunningConnector connector = RunningConnector.start(database.config("db.timezone", "+05:00"))) {
            records = new ArrayList<>(connector.take(1));
            records.addAll(connector.poll());
        }

        // Then
        assertThat(Records.values(records, "id")).containsExactly(1);
    }

    /** Rows read to find a page, by the storage engine's own count: a page in the midst of a tie reads no more of it. */
    @Test
    void an_index_on_timestamp_and_key_serves_a_page(MariaDatabase database) throws Exception {
        // Given
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, filler varchar(100), updated_at timestamp(6) NOT NULL)",
                "INSERT INTO t SELECT seq, repeat('x', 100), '2026-01-01' FROM seq_1_to_20000",
                "CREATE INDEX by_change ON t (updated_at, id)",
                "ANALYZE TABLE t");
        Map<String, String> config = database.config("batch.max.rows", "10");
        SourceRecord middle;
        try (RunningConnector connector = RunningConnector.start(config)) {
            middle = connector.take(10_000).get(9_999);
        }
        long before = rowsRead(database);

        // When
        List<SourceRecord> page;
        try (RunningConnector connector = RunningConnector.resumed(config, middle)) {
            page = connector.take(10);
        }

        // Then
        assertThat(Records.values(page, "id")).first().isEqualTo(10_001);
        assertThat(rowsRead(database) - before).isLessThan(5_000);
    }

    private static long rowsRead(MariaDatabase database) {
        return Long.parseLong(database.query("SELECT sum(VARIABLE_VALUE) FROM information_schema.GLOBAL_STATUS WHERE"
                + " VARIABLE_NAME IN ('HANDLER_READ_NEXT', 'HANDLER_READ_RND_NEXT')"));
    }

    @Test
    void only_the_tables_of_the_url_s_database_are_read(MariaDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE customers (id int PRIMARY KEY, updated_at timestamp NOT NULL DEFAULT '2026-01-01')",
                "CREATE VIEW v AS SELECT * FROM customers",
                "INSERT INTO customers (id) VALUES (1)");

        // When
        List<SourceRecord> records;
        try (RunningConnector connector = RunningConnector.start(database.config("catalog.pattern", database.name()))) {
            records = connector.take(1);
        }

        // Then
        assertThat(records.get(0).sourcePartition()).isEqualTo(Map.of("table", database.name() + ".customers"));
        assertThat(records.get(0).topic()).isEqualTo("db.customers");
        assertThat(SourceConfig.errors(database.config("catalog.pattern", "other")))
                .containsOnlyKeys("table.include.list");
    }

    @Test
    void an_altered_table_is_read_with_its_new_columns(MariaDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, updated_at timestamp(6) NOT NULL DEFAULT now(6))",
                "INSERT INTO t (id) VALUES (1)");
        try (RunningConnector connector = RunningConnector.start(database.config())) {
            connector.take(1);
            database.execute("ALTER TABLE t ADD extra varchar(10)", "INSERT INTO t (id, extra) VALUES (2, 'new')");

            // When
            List<SourceRecord> records = connector.take(1);

            // Then
            assertThat(Records.values(records, "extra")).containsExactly("new");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    connection.url;        jdbc:mariadb://127.0.0.1:1/x; connection.url;        validate.live=false
                    connection.url;        jdbc:mysql://127.0.0.1:1/x;   connection.url;        jdbc:mysql:
                    connection.password;   hunter2;                      connection.password;   connection.password
                    table.whitelist;       customer;                     table.whitelist;       customers
                    timestamp.column.name; name;                         timestamp.column.name; of type varchar(9)
                    timestamp.column.name; nullable_at;                  timestamp.column.name; validate.non.null=false
                    timestamp.column.name; 'updated_at,local_at';        timestamp.column.name; not all of one type
                    key.columns;           name;                         key.columns;           can be NULL
                    """)
    void a_wrong_value_is_refused_on_the_key_that_is_wrong(
            String key, String value, String refused, String hint, MariaDatabase database) {
        // Given
        database.execute("CREATE TABLE customers (id int PRIMARY KEY, name varchar(9), updated_at timestamp NOT NULL,"
                + " nullable_at timestamp NULL, local_at datetime NOT NULL)");

        // When
        Map<String, List<String>> errors = SourceConfig.errors(database.config(key, value));

        // Then
        assertThat(errors).containsOnlyKeys(refused);
        assertThat(errors.get(refused).toString()).contains(hint).doesNotContain("hunter2");
    }

    @Test
    void a_table_that_the_user_may_not_read_whole_is_refused(MariaDatabase database) {
        // Given
        database.execute("CREATE TABLE customers (id int PRIMARY KEY, updated_at timestamp NOT NULL)");
        String user = database.user("GRANT INSERT ON " + database.name() + ".customers TO %s");

        // When
        Map<String, List<String>> errors =
                SourceConfig.errors(database.config("connection.user", user, "connection.password", "secret"));

        // Then
        assertThat(errors).containsOnlyKeys("table.include.list");
        assertThat(errors.toString())
                .contains("GRANT SELECT ON " + database.name() + ".customers TO `" + user + "`@`")
                .doesNotContain("SCHEMA");
    }

    @Test
    void a_property_is_passed_on_to_the_driver(MariaDatabase database) {
        // Given
        database.execute("CREATE TABLE t (id int PRIMARY KEY, updated_at timestamp NOT NULL)");

        // When
        Map<String, List<String>> errors =
                SourceConfig.errors(database.config("connection.sessionVariables", "no_such_thing=1"));

        // Then
        assertThat(errors).containsOnlyKeys("connection.url");
        assertThat(errors.toString()).contains("no_such_thing");
    }

    @Test
    void the_example_runs_as_it_stands(MariaDatabase database) throws IOException {
        // Given
        database.execute(
                "CREATE TABLE customers (customer_id int PRIMARY KEY, last_updated timestamp(6) NOT NULL)",
                "INSERT INTO customers VALUES (1, '2026-01-01')");
        String user =
                database.user("GRANT SELECT ON " + database.name() + ".customers TO %s", "GRANT PROCESS ON *.* TO %s");
        Map<String, String> config = ConfigExample.read(
                "mariadb-table",
                Map.of(
                        "REVERSE_ETL_MARIADB_URL",
                        database.url() + "?sslMode=disable",
                        "REVERSE_ETL_DB_USER",
                        user,
                        "REVERSE_ETL_DB_PASSWORD",
                        "secret"));
        assertThat(SourceConfig.errors(config)).isEmpty();

        // When
        List<SourceRecord> records;
        try (RunningConnector connector = RunningConnector.start(config)) {
            records = connector.take(1);
        }

        // Then
        assertThat(records.get(0).topic()).isEqualTo("shop.customers");
    }
}
