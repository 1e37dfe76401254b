// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverseetl.connect.jdbc.testing.PostgresServer;
import io.reverseetl.connect.jdbc.testing.RecordedContext;
import io.reverseetl.connect.jdbc.testing.Records;
import io.reverseetl.connect.jdbc.testing.RunningConnector;
import io.reverseetl.connect.jdbc.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What validation learns by asking the database, and on which key it says so. */
@ExtendWith(PostgresServer.class)
class ValidationIT {

    private final List<JdbcSourceConnector> started = new ArrayList<>();

    @AfterEach
    void stop() {
        started.forEach(JdbcSourceConnector::stop);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    connection.url;           jdbc:postgresql://localhost:1/x; connection.url;        validate.live=false
                    connection.user;          nobody_at_all;           connection.password;           connection.password
                    table.whitelist;          customer;                table.whitelist;               public.customers
                    table.whitelist;          'public.customers,public.customrs'; table.whitelist; by public.customrs.
                    key.columns;              'public.custmers=id';    key.columns;                   public.custmers
                    connection.socketTimeout; 5m;                      connection.socketTimeout;      connection.*
                    connection.prepareThreshold; x;                    connection.prepareThreshold;   connection.*
                    connection.options;       -c no_such_thing=1;      connection.url;                connection.*
                    table.include.list;       cust;                    table.include.list;            public.customers
                    table.types;              VIEW;                    table.include.list;            table.types
                    timestamp.column.name;    changed;                 timestamp.column.name;         updated_at
                    timestamp.column.name;    name;                    timestamp.column.name;         of type text
                    timestamp.column.name;    nullable_at;             timestamp.column.name;         validate.non.null=false
                    timestamp.column.name;    'updated_at,local_at';   timestamp.column.name;         not all of one type
                    key.columns;              nickname;                key.columns;                   nickname
                    key.columns;              name;                    key.columns;                   can be NULL
                    incrementing.column.name; name;                    incrementing.column.name;      of type text
                    topic.name.template;      fixed;                   topic.name.template;           share the topic fixed
                    """)
    void a_wrong_value_is_refused_on_the_key_that_is_wrong(
            String key, String value, String refused, String hint, TestDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE customers (id int PRIMARY KEY, name text, updated_at timestamptz NOT NULL,"
                        + " nullable_at timestamptz, local_at timestamp NOT NULL)",
                "CREATE TABLE customers2 (LIKE customers INCLUDING ALL)");
        Map<String, String> config = database.config("mode", "timestamp+incrementing", key, value);

        // When
        Map<String, List<String>> errors = errors(config);

        // Then
        assertThat(errors).containsOnlyKeys(refused);
        assertThat(errors.get(refused).toString()).contains(hint);
    }

    @Test
    void tables_and_columns_that_could_be_named_are_recommended(TestDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE customers (id int PRIMARY KEY, tenant int, code text NOT NULL, updated_at timestamptz)",
                "CREATE TABLE orders (number bigint PRIMARY KEY, placed_at timestamp NOT NULL)",
                "CREATE VIEW all_orders AS SELECT * FROM orders");
        Map<String, String> config = database.config("table.whitelist", "customers,custmers");

        // When
        Map<String, List<Object>> recommended = recommended(config);

        // Then
        assertThat(recommended)
                .containsEntry("table.whitelist", List.of("public.customers", "public.orders"))
                .containsEntry("timestamp.column.name", List.of("updated_at"))
                .containsEntry("incrementing.column.name", List.of("id"))
                .containsEntry("key.columns", List.of("code", "id"))
                .containsEntry("mode", List.of("timestamp", "timestamp+incrementing", "incrementing", "bulk"))
                .containsEntry(
                        "dialect.name",
                        List.of("PostgreSqlDatabaseDialect", "MySqlDatabaseDialect", "GenericDatabaseDialect"));
    }

    @Test
    void nothing_of_a_database_that_cannot_be_reached_is_recommended(TestDatabase database) {
        // Given
        Map<String, String> config = database.config("connection.url", "jdbc:postgresql://localhost:1/x");

        // When
        Map<String, List<Object>> recommended = recommended(config);

        // Then
        assertThat(recommended)
                .containsEntry("table.whitelist", List.of())
                .containsEntry("timestamp.column.name", List.of());
    }

    private static Map<String, List<Object>> recommended(Map<String, String> config) {
        return new JdbcSourceConnector()
                .validate(config).configValues().stream()
                        .collect(Collectors.toMap(ConfigValue::name, ConfigValue::recommendedValues));
    }

    @Test
    void the_isolation_that_is_asked_for_holds_in_the_session(TestDatabase database) {
        // Given
        Map<String, String> config = database.config(
                "mode", "bulk",
                "query", "SELECT 1 AS id, current_setting('transaction_isolation') AS level",
                "key.columns", "id",
                "transaction.isolation.mode", "SERIALIZABLE");
        config.remove("timestamp.column.name");

        // When
        List<SourceRecord> records;
        try (RunningConnector connector = RunningConnector.start(config)) {
            records = connector.take(1);
        }

        // Then
        assertThat(Records.values(records, "level")).containsExactly("serializable");
    }

    @Test
    void a_wrong_password_is_refused_and_never_repeated(TestDatabase database) {
        // Given
        String role = database.role();
        Map<String, String> config = database.config("connection.user", role, "connection.password", "hunter2");

        // When
        Map<String, List<String>> errors = errors(config);

        // Then
        assertThat(errors).containsOnlyKeys("connection.password");
        assertThat(errors.toString()).contains("28P01").doesNotContain("hunter2");
    }

    @Test
    void a_missing_password_is_refused_on_its_key(TestDatabase database) {
        // Given
        Map<String, String> config = database.config("connection.user", database.role());
        config.remove("connection.password");

        // When, Then
        assertThat(errors(config)).containsOnlyKeys("connection.password");
    }

    @Test
    void a_missing_password_is_refused_on_its_key_in_a_jvm_of_another_language(TestDatabase database) {
        // Given
        Locale before = Locale.getDefault();
        Map<String, String> config = database.config("connection.user", database.role());
        config.remove("connection.password");

        // When
        Map<String, List<String>> errors;
        try {
            Locale.setDefault(Locale.FRANCE);
            errors = errors(config);
        } finally {
            Locale.setDefault(before);
        }

        // Then
        assertThat(errors).containsOnlyKeys("connection.password");
    }

    @Test
    void a_view_is_refused_with_the_switch_that_lets_it_be_read(TestDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE customers (id int PRIMARY KEY, updated_at timestamptz NOT NULL)",
                "CREATE VIEW v AS SELECT * FROM customers");

        // When
        Map<String, List<String>> errors = errors(database.config("table.types", "VIEW", "key.columns", "id"));

        // Then
        assertThat(errors).containsOnlyKeys("timestamp.column.name");
        assertThat(errors.toString()).contains("validate.non.null=false").doesNotContain("Make it NOT NULL");
    }

    @Test
    void a_not_null_constraint_that_old_rows_may_break_is_none(TestDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE customers (id int PRIMARY KEY, updated_at timestamptz)",
                "INSERT INTO customers VALUES (1, NULL)",
                "ALTER TABLE customers ADD CONSTRAINT timed NOT NULL updated_at NOT VALID");

        // When
        Map<String, List<String>> errors = errors(database.config());

        // Then
        assertThat(errors).containsOnlyKeys("timestamp.column.name");
        assertThat(errors.toString()).contains("can be NULL");
    }

    @Test
    void an_unknown_database_is_refused_on_the_url(TestDatabase database) {
        // When
        Map<String, List<String>> errors =
                errors(database.config("connection.url", database.url() + "_gone?password=hunter2"));

        // Then
        assertThat(errors).containsOnlyKeys("connection.url");
        assertThat(errors.toString()).contains("_gone").doesNotContain("hunter2");
    }

    @Test
    void a_url_that_no_driver_understands_is_refused_without_repeating_its_password(TestDatabase database) {
        // When
        Map<String, List<String>> errors =
                errors(database.config("connection.url", "jdbc:postgresql://localhost:port/x?password=hunter2"));

        // Then
        assertThat(errors).containsOnlyKeys("connection.url");
        assertThat(errors.toString()).doesNotContain("hunter2");
    }

    @Test
    void a_table_without_a_primary_key_needs_key_columns(TestDatabase database) {
        // Given
        database.execute("CREATE TABLE customers (id int, updated_at timestamptz NOT NULL)");

        // When
        Map<String, List<String>> errors = errors(database.config());

        // Then
        assertThat(errors).containsOnlyKeys("key.columns");
        assertThat(errors.toString()).contains("public.customers");
    }

    @Test
    void a_table_that_the_role_may_not_read_is_refused_with_the_grant_to_run(TestDatabase database) {
        // Given
        database.execute("CREATE TABLE customers (id int PRIMARY KEY, updated_at timestamptz NOT NULL)");
        String role = database.role();
        Map<String, String> config = database.config("connection.user", role, "connection.password", "secret");
        config.put("table.whitelist", "public.customers");

        // When
        Map<String, List<String>> errors = errors(config);

        // Then
        assertThat(errors).containsOnlyKeys("table.whitelist");
        assertThat(errors.toString()).contains("GRANT SELECT ON public.customers TO " + role);
    }

    @Test
    void columns_that_would_become_one_field_are_refused_by_name(TestDatabase database) {
        // Given
        database.execute("CREATE TABLE customers (id int PRIMARY KEY, \"a-b\" int, a_b int,"
                + " updated_at timestamptz NOT NULL)");

        // When
        Map<String, List<String>> errors = errors(database.config());

        // Then
        assertThat(errors).containsOnlyKeys("table.include.list");
        assertThat(errors.toString()).contains("a-b and a_b");
    }

    @Test
    @Timeout(20)
    void a_server_that_says_nothing_is_given_up_on(TestDatabase database) throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            // Given
            String url = "jdbc:postgresql://localhost:" + silent.getLocalPort() + "/x?socketTimeout=0&connectTimeout=0"
                    + "&loginTimeout=0";

            // When
            Map<String, List<String>> errors = errors(database.config("connection.url", url));

            // Then
            assertThat(errors).containsOnlyKeys("connection.url");
        }
    }

    @Test
    void without_live_validation_nobody_is_asked(TestDatabase database) {
        // When
        Map<String, List<String>> errors =
                errors(database.config("connection.url", "jdbc:postgresql://localhost:1/x", "validate.live", "false"));

        // Then
        assertThat(errors).isEmpty();
    }

    @Test
    void a_database_that_is_down_at_the_start_is_asked_again_when_connect_asks_for_tasks(TestDatabase database) {
        // Given
        JdbcSourceConnector connector = connector();

        // When
        connector.start(database.config("connection.url", "jdbc:postgresql://localhost:1/x"));

        // Then: Connect repeats the request for tasks until it succeeds
        assertThatThrownBy(() -> connector.taskConfigs(1))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("cannot be reached");
    }

    @Test
    void the_start_refuses_with_the_words_of_validation(TestDatabase database) {
        // Given
        database.execute("CREATE TABLE customers (id int PRIMARY KEY, seen timestamptz)");
        Map<String, String> config = database.config();
        String message = errors(config).get("timestamp.column.name").get(0);
        JdbcSourceConnector connector = connector();

        // When, Then
        assertThatThrownBy(() -> connector.start(config))
                .isInstanceOf(ConfigException.class)
                .hasMessage("timestamp.column.name: " + message);
    }

    @Test
    void a_table_that_was_dropped_is_named_at_the_next_start(TestDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE a (id int PRIMARY KEY, updated_at timestamptz NOT NULL)",
                "CREATE TABLE b (LIKE a INCLUDING ALL)");
        Map<String, String> config = database.config("table.whitelist", "a,b");
        connector().start(config);
        database.execute("DROP TABLE b");

        // When, Then
        assertThatThrownBy(() -> connector().start(config))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("table.whitelist")
                .hasMessageContaining("selected by b.");
    }

    @Test
    void a_config_of_the_well_known_connector_starts_when_its_class_is_changed(TestDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE customers (id serial PRIMARY KEY, updated_at timestamp NOT NULL)",
                "INSERT INTO customers (updated_at) VALUES ('2026-01-01')");
        Map<String, String> config = Map.ofEntries(
                Map.entry("name", "customers"),
                Map.entry("connector.class", "io.reverseetl.connect.jdbc.JdbcSourceConnector"),
                Map.entry("tasks.max", "1"),
                Map.entry("connection.url", database.url()),
                Map.entry("connection.user", "postgres"),
                Map.entry("connection.password", "postgres"),
                Map.entry("connection.attempts", "3"),
                Map.entry("connection.backoff.ms", "10000"),
                Map.entry("connection.sslmode", "prefer"),
                Map.entry("dialect.name", "PostgreSqlDatabaseDialect"),
                Map.entry("mode", "timestamp+incrementing"),
                Map.entry("timestamp.column.name", "updated_at"),
                Map.entry("incrementing.column.name", "id"),
                Map.entry("validate.non.null", "false"),
                Map.entry("table.whitelist", database.name() + ".public.customers"),
                Map.entry("table.types", "TABLE"),
                Map.entry("schema.pattern", "public"),
                Map.entry("catalog.pattern", database.name()),
                Map.entry("topic.prefix", "pg-"),
                Map.entry("poll.interval.ms", "100"),
                Map.entry("batch.max.rows", "100"),
                Map.entry("numeric.mapping", "best_fit"),
                Map.entry("timestamp.delay.interval.ms", "0"),
                Map.entry("db.timezone", "UTC"),
                Map.entry("key.converter", "org.apache.kafka.connect.json.JsonConverter"),
                Map.entry("transforms", "route"),
                Map.entry("transforms.route.type", "org.apache.kafka.connect.transforms.RegexRouter"),
                Map.entry("topic.creation.default.partitions", "1"));
        assertThat(errors(config)).isEmpty();

        // When
        List<SourceRecord> records;
        try (RunningConnector connector = RunningConnector.start(config)) {
            records = connector.take(1);
        }

        // Then
        assertThat(records.get(0).topic()).isEqualTo("pg-customers");
        assertThat(Records.values(records, "id")).containsExactly(1);
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

    /** Stopped after the test. */
    private JdbcSourceConnector connector() {
        JdbcSourceConnector connector = new JdbcSourceConnector();
        connector.initialize(new RecordedContext());
        started.add(connector);
        return connector;
    }
}
