// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class UnknownKeysTest {

    private static final List<String> KNOWN = List.of("batch.max.rows", "topic.prefix");

    @Test
    void a_misspelt_key_is_named_with_the_nearest_known_one() {
        // When
        Map<String, String> messages = UnknownKeys.describe(Map.of("batch.max.row", "5"), KNOWN, List.of());

        // Then
        assertThat(messages)
                .containsOnlyKeys("batch.max.row")
                .hasValueSatisfying(new org.assertj.core.api.Condition<>(
                        message -> message.contains("Did you mean 'batch.max.rows'?"), "names the nearest key"));
    }

    @Test
    void a_key_like_no_other_gets_no_guess() {
        // When
        Map<String, String> messages = UnknownKeys.describe(Map.of("colour", "red"), KNOWN, List.of());

        // Then
        assertThat(messages.get("colour")).contains("nothing reads it").doesNotContain("Did you mean");
    }

    @Test
    @Timeout(10)
    void a_key_of_many_megabytes_is_compared_with_no_other() {
        // Given
        String key = "a".repeat(20 << 20);

        // When
        Map<String, String> messages = UnknownKeys.describe(Map.of(key, "5"), KNOWN, List.of());

        // Then
        assertThat(messages.get(key))
                .endsWith("nothing reads it. Remove it, or see the config reference for the key that you need.");
    }

    @Test
    void keys_of_the_framework_and_keys_passed_on_are_known() {
        // Given
        Map<String, String> given = Map.ofEntries(
                Map.entry("name", "x"),
                Map.entry("connector.class", "x"),
                Map.entry("tasks.max", "1"),
                Map.entry("transforms", "trim, map"),
                Map.entry("transforms.map.type", "x"),
                Map.entry("errors.tolerance", "all"),
                Map.entry("topic.creation.groups", "big"),
                Map.entry("topic.creation.big.partitions", "9"),
                Map.entry("topic.creation.default.partitions", "4"),
                Map.entry("producer.override.linger.ms", "5"),
                Map.entry("key.converter.schemas.enable", "false"),
                Map.entry("connection.sslmode", "require"),
                Map.entry("batch.max.rows", "5"));

        // When
        Map<String, String> messages = UnknownKeys.describe(given, KNOWN, List.of("connection."));

        // Then
        assertThat(messages).isEmpty();
    }

    @Test
    void a_misspelt_key_of_the_framework_is_named_too() {
        // When
        Map<String, String> messages =
                UnknownKeys.describe(Map.of("errors.deadletterqueue.topic.nam", "rejected"), KNOWN, List.of());

        // Then
        assertThat(messages.get("errors.deadletterqueue.topic.nam"))
                .contains("Did you mean 'errors.deadletterqueue.topic.name'?");
    }

    @Test
    void a_key_of_a_transform_or_group_that_is_not_listed_is_named_with_the_list() {
        // Given
        Map<String, String> given = Map.of(
                "transforms", "contact",
                "transforms.contct.type", "x",
                "predicates.isOld.type", "x",
                "topic.creation.big.partitions", "9");

        // When
        Map<String, String> messages = UnknownKeys.describe(given, KNOWN, List.of());

        // Then
        assertThat(messages)
                .containsOnlyKeys("transforms.contct.type", "predicates.isOld.type", "topic.creation.big.partitions");
        assertThat(messages.get("transforms.contct.type")).contains("'contct' is not in transforms");
        assertThat(messages.get("topic.creation.big.partitions")).contains("'big' is not in topic.creation.groups");
    }
}
