// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

/** Targets that are fields of a struct. */
class NestedTargetTest {

    private static final Schema GEO = SchemaBuilder.struct()
            .name("Geo")
            .version(2)
            .field("lat", Schema.FLOAT64_SCHEMA)
            .field("lon", Schema.FLOAT64_SCHEMA)
            .build();
    private static final Schema ADDRESS = SchemaBuilder.struct()
            .name("Address")
            .field("city", Schema.STRING_SCHEMA)
            .field("zip", Schema.STRING_SCHEMA)
            .field("geo", GEO)
            .optional()
            .build();
    private static final Schema CUSTOMER = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("town", Schema.OPTIONAL_STRING_SCHEMA)
            .field("address", ADDRESS)
            .field("labels", SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA))
            .build();

    @Test
    void several_entries_build_one_struct_in_their_order() {
        // When
        Struct mapped = bind("place.town = town; id; place.geo.lat = address.geo.lat; place.id = id", Unmapped.DROP)
                .apply(customer());

        // Then
        mapped.validate();
        assertThat(mapped.schema().fields()).extracting(Field::name).containsExactly("place", "id");
        Struct place = mapped.getStruct("place");
        assertThat(place.schema().isOptional()).isFalse();
        assertThat(place.schema().fields()).extracting(Field::name).containsExactly("town", "geo", "id");
        assertThat(place.get("town")).isEqualTo("Paris");
        assertThat(place.getStruct("geo").get("lat")).isEqualTo(48.9);
        assertThat(place.get("id")).isEqualTo(1L);
    }

    @Test
    void a_struct_is_built_even_if_all_its_fields_are_null() {
        // Given
        Mapping mapping = Mapping.parse("place.town = town", Unmapped.DROP);

        // When
        Struct mapped = mapping.bind(CUSTOMER).apply(customer().put("town", null));

        // Then
        assertThat(mapped.getStruct("place").get("town")).isNull();
        assertThat(mapping.apply(java.util.Collections.singletonMap("town", null)))
                .isEqualTo(Map.of("place", java.util.Collections.singletonMap("town", null)));
    }

    @Test
    void a_struct_is_left_out_if_all_its_fields_are_absent() {
        // Given
        Mapping mapping = Mapping.parse("id; place.a.b = nothing | optional", Unmapped.DROP);

        // Then
        assertThat(mapping.bind(CUSTOMER).schema().fields())
                .extracting(Field::name)
                .containsExactly("id");
        assertThat(mapping.apply(Map.of("id", 1))).isEqualTo(Map.of("id", 1));
    }

    @Test
    void keep_puts_the_targets_over_the_struct_that_is_there() {
        // When
        Struct mapped = bind("address.city = town; address.geo.lat = 0.5", Unmapped.KEEP)
                .apply(customer());

        // Then
        mapped.validate();
        assertThat(mapped.schema().fields()).extracting(Field::name).containsExactly("address", "id", "labels");
        Struct address = mapped.getStruct("address");
        assertThat(address.schema().name()).isEqualTo("Address");
        assertThat(address.schema().fields()).extracting(Field::name).containsExactly("city", "geo", "zip");
        assertThat(address.get("city")).isEqualTo("Paris");
        assertThat(address.get("zip")).isEqualTo("75011");
        Struct geo = address.getStruct("geo");
        assertThat(geo.schema().name()).isEqualTo("Geo");
        assertThat(geo.schema().version()).isEqualTo(2);
        assertThat(geo.get("lat")).isEqualTo(0.5);
        assertThat(geo.get("lon")).isEqualTo(2.4);
    }

    @Test
    void keep_builds_a_struct_of_null_where_there_is_none() {
        // When
        Struct mapped =
                bind("address.city = town", Unmapped.KEEP).apply(customer().put("address", null));

        // Then
        mapped.validate();
        assertThat(mapped.getStruct("address").get("city")).isEqualTo("Paris");
        assertThat(mapped.getStruct("address").get("zip")).isNull();
        assertThat(mapped.getStruct("address").get("geo")).isNull();
    }

    @Test
    void keep_puts_the_targets_over_the_map_that_is_there() {
        // Given
        Mapping mapping = Mapping.parse("address.city = town; address.geo.lat = 0.5", Unmapped.KEEP);
        Map<String, Object> address = Map.of("city", "Rome", "zip", "75011", "geo", Map.of("lat", 1, "lon", 2));

        // Then
        Map<String, Object> merged = Map.of("city", "Paris", "zip", "75011", "geo", Map.of("lat", 0.5, "lon", 2));
        assertThat(mapping.apply(Map.of("id", 1, "town", "Paris", "address", address)))
                .isEqualTo(Map.of("id", 1, "address", merged));
        assertThat(mapping.apply(Map.of("id", 1, "town", "Paris")))
                .isEqualTo(Map.of("id", 1, "address", Map.of("city", "Paris", "geo", Map.of("lat", 0.5))));
    }

    @Test
    void a_source_is_not_kept_beside_the_struct_that_takes_its_name() {
        // Given
        Mapping mapping = Mapping.parse("old = address; address.city = town", Unmapped.KEEP);

        // Then
        assertThat(mapping.bind(CUSTOMER).schema().field("address").schema().fields())
                .extracting(Field::name)
                .containsExactly("city");
        assertThat(mapping.apply(Map.of("town", "Paris", "address", "text")))
                .isEqualTo(Map.of("old", "text", "address", Map.of("city", "Paris")));
    }

    @Test
    void keep_leaves_what_is_there_if_the_targets_are_absent() {
        // Given
        Mapping mapping = Mapping.parse("address.city = nothing | optional; id", Unmapped.KEEP);

        // Then
        assertThat(mapping.bind(CUSTOMER).apply(customer()).getStruct("address"))
                .isEqualTo(customer().getStruct("address"));
        assertThat(mapping.apply(Map.of("id", 1, "address", Map.of("city", "Rome"))))
                .isEqualTo(Map.of("id", 1, "address", Map.of("city", "Rome")));
    }

    @Test
    void keep_adds_no_field_to_what_has_none_to_lose() {
        assertThatThrownBy(() -> bind("town.name = 'x'", Unmapped.KEEP))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(
                        "no field can be added to field 'town', which is STRING. Choose another target");
        assertThatThrownBy(() -> bind("labels.x = 'x'", Unmapped.KEEP)).hasMessageContaining("'labels', which is MAP");
        assertThatThrownBy(() -> bind("address.city.name = 'x'", Unmapped.KEEP))
                .hasMessageContaining("'address.city', which is STRING");
        assertThatThrownBy(() -> Mapping.parse("town.name = 'x'", Unmapped.KEEP).apply(Map.of("town", "Paris")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("'town', which is String")
                .hasMessageNotContaining("Paris");
        assertThat(bind("town.name = 'x'", Unmapped.DROP)
                        .schema()
                        .field("town")
                        .schema()
                        .type())
                .isEqualTo(Schema.Type.STRUCT);
    }

    private static StructMapping bind(String mapping, Unmapped unmapped) {
        return Mapping.parse(mapping, unmapped).bind(CUSTOMER);
    }

    private static Struct customer() {
        Struct geo = new Struct(GEO).put("lat", 48.9).put("lon", 2.4);
        return new Struct(CUSTOMER)
                .put("id", 1L)
                .put("town", "Paris")
                .put(
                        "address",
                        new Struct(ADDRESS)
                                .put("city", "Rome")
                                .put("zip", "75011")
                                .put("geo", geo))
                .put("labels", Map.of());
    }
}
