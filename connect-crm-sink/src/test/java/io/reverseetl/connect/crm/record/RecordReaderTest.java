// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.crm.engine.IdChange;
import io.reverseetl.connect.crm.engine.Intake;
import io.reverseetl.connect.crm.spi.CrmAdapter;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.crm.spi.Payload;
import io.reverseetl.connect.crm.spi.Preparation;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class RecordReaderTest {

    private static final Schema KEY = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("region", Schema.STRING_SCHEMA)
            .build();
    private static final Map<String, Object> ADA = Map.of("name", "Ada", "email", "ada@x.io");

    @Test
    void a_key_of_one_value_is_the_external_id() {
        assertThat(idOf("key", 42L)).isEqualTo("42");
        assertThat(idOf("key", "k 1")).isEqualTo("k 1");
        assertThat(idOf("key", new BigDecimal("1E+2"))).isEqualTo("100");
    }

    @Test
    void a_key_with_one_field_is_the_external_id() {
        // Given
        Schema schema = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();

        // When, then
        assertThat(idOf("key", new Struct(schema).put("id", 42L))).isEqualTo("42");
        assertThat(idOf("key", Map.of("id", "42"))).isEqualTo("42");
    }

    @Test
    void a_key_with_several_fields_is_refused_with_what_to_do() {
        assertThat(reasonOf("key", compositeKey(), ADA))
                .isEqualTo("category=RECORD code=ID_COMPOSITE fields=id,region"
                        + " hint=\"The key has 2 fields: set id.from to key.<field>\"");
    }

    @Test
    void one_field_of_a_key_with_several_can_be_the_external_id() {
        assertThat(idOf("key.region", compositeKey())).isEqualTo("EU");
    }

    @Test
    void a_field_of_the_value_can_be_the_external_id() {
        assertThat(idOf("value.email", null)).isEqualTo("ada@x.io");
    }

    @Test
    void a_record_without_a_usable_id_is_refused() {
        assertThat(reasonOf("key", null, ADA)).startsWith("category=RECORD code=ID_NULL");
        assertThat(reasonOf("key", " ", ADA)).startsWith("category=RECORD code=ID_BLANK");
        assertThat(reasonOf("key", new byte[] {1}, ADA)).startsWith("category=RECORD code=ID_NOT_SCALAR");
        assertThat(reasonOf("key.id", "scalar", ADA)).startsWith("category=RECORD code=ID_NO_FIELDS fields=id");
        assertThat(reasonOf("value.phone", null, ADA)).startsWith("category=RECORD code=ID_FIELD_MISSING fields=phone");
    }

    @Test
    void a_value_without_fields_is_refused() {
        assertThat(reasonOf("key", "k", "text")).startsWith("category=RECORD code=VALUE_NOT_STRUCTURED");
        assertThat(reasonOf("key", "k", List.of(1))).startsWith("category=RECORD code=VALUE_NOT_STRUCTURED");
    }

    @Test
    void a_tombstone_is_refused_or_passed_over_as_configured() {
        assertThat(reasonOf("key", "k", null)).startsWith("category=TOMBSTONE hint=");
        assertThat(reader("key", DeleteMode.IGNORE).read(record("\uD83D", null, null)))
                .isInstanceOf(Intake.Ignored.class);
    }

    @Test
    void a_text_with_half_of_a_surrogate_pair_is_refused_with_its_field() {
        // Given
        Schema schema = SchemaBuilder.struct().field("id", Schema.STRING_SCHEMA).build();
        String half = "a\uD83D";

        // When, then
        assertThat(reasonOf("key", half, ADA))
                .isEqualTo(
                        "category=RECORD code=TEXT_NOT_UNICODE hint=\"A text in the record's key has half of a surrogate"
                                + " pair, which is no character: correct it where it comes from\"");
        assertThat(reasonOf("key.id", new Struct(schema).put("id", half), ADA))
                .startsWith("category=RECORD code=TEXT_NOT_UNICODE fields=id hint=");
        assertThat(reasonOf("key", half, null)).startsWith("category=RECORD code=TEXT_NOT_UNICODE");
        assertThat(reasonOf("key", "k", Map.of("name", "\uDE00\uD83D", "city", "Rome")))
                .contains("code=TEXT_NOT_UNICODE fields=name hint=\"A text in the record's value");
        assertThat(reasonOf("key", "k", Map.of("tags", List.of("x", Map.of("y", half)))))
                .contains("fields=tags hint");
        assertThat(reasonOf("key", "k", Map.of(half, "x"))).contains("code=TEXT_NOT_UNICODE hint");
    }

    @Test
    void a_text_beyond_the_basic_plane_is_taken_as_it_is() {
        assertThat(idOf("key", "\uD83D\uDE00\uD83D\uDE00x")).isEqualTo("\uD83D\uDE00\uD83D\uDE00x");
    }

    @Test
    void connects_values_become_plain_ones() {
        // Given
        Schema schema = SchemaBuilder.struct()
                .field("amount", Decimal.schema(2))
                .field("born", Date.SCHEMA)
                .field("seen", Timestamp.SCHEMA)
                .field("at", Time.SCHEMA)
                .field("tags", SchemaBuilder.array(Date.SCHEMA).build())
                .field("raw", Schema.BYTES_SCHEMA)
                .field(
                        "city",
                        SchemaBuilder.string().optional().defaultValue("Rome").build())
                .build();
        Instant moment = Instant.parse("2026-03-29T01:30:00.123Z");
        Instant day = Instant.parse("2026-03-29T00:00:00Z");
        Struct value = new Struct(schema)
                .put("amount", new BigDecimal("12.30"))
                .put("born", java.util.Date.from(day))
                .put("seen", java.util.Date.from(moment))
                .put("at", java.util.Date.from(Instant.EPOCH.plusSeconds(3_600)))
                .put("tags", List.of(java.util.Date.from(day)))
                .put("raw", ByteBuffer.wrap(new byte[] {1, 2}))
                .put("city", null);

        // When
        Map<String, Object> fields = fieldsOf(schema, value);

        // Then
        assertThat(fields)
                .containsEntry("amount", new BigDecimal("12.30"))
                .containsEntry("born", LocalDate.of(2026, 3, 29))
                .containsEntry("seen", moment)
                .containsEntry("at", LocalTime.of(1, 0))
                .containsEntry("tags", List.of(LocalDate.of(2026, 3, 29)))
                .containsEntry("raw", new byte[] {1, 2})
                .containsEntry("city", null);
    }

    @Test
    void a_record_counts_under_the_coordinates_that_it_was_consumed_from() {
        // Given
        SinkRecord renamed = record("k", null, ADA).newRecord("renamed", 9, null, "k", null, ADA, 0L);

        // When
        Intake read = reader("key", DeleteMode.FAIL).read(renamed);

        // Then
        assertThat(read.origin().coordinates()).isEqualTo("people-3-7");
    }

    @Test
    void a_record_that_is_followed_by_its_key_is_known_by_all_of_it_in_whatever_form() {
        // Given
        RecordReader reader = reader("value.email", IdChange.REKEY, DeleteMode.ARCHIVE, Marks.of("seed", false));
        Map<String, Object> ada = Map.of("email", "ada");

        // When
        Intake.Write struct = (Intake.Write) reader.read(record(compositeKey(), null, ada));
        Intake.Write map = (Intake.Write) reader.read(record(Map.of("region", "EU", "id", 42), null, ada));
        Intake.Write other = (Intake.Write) reader.read(record(Map.of("region", "E", "id", "U42"), null, ada));
        Intake.Write tombstone = (Intake.Write) reader.read(record(compositeKey(), null, null));

        // Then
        assertThat(struct.externalId()).isEqualTo("ada");
        assertThat(map.mark().key()).isEqualTo(struct.mark().key());
        assertThat(other.mark().key()).isNotEqualTo(struct.mark().key());
        assertThat(tombstone.externalId()).isEmpty();
        assertThat(tombstone.mark().key()).isEqualTo(struct.mark().key());
    }

    @Test
    void a_record_that_would_be_followed_by_a_key_which_it_lacks_is_unfit() {
        // Given
        RecordReader reader = reader("value.email", IdChange.REKEY, DeleteMode.ARCHIVE, Marks.of("seed", false));

        // When
        Intake read = reader.read(record(null, null, Map.of("email", "ada")));

        // Then
        assertThat(((Intake.Unfit) read).reason().toString()).startsWith("category=RECORD code=KEY_NULL");
    }

    private static Struct compositeKey() {
        return new Struct(KEY).put("id", 42L).put("region", "EU");
    }

    private static RecordReader reader(String idFrom, DeleteMode deleteMode) {
        return reader(idFrom, IdChange.ORPHAN, deleteMode, Marks.NONE);
    }

    private static RecordReader reader(String idFrom, IdChange idChange, DeleteMode deleteMode, Marks marks) {
        return new RecordReader(
                "contacts", IdSource.parse(idFrom).orElseThrow(), idChange, deleteMode, new Echo(), marks);
    }

    private static String idOf(String idFrom, Object key) {
        return ((Intake.Write) reader(idFrom, DeleteMode.FAIL).read(record(key, null, ADA))).externalId();
    }

    private static String reasonOf(String idFrom, Object key, Object value) {
        return ((Intake.Unfit) reader(idFrom, DeleteMode.FAIL).read(record(key, null, value)))
                .reason()
                .toString();
    }

    private static Map<String, Object> fieldsOf(Schema schema, Object value) {
        Intake.Write write = (Intake.Write) reader("key", DeleteMode.FAIL).read(record("k", schema, value));
        return ((Echo.Fields) write.payload()).fields();
    }

    private static SinkRecord record(Object key, Schema valueSchema, Object value) {
        Schema keySchema = key instanceof Struct struct ? struct.schema() : null;
        return new SinkRecord("people", 3, keySchema, key, valueSchema, value, 7, 0L, TimestampType.CREATE_TIME);
    }

    /** An adapter whose payloads are the fields as it was given them. */
    private static final class Echo implements CrmAdapter {

        private record Fields(Map<String, Object> fields) implements Payload {

            @Override
            public int bytes() {
                return 0;
            }

            @Override
            public byte[] content() {
                return fields.toString().getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public boolean replaces(Payload older) {
                return true;
            }

            @Override
            public Payload over(Payload older) {
                return this;
            }
        }

        @Override
        public Preparation prepare(Map<String, Object> fields) {
            return new Preparation.Ready(new Fields(fields));
        }

        @Override
        public Payload removal(Operation how) {
            return new Fields(Map.of());
        }

        @Override
        public CompletionStage<CrmAnswer> send(CrmBatch batch) {
            throw new UnsupportedOperationException();
        }
    }
}
