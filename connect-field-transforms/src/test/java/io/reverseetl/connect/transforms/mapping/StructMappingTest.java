// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

class StructMappingTest {

    private static final Schema GEO =
            SchemaBuilder.struct().field("lat", Schema.FLOAT64_SCHEMA).build();
    private static final Schema ADDRESS = SchemaBuilder.struct()
            .field("city", Schema.STRING_SCHEMA)
            .field("zip", Schema.OPTIONAL_STRING_SCHEMA)
            .field("geo", GEO)
            .optional()
            .build();
    private static final Schema LABELS =
            SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA).build();
    private static final Schema STATUS =
            SchemaBuilder.string().optional().defaultValue("new").build();
    private static final Schema VISITS = SchemaBuilder.int32().defaultValue(1).build();
    private static final Schema CUSTOMER = SchemaBuilder.struct()
            .name("shop.Customer")
            .version(3)
            .doc("A customer.")
            .parameter("owner", "crm")
            .field("id", Schema.INT64_SCHEMA)
            .field("balance", Decimal.builder(2).optional().build())
            .field("born", Date.SCHEMA)
            .field("status", STATUS)
            .field("visits", VISITS)
            .field("address", ADDRESS)
            .field("labels", LABELS)
            .build();

    @Test
    void a_renamed_field_keeps_its_schema_whole() {
        // When
        Schema mapped = bind("a = id; b = balance; c = born; d = status; e = visits; f = address; g = labels")
                .schema();

        // Then
        assertThat(mapped.fields())
                .extracting(Field::schema)
                .containsExactlyElementsOf(
                        CUSTOMER.fields().stream().map(Field::schema).toList());
        assertThat(mapped.fields()).extracting(Field::name).containsExactly("a", "b", "c", "d", "e", "f", "g");
    }

    @Test
    void the_struct_keeps_name_version_doc_and_parameters() {
        // When
        Schema mapped = bind("id").schema();

        // Then
        assertThat(mapped.name()).isEqualTo("shop.Customer");
        assertThat(mapped.version()).isEqualTo(3);
        assertThat(mapped.doc()).isEqualTo("A customer.");
        assertThat(mapped.parameters()).isEqualTo(Map.of("owner", "crm"));
        assertThat(mapped.isOptional()).isFalse();
        assertThat(Mapping.parse("city", Unmapped.DROP).bind(ADDRESS).schema().isOptional())
                .isTrue();
    }

    @Test
    void constants_have_types() {
        // When
        Schema mapped = bind("t = 'x'; n = 1; d = 1.5; b = true").schema();

        // Then
        assertThat(mapped.fields())
                .extracting(Field::schema)
                .containsExactly(
                        Schema.STRING_SCHEMA, Schema.INT64_SCHEMA, Schema.FLOAT64_SCHEMA, Schema.BOOLEAN_SCHEMA);
    }

    @Test
    void null_is_not_replaced_by_the_default_of_an_optional_field() {
        // When
        Struct mapped = bind("status; visits").apply(customer().put("status", null));

        // Then
        assertThat(mapped.getWithoutDefault("status")).isNull();
        assertThat(mapped.get("visits")).isEqualTo(1);
    }

    @Test
    void a_nested_field_is_optional_where_what_holds_it_is() {
        // Given
        Struct geo = new Struct(GEO).put("lat", 51.5);
        StructMapping mapping = bind("city = address.city; lat = address.geo.lat; geo = address.geo");

        // When
        Struct mapped = mapping.apply(customer()
                .put("address", new Struct(ADDRESS).put("city", "London").put("geo", geo)));
        Struct without = mapping.apply(customer().put("address", null));

        // Then
        mapped.validate();
        without.validate();
        assertThat(mapped.get("city")).isEqualTo("London");
        assertThat(mapped.get("lat")).isEqualTo(51.5);
        assertThat(mapped.getStruct("geo").get("lat")).isEqualTo(51.5);
        assertThat(without.get("city")).isNull();
        assertThat(without.get("geo")).isNull();
        assertThat(mapping.schema().field("city").schema()).isEqualTo(Schema.OPTIONAL_STRING_SCHEMA);
    }

    @Test
    void a_path_reaches_into_a_map() {
        // Given
        Struct customer = customer().put("labels", Map.of("tier", "gold"));

        // When
        Struct mapped =
                bind("tier = labels.tier; region = labels.region | optional").apply(customer);

        // Then
        assertThat(mapped.get("tier")).isEqualTo("gold");
        assertThat(mapped.get("region")).isNull();
        assertThatThrownBy(() -> bind("x = labels.teir").apply(customer))
                .hasMessageContaining("there is no field 'teir' in 'labels', which has tier");
    }

    @Test
    void a_field_that_the_schema_lacks_is_refused_with_those_that_it_has() {
        assertThatThrownBy(() -> bind("x = ballance"))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("there is no field 'ballance' in the record, which has id, balance, born,");
        assertThatThrownBy(() -> bind("x = address.town"))
                .hasMessageContaining("there is no field 'town' in 'address', which has city, zip, geo");
        assertThatThrownBy(() -> bind("x = id.value"))
                .hasMessageContaining("there is no field 'value' in 'id', which is INT64");
    }

    @Test
    void a_message_does_not_name_hundreds_of_fields() {
        // Given
        SchemaBuilder wide = SchemaBuilder.struct();
        for (int i = 0; i < 300; i++) {
            wide.field("field" + i, Schema.STRING_SCHEMA);
        }
        Mapping mapping = Mapping.parse("x = field300", Unmapped.DROP);

        // Then
        assertThatThrownBy(() -> mapping.bind(wide.build()))
                .hasMessageContaining("field49 and 250 more. Correct the name")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("field50"));
    }

    @Test
    void an_optional_field_that_a_map_lacks_leaves_its_target_out() {
        // When
        Map<Object, Object> mapped = Mapping.parse(
                        "id; phone = phone | optional | trim; both = id + (phone | optional); any = phone ?? tier | optional",
                        Unmapped.DROP)
                .apply(Map.of("id", 7));

        // Then
        assertThat(mapped).isEqualTo(Map.of("id", 7));
    }

    @Test
    void an_optional_field_that_the_schema_lacks_leaves_its_target_out() {
        // When
        Schema mapped =
                bind("id; phone = phone | optional | trim; both = id + (phone | optional); tier = tier | default(1)")
                        .schema();

        // Then
        assertThat(mapped.fields()).extracting(Field::name).containsExactly("id", "tier");
        assertThat(mapped.field("tier").schema()).isEqualTo(Schema.INT64_SCHEMA);
    }

    @Test
    void kept_fields_follow_the_mapped_ones_unchanged() {
        // When
        StructMapping mapping = Mapping.parse("number = id; status = 'fixed'; city = address.city", Unmapped.KEEP)
                .bind(CUSTOMER);

        // Then
        assertThat(mapping.schema().fields())
                .extracting(Field::name)
                .containsExactly("number", "status", "city", "balance", "born", "visits", "address", "labels");
        assertThat(mapping.apply(customer()).get("status")).isEqualTo("fixed");
    }

    private static StructMapping bind(String mapping) {
        return Mapping.parse(mapping, Unmapped.DROP).bind(CUSTOMER);
    }

    private static Struct customer() {
        return new Struct(CUSTOMER)
                .put("id", 1L)
                .put("born", java.util.Date.from(java.time.Instant.EPOCH))
                .put("labels", Map.of());
    }
}
