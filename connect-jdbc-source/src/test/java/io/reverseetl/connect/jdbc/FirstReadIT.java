// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.jdbc.testing.PostgresServer;
import io.reverseetl.connect.jdbc.testing.Records;
import io.reverseetl.connect.jdbc.testing.RunningConnector;
import io.reverseetl.connect.jdbc.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresServer.class)
class FirstReadIT {

    @Test
    void a_row_becomes_a_record_with_key_value_headers_topic_and_offset(TestDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE customers (id int PRIMARY KEY, name text, updated_at timestamptz NOT NULL)",
                "INSERT INTO customers VALUES (42, 'Ada', '2026-11-23 04:33:00.123456+00')");

        // When
        List<SourceRecord> records;
        try (RunningConnector connector = RunningConnector.start(database.config())) {
            records = connector.take(1);
        }

        // Then
        assertThat(records).hasSize(1);
        SourceRecord record = records.get(0);
        assertThat(record.topic()).isEqualTo("db.customers");
        assertThat(record.kafkaPartition()).isNull();
        assertThat(record.timestamp()).isNull();
        assertThat(Records.key(record).get("id")).isEqualTo(42);
        assertThat(record.keySchema().name()).isEqualTo("public.customers.Key");
        assertThat(record.keySchema().field("id").schema()).isEqualTo(Schema.INT32_SCHEMA);
        assertThat(record.valueSchema().name()).isEqualTo("public.customers.Value");
        assertThat(record.valueSchema().field("name").schema()).isEqualTo(Schema.OPTIONAL_STRING_SCHEMA);
        assertThat(Records.value(record).get("name")).isEqualTo("Ada");
        assertThat(Records.value(record).get("updated_at")).isEqualTo("2026-11-23T04:33:00.123456Z");
        assertThat(record.headers().lastWithName("reverseetl.source.table").value())
                .isEqualTo("public.customers");
        assertThat(record.headers().lastWithName("reverseetl.source.timestamp").value())
                .isEqualTo("2026-11-23T04:33:00.123456Z");
        assertThat(record.sourcePartition()).isEqualTo(Map.of("table", "public.customers"));
        assertThat(record.sourceOffset())
                .isEqualTo(Map.of("v", 1L, "ts", "2026-11-23 04:33:00.123456+00", "key", "{\"id\":\"42\"}"));
    }
}
