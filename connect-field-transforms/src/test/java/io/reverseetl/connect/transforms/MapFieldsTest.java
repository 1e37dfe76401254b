// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.entry;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MapFieldsTest {

    private static final Schema CUSTOMER = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("mail", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    @Test
    void only_the_value_of_a_record_is_mapped() {
        // Given
        SinkRecord record = sinkRecord(CUSTOMER, customer(), CUSTOMER, customer());

        // When
        SinkRecord mapped = value("email = mail").apply(record);

        // Then
        assertThat(((Struct) mapped.value()).get("email")).isEqualTo("ada@example.org");
        assertThat(mapped.key()).isSameAs(record.key());
        assertThat(mapped.keySchema()).isSameAs(record.keySchema());
        assertRestIsUntouched(mapped, record);
    }

    @Test
    void only_the_key_of_a_record_is_mapped() {
        // Given
        SinkRecord record = sinkRecord(CUSTOMER, customer(), CUSTOMER, customer());

        // When
        SinkRecord mapped = key("customer_id = id").apply(record);

        // Then
        assertThat(((Struct) mapped.key()).get("customer_id")).isEqualTo(1L);
        assertThat(mapped.value()).isSameAs(record.value());
        assertThat(mapped.valueSchema()).isSameAs(record.valueSchema());
        assertRestIsUntouched(mapped, record);
    }

    @Test
    void a_map_comes_out_in_the_order_of_the_mapping() {
        // Given
        Map<String, Object> customer = new LinkedHashMap<>();
        customer.put("id", 1);
        customer.put("mail", null);
        customer.put("vip", true);
        customer.put(null, "odd");

        // When
        SinkRecord mapped = value("email = mail; source = 'shop'", "keep").apply(withoutSchema(customer));

        // Then
        assertThat((Map<?, ?>) mapped.value())
                .isInstanceOf(LinkedHashMap.class)
                .asInstanceOf(InstanceOfAssertFactories.map(Object.class, Object.class))
                .containsExactly(
                        entry("email", null),
                        entry("source", "shop"),
                        entry("id", 1),
                        entry("vip", true),
                        entry(null, "odd"));
        assertThat(mapped.valueSchema()).isNull();
    }

    @Test
    void an_optional_field_that_is_absent_leaves_what_its_target_held() {
        // Given
        Map<String, Object> customer = Map.of("phone", "1");
        String mapping = "phone = mobile | optional";

        // When
        Object dropped = value(mapping).apply(withoutSchema(customer)).value();
        Object kept = value(mapping, "keep").apply(withoutSchema(customer)).value();

        // Then
        assertThat(dropped).isEqualTo(Map.of());
        assertThat(kept).isEqualTo(customer);
    }

    @Test
    void a_target_that_is_null_does_not_get_its_old_value_back() {
        // Given
        Map<String, Object> customer = new LinkedHashMap<>();
        customer.put("phone", "old");
        customer.put("mobile", null);

        // When
        SinkRecord mapped = value("phone = mobile", "keep").apply(withoutSchema(customer));

        // Then
        assertThat(mapped.value()).isEqualTo(Collections.singletonMap("phone", null));
    }

    @Test
    void a_tombstone_and_a_null_key_pass_untouched() {
        // Given
        SinkRecord tombstone = sinkRecord(null, null, CUSTOMER, null);

        // When
        SinkRecord afterValue = value("x = nothing").apply(tombstone);
        SinkRecord afterKey = key("x = nothing").apply(tombstone);

        // Then
        assertThat(afterValue).isSameAs(tombstone);
        assertThat(afterKey).isSameAs(tombstone);
    }

    @Test
    void source_records_are_mapped_too() {
        // Given
        SourceRecord record = new SourceRecord(Map.of("table", "t"), Map.of("v", 1), "customers", CUSTOMER, customer());

        // When
        SourceRecord mapped;
        try (MapFields.Value<SourceRecord> transform = new MapFields.Value<>()) {
            transform.configure(Map.of("mapping", "email = mail"));
            mapped = transform.apply(record);
        }

        // Then
        assertThat(((Struct) mapped.value()).get("email")).isEqualTo("ada@example.org");
        assertThat(mapped.sourceOffset()).isEqualTo(record.sourceOffset());
    }

    @Test
    void the_outgoing_schema_is_built_once_for_each_incoming_one() {
        // Given
        MapFields.Value<SinkRecord> transform = value("email = mail");
        Schema other =
                SchemaBuilder.struct().field("mail", Schema.STRING_SCHEMA).build();

        // When
        Schema first = transform.apply(withSchema(customer())).valueSchema();
        Schema second =
                transform.apply(withSchema(new Struct(other).put("mail", "x"))).valueSchema();
        Schema third = transform.apply(withSchema(customer())).valueSchema();

        // Then
        assertThat(third).isSameAs(first);
        assertThat(second).isNotSameAs(first);
        assertThat(second.field("email").schema()).isEqualTo(Schema.STRING_SCHEMA);
    }

    @Test
    void an_absent_field_is_told_with_transform_topic_and_names_but_without_values() {
        // Given
        MapFields.Value<SinkRecord> transform = value("email = emial");
        String expected =
                "MapFields$Value on topic 'customers': there is no field 'emial' in the record, which has id, mail."
                        + " Correct the name in the mapping, or add `| optional` if the field may be absent.";
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", 1);
        map.put("mail", "ada@example.org");

        // Then
        assertThatThrownBy(() -> transform.apply(withSchema(customer())))
                .isInstanceOf(DataException.class)
                .hasMessage(expected);
        assertThatThrownBy(() -> transform.apply(withoutSchema(map)))
                .isInstanceOf(DataException.class)
                .hasMessage(expected);
    }

    @Test
    void no_exception_in_the_chain_holds_a_value() {
        // Given
        MapFields.Value<SinkRecord> transform = value("born = mail | date('yyyy-MM-dd')");

        // When
        Throwable failure = catchThrowable(() -> transform.apply(withoutSchema(Map.of("mail", "ada@example.org"))));

        // Then
        assertThat(failure).hasStackTraceContaining("field 'mail'");
        assertThat(failure.getCause()).isNotNull();
        for (Throwable each = failure; each != null; each = each.getCause()) {
            assertThat(each.getMessage()).doesNotContain("ada");
        }
    }

    @Test
    void a_record_without_fields_is_told_with_topic_and_type() {
        // Given
        MapFields.Value<SinkRecord> transform = value("id");
        Schema mapSchema =
                SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA).build();

        // Then
        assertThatThrownBy(() -> transform.apply(withoutSchema("secret")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("topic 'customers'")
                .hasMessageContaining("is String, without a schema")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
        assertThatThrownBy(() -> transform.apply(sinkRecord(null, null, Schema.INT64_SCHEMA, 4711L)))
                .hasMessageContaining("is INT64")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("4711"));
        assertThatThrownBy(() -> transform.apply(sinkRecord(null, null, mapSchema, Map.of("id", "secret"))))
                .hasMessageContaining("is MAP");
    }

    @Test
    void validation_shows_a_mistake_on_the_mapping() {
        // When
        List<ConfigValue> values = MapFields.CONFIG_DEF.validate(Map.of("mapping", "a = b | uper"));

        // Then
        assertThat(values)
                .filteredOn(value -> !value.errorMessages().isEmpty())
                .singleElement()
                .satisfies(value -> {
                    assertThat(value.name()).isEqualTo("mapping");
                    assertThat(value.errorMessages())
                            .singleElement()
                            .asString()
                            .startsWith("mapping: line 1, column 9: in `a = b | uper`: expected a function");
                });
    }

    @Test
    void a_missing_mapping_and_a_wrong_choice_are_refused() {
        assertThatThrownBy(() -> configure(Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("mapping");
        assertThatThrownBy(() -> configure(Map.of("mapping", "a", "unmapped", "maybe")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("unmapped");
    }

    @Test
    void a_misspelt_key_is_refused() {
        assertThatThrownBy(() -> configure(Map.of("mapping", "a", "unmaped", "keep")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("Did you mean 'unmapped'?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"type", "predicate", "negate", "plugin.version"})
    void keys_that_connect_adds_are_fine(String key) {
        // When
        MapFields.Value<SinkRecord> transform = configure(Map.of("mapping", "id", key, "x"));

        // Then
        assertThat(transform.apply(withoutSchema(Map.of("id", 1))).value()).isEqualTo(Map.of("id", 1));
    }

    private static void assertRestIsUntouched(SinkRecord mapped, SinkRecord record) {
        assertThat(mapped.topic()).isEqualTo(record.topic());
        assertThat(mapped.kafkaPartition()).isEqualTo(record.kafkaPartition());
        assertThat(mapped.kafkaOffset()).isEqualTo(record.kafkaOffset());
        assertThat(mapped.timestamp()).isEqualTo(record.timestamp());
        assertThat(mapped.headers()).isEqualTo(record.headers()).isNotEmpty();
    }

    private static MapFields.Value<SinkRecord> value(String mapping) {
        return configure(Map.of("mapping", mapping));
    }

    private static MapFields.Value<SinkRecord> value(String mapping, String unmapped) {
        return configure(Map.of("mapping", mapping, "unmapped", unmapped));
    }

    private static MapFields.Value<SinkRecord> configure(Map<String, String> config) {
        MapFields.Value<SinkRecord> transform = new MapFields.Value<>();
        transform.configure(config);
        return transform;
    }

    private static MapFields.Key<SinkRecord> key(String mapping) {
        MapFields.Key<SinkRecord> transform = new MapFields.Key<>();
        transform.configure(Map.of("mapping", mapping));
        return transform;
    }

    private static Struct customer() {
        return new Struct(CUSTOMER).put("id", 1L).put("mail", "ada@example.org");
    }

    private static SinkRecord withSchema(Struct value) {
        return sinkRecord(null, null, value.schema(), value);
    }

    private static SinkRecord withoutSchema(Object value) {
        return sinkRecord(null, null, null, value);
    }

    private static SinkRecord sinkRecord(Schema keySchema, Object key, Schema valueSchema, Object value) {
        ConnectHeaders headers = new ConnectHeaders();
        headers.addString("origin", "test");
        return new SinkRecord(
                "customers", 3, keySchema, key, valueSchema, value, 42, 1_000L, TimestampType.CREATE_TIME, headers);
    }
}
