// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PropertyMapTest {

    @Test
    void changes_are_laid_over_and_empty_values_take_away() {
        // Given
        PropertyMap before = PropertyMap.EMPTY.with(Map.of("a", "1", "b", "2", "c", "3"));

        // When
        PropertyMap after = before.with(Map.of("b", "", "c", "4", "d", "5", "e", ""));

        // Then
        assertThat(after).isEqualTo(Map.of("a", "1", "c", "4", "d", "5"));
        assertThat(before).isEqualTo(Map.of("a", "1", "b", "2", "c", "3"));
    }

    @Test
    void properties_are_in_the_order_of_their_names() {
        // When
        PropertyMap map = PropertyMap.EMPTY.with(Map.of("c", "3", "a", "1", "b", "2"));

        // Then
        assertThat(map.keySet()).containsExactly("a", "b", "c");
        assertThat(map.values()).containsExactly("1", "2", "3");
    }

    @Test
    void what_is_absent_is_absent() {
        // When
        PropertyMap map = PropertyMap.EMPTY.with(Map.of("b", "2"));

        // Then
        assertThat(map.get("a")).isNull();
        assertThat(map.containsKey("a")).isFalse();
        assertThat(map.containsKey("b")).isTrue();
    }

    @Test
    void a_value_that_did_not_change_is_not_held_twice() {
        // Given
        String first = new String("Oslo".toCharArray());
        String again = new String("Oslo".toCharArray());
        PropertyMap before = PropertyMap.EMPTY.with(Map.of("city", first));

        // When
        PropertyMap after = before.with(Map.of("city", again, "zip", "0150"));

        // Then
        assertThat(after.get("city")).isSameAs(first);
        assertThat(after.with(Map.of("city", again, "phone", ""))).isSameAs(after);
    }

    @Test
    void nobody_changes_it() {
        // Given
        PropertyMap map = PropertyMap.EMPTY.with(Map.of("a", "1"));

        // Then
        assertThatThrownBy(() -> map.put("a", "2")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(map::clear).isInstanceOf(UnsupportedOperationException.class);
    }
}
