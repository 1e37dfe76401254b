// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverseetl.connect.crm.record.ConsumedRecord;
import io.reverseetl.connect.crm.spi.Reason;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class LetterFormatTest {

    private static final Reason REASON =
            Reason.validation("INVALID_EMAIL", List.of("email", "phone"), 400, "321540a4-550b");

    private final LetterFormat format = new LetterFormat("people.letters");

    @Test
    void a_sink_that_reads_a_letter_has_the_very_values_that_were_rejected() {
        // Given
        Schema schema = SchemaBuilder.struct()
                .field("born", Date.SCHEMA)
                .field("spent", Decimal.schema(2))
                .field("seen", Timestamp.SCHEMA)
                .field(
                        "city",
                        SchemaBuilder.string().optional().defaultValue("Cork").build())
                .field("segments", SchemaBuilder.array(Schema.STRING_SCHEMA).build())
                .build();
        Struct value = new Struct(schema)
                .put("born", java.util.Date.from(Instant.parse("1990-01-02T00:00:00Z")))
                .put("spent", new BigDecimal("10.50"))
                .put("seen", java.util.Date.from(Instant.parse("2026-11-23T04:33:00.123Z")))
                .put("city", null)
                .put("segments", List.of("a", "b"));
        Schema keySchema =
                SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();

        // When
        ProducerRecord<byte[], byte[]> letter =
                letter(new SinkRecord("contacts", 0, keySchema, new Struct(keySchema).put("id", 7L), schema, value, 0));

        // Then
        assertThat(read(letter.key(), true).value()).isEqualTo(new Struct(keySchema).put("id", 7L));
        SchemaAndValue read = read(letter.value(), false);
        assertThat(read.schema()).isEqualTo(schema);
        assertThat(read.value()).isEqualTo(value);
        assertThat(((Struct) read.value()).getWithoutDefault("city")).isNull();
        assertThat(letter.topic()).isEqualTo("people.letters");
    }

    @Test
    void values_without_a_schema_and_tombstones_stay_so() {
        // When
        ProducerRecord<byte[], byte[]> map =
                letter(new SinkRecord("contacts", 0, null, "ada", null, Map.of("name", "Ada"), 0));
        ProducerRecord<byte[], byte[]> tombstone = letter(new SinkRecord("contacts", 0, null, "ada", null, null, 0));

        // Then
        assertThat(read(map.key(), true)).isEqualTo(new SchemaAndValue(null, "ada"));
        assertThat(read(map.value(), false)).isEqualTo(new SchemaAndValue(null, Map.of("name", "Ada")));
        assertThat(tombstone.value()).isNull();
    }

    @Test
    void the_reason_and_where_the_record_came_from_are_in_headers() {
        // When
        ProducerRecord<byte[], byte[]> letter = letter(new SinkRecord("contacts", 0, null, "ada", null, Map.of(), 0));

        // Then
        assertThat(headers(letter))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "__connect.errors.topic", List.of("people"),
                        "__connect.errors.partition", List.of("3"),
                        "__connect.errors.offset", List.of("42"),
                        "crm.error.category", List.of("VALIDATION"),
                        "crm.error.code", List.of("INVALID_EMAIL"),
                        "crm.error.fields", List.of("email,phone"),
                        "crm.error.status", List.of("400"),
                        "crm.error.request.id", List.of("321540a4-550b")));
    }

    @Test
    void a_record_that_was_rejected_before_keeps_its_headers_but_not_the_old_reason() {
        // Given
        SinkRecord record = new SinkRecord("contacts", 0, null, "ada", null, Map.of(), 0);
        record.headers().addString("reverseetl.source.timestamp", "2026-11-23T04:33:00.123456Z");
        record.headers().addString("__connect.errors.topic", "warehouse.people");
        record.headers().addString("crm.error.code", "OLD");
        record.headers().addString("crm.error.hint", "old");

        // When
        Map<String, List<String>> headers = headers(letter(record));

        // Then
        assertThat(headers)
                .containsEntry("reverseetl.source.timestamp", List.of("2026-11-23T04:33:00.123456Z"))
                .containsEntry("__connect.errors.topic", List.of("warehouse.people", "people"))
                .containsEntry("crm.error.code", List.of("INVALID_EMAIL"))
                .doesNotContainKey("crm.error.hint");
    }

    @Test
    void what_json_has_no_form_for_is_refused() {
        // Given
        SinkRecord record =
                new SinkRecord("contacts", 0, null, "ada", null, Map.of("thread", Thread.currentThread()), 0);

        // When, then
        assertThatThrownBy(() -> letter(record)).isInstanceOf(DataException.class);
    }

    private ProducerRecord<byte[], byte[]> letter(SinkRecord record) {
        return format.letter(new ConsumedRecord(record, new TopicPartition("people", 3), 42, 0), REASON);
    }

    /** As a sink with {@code JsonConverter} as its converter. */
    private static SchemaAndValue read(byte[] json, boolean isKey) {
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of("replace.null.with.default", false), isKey);
            return converter.toConnectData("people.letters", json);
        }
    }

    private static Map<String, List<String>> headers(ProducerRecord<byte[], byte[]> letter) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (Header header : letter.headers()) {
            headers.computeIfAbsent(
                    header.key(),
                    name -> StreamSupport.stream(letter.headers().headers(name).spliterator(), false)
                            .map(same -> new String(same.value(), UTF_8))
                            .toList());
        }
        return headers;
    }
}
