// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordSizeTest {

    private static final String KILOBYTE = "x".repeat(1_000);

    static Stream<Object> values() {
        Schema schema = SchemaBuilder.struct().field("text", Schema.STRING_SCHEMA);
        return Stream.of(
                KILOBYTE,
                new byte[1_000],
                List.of(KILOBYTE),
                Map.of("text", KILOBYTE),
                Map.of("nested", List.of(Map.of("text", KILOBYTE))),
                new Struct(schema).put("text", KILOBYTE));
    }

    @ParameterizedTest
    @MethodSource("values")
    void what_a_value_holds_counts_once_as_objects_and_once_as_bytes(Object value) {
        // When
        int bytes = RecordSize.of(record(null, value));

        // Then
        assertThat(bytes).isBetween(2_000, 2_700);
    }

    @Test
    void key_and_headers_count_too() {
        // Given
        SinkRecord record = record(KILOBYTE, null);
        record.headers().addString("note", KILOBYTE);

        // When
        int bytes = RecordSize.of(record);

        // Then
        assertThat(bytes).isBetween(4_000, 4_700);
    }

    @Test
    void a_record_without_key_and_value_is_possible() {
        assertThat(RecordSize.of(record(null, null))).isZero();
    }

    private static SinkRecord record(Object key, Object value) {
        return new SinkRecord("people", 0, null, key, null, value, 0);
    }
}
