// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PlaceholdersTest {

    @Test
    void a_placeholder_that_was_not_replaced_is_named_without_the_rest_of_the_value() {
        // Given
        Map<String, String> config = Map.of("auth.token", "s3cr3t-${env:CRM_TOKEN}", "crm.url", "https://crm.example");

        // When
        Map<String, String> messages = Placeholders.describe(config, key -> true);

        // Then
        assertThat(messages).containsOnlyKeys("auth.token");
        assertThat(messages.get("auth.token"))
                .contains("has not replaced ${env:CRM_TOKEN}", "config.providers=env")
                .doesNotContain("s3cr3t");
    }

    @Test
    void a_password_with_braces_in_it_is_not_shown() {
        assertThat(Placeholders.describe(Map.of("auth.token", "x${s3cr3t\",\"a\":1}"), key -> true))
                .isEmpty();
    }

    @Test
    void templates_of_our_own_and_keys_of_others_are_left_alone() {
        // Given
        Map<String, String> config =
                Map.of("topic.name.template", "${topic.prefix}${table}", "transforms.x.y", "${file:/a:b}");

        // When
        Map<String, String> messages = Placeholders.describe(config, key -> !key.startsWith("transforms."));

        // Then
        assertThat(messages).isEmpty();
    }
}
