// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.support.Key;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceValidationTest {

    private static Map<String, String> config(String key, String value) {
        Map<String, String> config = new HashMap<>(Map.of(
                "connector.class", "io.reverseetl.connect.jdbc.JdbcSourceConnector",
                "connection.url", "jdbc:postgresql://localhost/x",
                "mode", "timestamp",
                "timestamp.column.name", "updated_at",
                "table.whitelist", "t",
                "table.blacklist", "u"));
        config.put(key, value);
        return config;
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
                    mode;                        tiemstamp;           mode;                     timestamp+incrementing
                    timestamp.column.name;       ``;                  timestamp.column.name;    needs the column
                    incrementing.column.name;    id;                  incrementing.column.name; timestamp+incrementing
                    connection.url;              jdbc:mysql://h/x;    connection.url;           Put the driver's jar into
                    connection.url;              jdbc:postgresql://h:port/x; connection.url;    jdbc:postgresql
                    connection.url;              postgresql://h/x;    connection.url;           jdbc:postgresql
                    dialect.name;                MySqlDatabaseDialect; connection.url;          jdbc:mariadb
                    dialect.name;                OracleDatabaseDialect; dialect.name;           PostgreSqlDatabaseDialect
                    table.include.list;          a.*;                 table.whitelist;          Keep one of the two
                    table.exclude.list;          a.*;                 table.blacklist;          Keep one of the two
                    table.exclude.list;          a(;                  table.exclude.list;       regular expression
                    table.types;                 TABEL;               table.types;              MATERIALIZED VIEW
                    key.columns;                 t=a+;                key.columns;              customer_id
                    key.columns;                 id,id;               key.columns;              column 'id' is named twice
                    key.columns;                 t=a+b+a;             key.columns;              column 'a' is named twice
                    key.columns;                 t=a,t=b;             key.columns;              table 't' is named twice
                    connection.url;              ` `;                 connection.url;           Missing required
                    mode;                        ``;                  mode;                     Missing required
                    connection.url;              jdbc:postgresql://u:p@h/x; connection.url;     jdbc:postgresql
                    topic.name.template;         ${topic.prefix}${tabel}; topic.name.template;  ${tabel}
                    db.timezone;                 Europe/Pairs;        db.timezone;              not a time zone
                    batch.max.rows;              0;                   batch.max.rows;           at least 1
                    numeric.mapping;             best;                numeric.mapping;          best_fit
                    timestamp.granularity;       seconds;             timestamp.granularity;    micros_long
                    queries.a.sql;               SELECT 1;            queries.a.sql;            not in queries
                    delete.as;                   filed;               delete.as;                tombstone, field
                    timestamp.columns.mapping;   orders;              timestamp.columns.mapping; .*orders.*
                    delete.check.interval.ms;    1000;                kafka.bootstrap.servers;  name the brokers
                    delete.max.fraction;         1.5;                 delete.max.fraction;      no more than 1
                    delete.approved;             t:5;                 delete.approved;          public.customers:1234@
                    delete.keys.topic;           ${table}-keys;       delete.keys.topic;        ${table}
                    kafka.bootstrap.server;      h:9092;              kafka.bootstrap.server;   No Kafka client
                    timestamp.initial;           -2;                  timestamp.initial;        -1 for now
                    query.suffix;                FOR UPDATE;          query.suffix;             ORDER BY and LIMIT
                    quote.sql.identifiers;       sometimes;           quote.sql.identifiers;    never
                    transaction.isolation.mode;  dirty;               transaction.isolation.mode; read_committed
                    bacth.max.rows;              5;                   bacth.max.rows;           batch.max.rows
                    watermark.margin.mode;       look_back;           watermark.margin.mode;    look-back
                    watermark.connection.url;    jdbc:x;              watermark.connection.url; Put the driver's jar into
                    watermark.connection.user;   u;                   watermark.connection.user; watermark.connection.url
                    wakeup.channel;              Changed;             wakeup.channel;           lower-case
                    wakeup.channel;              customers-changed;   wakeup.channel;           underscores
                    watermark.max.hold.action;   skip;                watermark.max.hold.action; proceed
                    """)
    void a_wrong_value_is_refused_on_the_key_that_is_wrong(String key, String value, String refused, String hint) {
        // When
        Map<String, List<String>> problems =
                SourceValidation.check(config(key, value)).byKey();

        // Then
        assertThat(problems).containsOnlyKeys(refused);
        assertThat(problems.get(refused).toString()).contains(hint);
    }

    @Test
    void a_key_with_the_value_null_is_one_that_was_left_out() {
        // Given
        Map<String, String> config = config("delete.check.interval.ms", "1000");
        config.put("kafka.bootstrap.servers", null);
        config.put("batch.max.rows", null);

        // When
        Map<String, List<String>> problems = new JdbcSourceConnector()
                .validate(config).configValues().stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));

        // Then
        assertThat(problems).containsOnlyKeys("kafka.bootstrap.servers");
    }

    @Test
    void tombstones_of_rows_that_are_gone_need_a_key() {
        // Given
        Map<String, String> config = config("delete.check.interval.ms", "1000");
        config.put("table.blacklist", "");
        config.put("kafka.bootstrap.servers", "h:9092");
        assertThat(SourceValidation.check(config).byKey()).isEmpty();

        // When
        config.put("compatibility", "confluent");

        // Then
        assertThat(SourceValidation.check(config).byKey()).containsOnlyKeys("delete.check.interval.ms");
    }

    @Test
    void an_action_after_a_hold_without_a_maximum_is_refused() {
        // Given
        Map<String, String> config = config("watermark.max.hold.action", "fail");
        config.put("watermark.max.hold.ms", "0");

        // When, Then
        assertThat(SourceValidation.check(config).byKey()).containsOnlyKeys("watermark.max.hold.action");
    }

    @Test
    void to_be_woken_by_another_database_than_postgresql_is_refused() {
        // Given
        Map<String, String> config = config("wakeup.channel", "changed");
        config.put("dialect.name", "GenericDatabaseDialect");

        // When, Then
        assertThat(SourceValidation.check(config).byKey()).containsOnlyKeys("wakeup.channel");
    }

    @Test
    void driver_properties_and_keys_of_the_framework_are_let_through() {
        // Given
        Map<String, String> config = config("connection.sslmode", "require");
        config.put("transforms", "a");
        config.put("producer.override.linger.ms", "5");

        // When, Then
        assertThat(SourceValidation.check(config).byKey()).isEmpty();
        assertThat(SourceSettings.of(config).connection().driverProperties()).isEqualTo(Map.of("sslmode", "require"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void a_key_without_a_value_counts_as_left_out(String nothing) {
        // Given
        Map<String, String> config = config("query", nothing);
        Set<String> needed = Set.of("connection.url", "mode", "timestamp.column.name");
        SourceKeys.ALL.stream()
                .map(Key::name)
                .filter(key -> !needed.contains(key))
                .forEach(key -> config.put(key, nothing));

        // When, Then
        assertThat(SourceValidation.check(config).byKey()).isEmpty();
        assertThat(SourceSettings.of(config).records().topics().template()).isEqualTo("${topic.prefix}${table}");
    }

    @Test
    void a_property_of_the_driver_without_a_value_is_not_passed_on() {
        // Given
        Map<String, String> config = config("connection.sslcert", null);

        // When, Then
        assertThat(SourceSettings.of(config).connection().driverProperties()).isEmpty();
    }

    @Test
    void the_settings_print_no_secret() {
        // Given
        Map<String, String> config = config("connection.password", "hunter2");
        config.put("connection.sslpassword", "hunter2");
        config.put("connection.url", "jdbc:postgresql://localhost/x?password=hunter2");

        // When, Then
        assertThat(SourceSettings.of(config).toString()).doesNotContain("hunter2");
    }
}
