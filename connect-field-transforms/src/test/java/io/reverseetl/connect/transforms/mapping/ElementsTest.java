// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths into arrays. */
class ElementsTest {

    private static final Schema ITEM =
            SchemaBuilder.struct().field("sku", Schema.STRING_SCHEMA).build();
    private static final Schema ORDER = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("items", SchemaBuilder.array(ITEM).optional().build())
            .field("tags", SchemaBuilder.array(Schema.STRING_SCHEMA).build())
            .build();

    @ParameterizedTest
    @CsvSource({"0, A", "1, B", "2,", "2147483647,", "-1, B", "-2, A", "-3,", "-2147483648,"})
    void an_element_is_read_from_either_end_and_null_where_there_is_none(int index, String expected) {
        // Given
        String mapping = "sku = items[" + index + "].sku; item = items[" + index + "]";
        Struct order = order(item("A"), item("B"));
        Map<String, Object> map = Map.of("items", List.of(Map.of("sku", "A"), Map.of("sku", "B")));

        // When
        Struct mapped = bind(mapping).apply(order);
        Map<Object, Object> mappedMap = Mapping.parse(mapping, Unmapped.DROP).apply(map);

        // Then
        mapped.validate();
        assertThat(mapped.get("sku")).isEqualTo(expected);
        assertThat(mapped.get("item") == null).isEqualTo(expected == null);
        assertThat(mappedMap).containsEntry("sku", expected);
        assertThat(mappedMap.get("item")).isEqualTo(expected == null ? null : Map.of("sku", expected));
    }

    @Test
    void what_is_read_of_an_array_is_optional_as_arrays_may_be_short() {
        // When
        StructMapping mapping = bind("sku = items[0].sku; item = items[0]; tag = tags[0]");

        // Then
        assertThat(mapping.schema().field("tag").schema()).isEqualTo(Schema.OPTIONAL_STRING_SCHEMA);
        assertThat(mapping.schema().field("sku").schema()).isEqualTo(Schema.OPTIONAL_STRING_SCHEMA);
        assertThat(mapping.schema().field("item").schema().isOptional()).isTrue();
        Struct mapped = mapping.apply(order().put("items", null));
        mapped.validate();
        assertThat(mapped.get("sku")).isNull();
        assertThat(mapped.get("tag")).isNull();
    }

    @Test
    void an_array_that_is_read_in_part_is_kept_whole() {
        // When
        Struct mapped =
                Mapping.parse("first = items[0]", Unmapped.KEEP).bind(ORDER).apply(order(item("A"), item("B")));

        // Then
        assertThat(mapped.getArray("items")).hasSize(2);
        assertThat(mapped.get("id")).isEqualTo(1L);
    }

    @Test
    void an_element_that_is_null_is_null() {
        // Given
        Mapping mapping = Mapping.parse("sku = items[0].sku", Unmapped.DROP);

        // Then
        assertThat(mapping.apply(Map.of("items", Arrays.asList((Object) null)))).containsEntry("sku", null);
    }

    @Test
    void an_element_of_what_is_no_array_is_refused_with_the_fields_name() {
        assertThatThrownBy(() -> bind("x = id[0]"))
                .isInstanceOf(DataException.class)
                .hasMessage("there is no element [0] in 'id', which is INT64 and no array. Correct the path.");
        assertThatThrownBy(() -> bind("x = items[0][-1]"))
                .hasMessageContaining("no element [-1] in 'items[0]', which is STRUCT");
        assertThatThrownBy(() -> Mapping.parse("x = a.b[1]", Unmapped.DROP).apply(Map.of("a", Map.of("b", "text"))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no element [1] in 'a.b', which is String");
    }

    @Test
    void a_name_in_an_element_that_is_not_there_is_refused_or_optional() {
        assertThatThrownBy(() -> bind("x = items[0].sk"))
                .hasMessageContaining("there is no field 'sk' in 'items[0]', which has sku");
        assertThatThrownBy(() -> bind("x = items.sku"))
                .hasMessageContaining("there is no field 'sku' in 'items', which is ARRAY");
        assertThat(bind("id; x = items[0].sk | optional").schema().field("x")).isNull();
        assertThat(Mapping.parse("x = items[0].sk[0] | optional", Unmapped.DROP)
                        .apply(Map.of("items", List.of(Map.of("sku", "A")))))
                .isEmpty();
    }

    private static StructMapping bind(String mapping) {
        return Mapping.parse(mapping, Unmapped.DROP).bind(ORDER);
    }

    private static Struct order(Struct... items) {
        return new Struct(ORDER).put("id", 1L).put("items", List.of(items)).put("tags", List.of());
    }

    private static Struct item(String sku) {
        return new Struct(ITEM).put("sku", sku);
    }
}
