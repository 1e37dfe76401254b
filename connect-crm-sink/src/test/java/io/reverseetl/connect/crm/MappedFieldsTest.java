// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.crm.spi.KnownFields;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MappedFieldsTest {

    @Test
    void a_target_in_a_struct_is_known_by_the_structs_name_and_a_dot_in_quotes_is_part_of_one() {
        // Given
        Map<String, String> config = Map.of(
                "transforms", "map",
                "transforms.map.type", "io.reverseetl.connect.transforms.MapFields$Value",
                "transforms.map.mapping",
                        "address.city = city; address.geo.lat | string\nname; \"Account.No__c\" = no; sku = items[0].sku");

        // When
        KnownFields known = MappedFields.of(config, Optional.empty());

        // Then
        assertThat(known.key()).isEqualTo("transforms.map.mapping");
        assertThat(known.names()).containsExactly("address", "name", "Account.No__c", "sku");
    }

    @Test
    void checks_after_the_mapping_change_no_names_and_any_other_transform_may() {
        // Given
        Map<String, String> config = new HashMap<>(Map.of(
                "transforms", "map,check",
                "transforms.map.type", "io.reverseetl.connect.transforms.MapFields$Value",
                "transforms.map.mapping", "name",
                "transforms.check.type", "io.reverseetl.connect.transforms.ValidateFields$Value",
                "transforms.check.predicate", "some"));

        // Then
        assertThat(MappedFields.of(config, Optional.empty()).names()).containsExactly("name");

        // When
        config.put("transforms.check.type", "org.apache.kafka.connect.transforms.ReplaceField$Value");

        // Then
        assertThat(MappedFields.of(config, Optional.empty())).isEqualTo(KnownFields.NONE);
    }
}
