// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.jdbc.testing.PostgresServer;
import io.reverseetl.connect.jdbc.testing.RunningConnector;
import io.reverseetl.connect.jdbc.testing.TestDatabase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Configs written for the Confluent and Aiven connectors, run as they are on a real PostgreSQL. */
@ExtendWith(PostgresServer.class)
class MigrationIT {

    @BeforeEach
    void createTables(TestDatabase database) {
        database.execute(
                "CREATE TABLE customers (id serial PRIMARY KEY, \"e-mail\" varchar(90) NOT NULL, credit numeric(9,2),"
                        + " born date, created_at timestamptz NOT NULL, updated_at timestamptz)",
                "INSERT INTO customers (\"e-mail\", credit, created_at, updated_at) VALUES"
                        + " ('ada@example.com', 12.34, '2026-01-01', '2026-01-02 03:04:05.678901Z'),"
                        + " ('bob@example.com', NULL, '2026-01-01', NULL)",
                "CREATE SCHEMA sales",
                "CREATE TABLE sales.orders (id bigint PRIMARY KEY, updated_at timestamp NOT NULL)",
                "INSERT INTO sales.orders VALUES (1, '2026-01-01')");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.reverseetl.connect.jdbc.ForeignConfigs#thatRun")
    void a_config_runs_with_its_connector_class_alone_changed(ForeignConfigs.Config foreign, TestDatabase database) {
        // When
        List<SourceRecord> records;
        try (RunningConnector connector = RunningConnector.start(foreign.at(database))) {
            records = connector.take(foreign.topics().size());
        }

        // Then
        assertThat(records).extracting(SourceRecord::topic).containsExactlyInAnyOrderElementsOf(foreign.topics());
    }

    @Test
    void with_compatibility_confluent_records_are_as_theirs(TestDatabase database) {
        // Given
        Map<String, String> config = new HashMap<>(Map.of(
                "compatibility", "confluent",
                "table.whitelist", "customers",
                "timestamp.column.name", "updated_at,created_at"));

        // When
        SourceRecord record;
        try (RunningConnector connector = RunningConnector.start(with(database.config(), config))) {
            record = connector.take(2).get(1);
        }

        // Then
        assertThat(record.key()).isNull();
        assertThat(record.keySchema()).isNull();
        assertThat(record.topic()).isEqualTo("db.customers");
        assertThat(record.valueSchema().name()).isEqualTo("customers");
        assertThat(record.valueSchema().fields())
                .extracting(Field::name)
                .containsExactly("id", "e-mail", "credit", "born", "created_at", "updated_at");
        assertThat(record.valueSchema().field("id").schema()).isEqualTo(Schema.INT32_SCHEMA);
        assertThat(record.valueSchema().field("e-mail").schema()).isEqualTo(Schema.STRING_SCHEMA);
        assertThat(record.valueSchema().field("credit").schema())
                .isEqualTo(Decimal.builder(2).optional().build());
        assertThat(record.valueSchema().field("born").schema())
                .isEqualTo(Date.builder().optional().build());
        assertThat(record.valueSchema().field("created_at").schema()).isEqualTo(Timestamp.SCHEMA);
        assertThat(((Struct) record.value()).get("updated_at"))
                .isEqualTo(java.util.Date.from(java.time.Instant.parse("2026-01-02T03:04:05.678Z")));
    }

    @Test
    void a_granularity_that_is_set_holds_under_compatibility_too(TestDatabase database) {
        // Given
        Map<String, String> config = Map.of(
                "compatibility", "confluent", "timestamp.granularity", "nanos_long", "table.whitelist", "sales.orders");

        // When
        SourceRecord record;
        try (RunningConnector connector = RunningConnector.start(with(database.config(), config))) {
            record = connector.take(1).get(0);
        }

        // Then
        assertThat(((Struct) record.value()).get("updated_at")).isEqualTo(1_767_225_600_000_000_000L);
    }

    private static Map<String, String> with(Map<String, String> config, Map<String, String> changes) {
        Map<String, String> changed = new HashMap<>(config);
        changed.putAll(changes);
        return changed;
    }
}
