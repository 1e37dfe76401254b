// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

import static io.reverseetl.connect.transforms.Records.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {

    private static final Schema ITEM = SchemaBuilder.struct()
            .field("price", Schema.FLOAT64_SCHEMA)
            .field("count", Schema.INT8_SCHEMA)
            .build();

    private static final Schema ORDER = SchemaBuilder.struct()
            .name("order")
            .field("id", Schema.INT64_SCHEMA)
            .field("at", Timestamp.SCHEMA)
            .field("fee", Decimal.schema(2))
            .field("items", SchemaBuilder.array(ITEM).build())
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private static final String TOTAL = "{\"total\": $sum(items.(price * count)) + fee, \"lines\": $count(items)}";

    @Test
    void the_result_takes_the_place_of_a_record_without_a_schema() {
        // Given
        Map<String, Object> order =
                map("fee", 0.5, "items", List.of(map("price", 2.0, "count", 2), map("price", 1, "count", 1)));

        // When
        SinkRecord evaluated = evaluated(Map.of("expression", TOTAL), order);

        // Then
        assertThat(evaluated.value()).isEqualTo(map("total", 5.5, "lines", 2));
        assertThat(evaluated.valueSchema()).isNull();
    }

    @Test
    void bytes_are_read_and_still_there_for_who_comes_next() {
        // Given
        ByteBuffer bytes = ByteBuffer.wrap(new byte[] {1, 2, 3});

        // When
        SinkRecord evaluated = evaluated(Map.of("expression", "{\"text\": f}"), map("f", bytes));

        // Then
        assertThat(evaluated.value()).isEqualTo(map("text", "AQID"));
        assertThat(bytes.remaining()).isEqualTo(3);
    }

    @Test
    void a_record_with_a_schema_gets_the_types_that_the_config_names_and_keeps_its_fields() {
        // Given
        Map<String, String> config =
                Map.of("expression", TOTAL, "types", "total: number; lines: integer; vip: boolean", "unmapped", "keep");

        // When
        SinkRecord evaluated = evaluated(config, order());

        // Then
        Struct value = (Struct) evaluated.value();
        assertThat(value.schema().name()).isEqualTo("order");
        assertThat(value.schema().field("total").schema()).isEqualTo(Schema.OPTIONAL_FLOAT64_SCHEMA);
        assertThat(value.get("total")).isEqualTo(5.5);
        assertThat(value.get("lines")).isEqualTo(2L);
        assertThat(value.get("vip")).isNull();
        assertThat(value.get("id")).isEqualTo(1L);
        assertThat(value.get("note")).isNull();
        assertThat(value.schema().field("items").schema())
                .isEqualTo(ORDER.field("items").schema());
    }

    @Test
    void without_types_the_result_of_a_record_with_a_schema_has_none() {
        // When
        SinkRecord evaluated = evaluated(Map.of("expression", "{\"at\": at, \"fee\": fee, \"note\": note}"), order());

        // Then
        assertThat(evaluated.valueSchema()).isNull();
        assertThat((Map<?, ?>) evaluated.value())
                .isEqualTo(map("at", "2026-11-23T10:00:00Z", "fee", new BigDecimal("0.50"), "note", null));
    }

    @Test
    void bytes_are_base_64_and_a_map_is_an_object() {
        // Given
        Map<String, Object> record = map("a", new byte[] {1}, "b", ByteBuffer.wrap(new byte[] {1}), "c", map("d", 2));

        // When
        Object value = evaluated(Map.of("expression", "{\"a\": a, \"b\": b, \"d\": c.d}"), record)
                .value();

        // Then
        assertThat(value).isEqualTo(map("a", "AQ==", "b", "AQ==", "d", 2));
    }

    @Test
    void one_schema_is_built_for_many_records() {
        // Given
        Map<String, String> config = Map.of("expression", TOTAL, "types", "total: number; lines: integer");

        // Then
        try (Expression.Value<SinkRecord> transform = Records.configured(new Expression.Value<>(), config)) {
            assertThat(transform.apply(Records.of(order())).valueSchema())
                    .isSameAs(transform.apply(Records.of(order())).valueSchema());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "items | | the expression has to yield an object, but yields a ",
                "nothing | | the expression has to yield an object, but yields nothing",
                "{\"a\": note + 1} | | the expression fails with JSONata's error T2001",
                "{\"a\": $number(secret)} | | the expression fails with a NumberFormatException: a function in it meets a value",
                "{\"a\": secret} | a: number | the result's field 'a' is to be number, but is a String.",
                "{\"a\": 1.5} | a: integer | the result's field 'a' is to be integer, but is a Double",
                "{\"a\": 1} | a: text | the result's field 'a' is to be text, but is a ",
                "{\"a\": 1} | b: text | the result has a field 'a', which `types` does not name. It names b.",
            })
    void a_record_that_does_not_fit_fails_without_its_value(String expression, String types, String message) {
        // Given
        Map<String, String> config = new TreeMap<>(Map.of("expression", expression));
        if (types != null) {
            config.put("types", types);
        }

        // Then
        assertThatThrownBy(() -> evaluated(config, map("note", "a note", "secret", "4711x", "items", List.of(1, 2))))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("Expression$Value on topic 'customers': ")
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(e).hasMessageNotContaining("4711").hasMessageNotContaining("a note"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\": ($f := function($x) { $f($x + 1) }; $f(1))}",
                "{\"a\": ($f := function($x) { 1 + $f($x + 1) }; $f(1))}",
                "{\"a\": $sum($map([1..1000000], function($x) { $sum($map([1..1000], function($y) { $y })) }))}"
            })
    @Timeout(30)
    void an_expression_that_does_not_end_is_ended(String expression) {
        assertThatThrownBy(() -> evaluated(
                        Map.of("expression", expression, "timeout.ms", "200", "max.depth", "1000"), map("a", 1)))
                .isInstanceOf(DataException.class);
    }

    @Test
    void an_evaluation_nests_as_deep_as_the_config_allows() {
        // Given
        String expression = "{\"a\": ($f := function($x) { $x = 0 ? 0 : 1 + $f($x - 1) }; $f(20))}";

        // Then
        assertThat(evaluated(Map.of("expression", expression, "max.depth", "1000"), map("id", 1))
                        .value())
                .isEqualTo(map("a", 20));
        assertThatThrownBy(() -> evaluated(Map.of("expression", expression, "max.depth", "20"), map("id", 1)))
                .isInstanceOf(DataException.class);
    }

    @Test
    void fields_are_kept_beside_a_result_without_types_only_where_there_is_no_schema() {
        // Given
        Map<String, String> config = Map.of("expression", "{\"a\": id + 1}", "unmapped", "keep");

        // Then
        assertThat(evaluated(config, map("id", 1, "a", 0)).value()).isEqualTo(map("a", 2, "id", 1));
        assertThatThrownBy(() -> evaluated(config, order()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Set `types` to entries");
    }

    @Test
    void the_key_of_a_record_is_made_by_the_transform_for_keys() {
        // When
        SinkRecord evaluated;
        try (Expression.Key<SinkRecord> transform =
                Records.configured(new Expression.Key<>(), Map.of("expression", "{\"id\": $uppercase(id)}"))) {
            evaluated = transform.apply(Records.record(map("id", "a"), null, "any"));
        }

        // Then
        assertThat(evaluated.key()).isEqualTo(map("id", "A"));
        assertThat(evaluated.value()).isEqualTo("any");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "expression | {\"a\": | expression: ",
                "types | a: money | expected a type (text, integer, number, boolean), but found `money`",
                "types | a.b: text | field 'a.b' has to have one type, and no path",
                "timeout.ms | 0 | Value must be at least 1",
                "max.depth | 1 | Value must be at least 10",
            })
    void a_mistake_is_found_by_validation_on_its_key(String key, String text, String message) {
        // Given
        Map<String, String> config = new TreeMap<>(Map.of("expression", "$"));
        config.put(key, text);

        // Then
        assertThat(Expression.CONFIG_DEF.validate(config))
                .filteredOn(value -> !value.errorMessages().isEmpty())
                .singleElement()
                .satisfies(value -> {
                    assertThat(value.name()).isEqualTo(key);
                    assertThat(value.errorMessages()).singleElement().asString().contains(message);
                });
        assertThatThrownBy(() -> Records.configured(new Expression.Value<SinkRecord>(), config))
                .isInstanceOf(ConfigException.class);
    }

    private static SinkRecord evaluated(Map<String, String> config, Object value) {
        try (Expression.Value<SinkRecord> transform = Records.configured(new Expression.Value<>(), config)) {
            return transform.apply(Records.of(value));
        }
    }

    private static Struct order() {
        return new Struct(ORDER)
                .put("id", 1L)
                .put("at", Date.from(Instant.parse("2026-11-23T10:00:00Z")))
                .put("fee", new BigDecimal("0.50"))
                .put("items", List.of(item(2.0, 2), item(1.0, 1)));
    }

    private static Struct item(double price, int count) {
        return new Struct(ITEM).put("price", price).put("count", (byte) count);
    }
}
