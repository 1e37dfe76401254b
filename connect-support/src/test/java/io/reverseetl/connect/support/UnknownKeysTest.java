// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnknownKeysTest {

    private static final List<String> KNOWN = List.of("batch.max.rows", "topic.prefix");

    @Test
    void a_misspelt_key_is_named_with_the_nearest_known_one() {
        // When
        Map<String, String> messages = UnknownKeys.describe(List.of("batch.max.row"), KNOWN, List.of());

        // Then
        assertThat(messages)
                .containsOnlyKeys("batch.max.row")
                .hasValueSatisfying(new org.assertj.core.api.Condition<>(
                        message -> message.contains("Did you mean 'batch.max.rows'?"), "names the nearest key"));
    }

    @Test
    void a_key_like_no_other_gets_no_guess() {
        // When
        Map<String, String> messages = UnknownKeys.describe(List.of("colour"), KNOWN, List.of());

        // Then
        assertThat(messages.get("colour")).contains("nothing reads it").doesNotContain("Did you mean");
    }

    @Test
    void keys_of_the_framework_and_keys_passed_on_are_known() {
        // Given
        List<String> given = List.of(
                "name",
                "connector.class",
                "tasks.max",
                "transforms",
                "transforms.map.type",
                "errors.tolerance",
                "topic.creation.default.partitions",
                "producer.override.linger.ms",
                "key.converter.schemas.enable",
                "connection.sslmode",
                "batch.max.rows");

        // When
        Map<String, String> messages = UnknownKeys.describe(given, KNOWN, List.of("connection."));

        // Then
        assertThat(messages).isEmpty();
    }
}
