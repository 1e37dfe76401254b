// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;

class KeyTest {

    private enum Colour {
        RED,
        DARK_BLUE
    }

    private static final Key<Integer> ROWS = Key.integer("rows")
            .defaultsTo(100)
            .between(1, 1000)
            .group("Reading")
            .doc("How many.");
    private static final Key<Duration> WAIT =
            Key.millis("wait.ms").defaultsTo(250L).between(0, 60_000);
    private static final Key<Colour> COLOUR = Key.choice(
                    "colour",
                    Colour.class,
                    colour -> colour.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .defaultsTo("red");
    private static final Key<List<String>> TABLES = Key.list("tables").defaultsTo(List.of());
    private static final Key<String> URL = Key.text("url").optional();
    private static final ConfigDef DEFINITION = Key.define(List.of(ROWS, WAIT, COLOUR, TABLES, URL));

    @Test
    void defaults_are_read_typed() {
        // When
        Map<String, Object> parsed = DEFINITION.parse(Map.of());

        // Then
        assertThat(ROWS.in(parsed)).isEqualTo(100);
        assertThat(WAIT.in(parsed)).isEqualTo(Duration.ofMillis(250));
        assertThat(COLOUR.in(parsed)).isEqualTo(Colour.RED);
        assertThat(TABLES.in(parsed)).isEmpty();
        assertThat(URL.optionalIn(parsed)).isEmpty();
    }

    @Test
    void values_are_read_typed() {
        // When
        Map<String, Object> parsed = DEFINITION.parse(
                Map.of("rows", "7", "wait.ms", "9", "colour", "Dark-Blue", "tables", "a, b", "url", "u"));

        // Then
        assertThat(ROWS.in(parsed)).isEqualTo(7);
        assertThat(WAIT.in(parsed)).isEqualTo(Duration.ofMillis(9));
        assertThat(COLOUR.in(parsed)).isEqualTo(Colour.DARK_BLUE);
        assertThat(TABLES.in(parsed)).containsExactly("a", "b");
        assertThat(URL.optionalIn(parsed)).contains("u");
    }

    @Test
    void a_value_out_of_bounds_is_refused_by_its_name() {
        assertThatThrownBy(() -> DEFINITION.parse(Map.of("rows", "0")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("rows");
        assertThatThrownBy(() -> DEFINITION.parse(Map.of("colour", "green")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("colour")
                .hasMessageContaining("one of red, dark-blue");
    }

    @Test
    void a_key_without_a_value_counts_as_left_out() {
        // Given
        Key<String> required = Key.text("required");
        ConfigDef definition = Key.define(List.of(required, ROWS, COLOUR, TABLES));
        Map<String, String> given = new HashMap<>();
        given.put("required", " ");
        given.put("rows", null);
        given.put("colour", "");
        given.put("tables", null);

        // When
        List<ConfigValue> values = definition.validate(given);

        // Then
        assertThat(values)
                .filteredOn(value -> !value.errorMessages().isEmpty())
                .singleElement()
                .satisfies(value -> assertThat(value.name()).isEqualTo("required"));
        given.put("required", "r");
        assertThat(definition.parse(given))
                .isEqualTo(Map.of("required", "r", "rows", 100, "colour", "red", "tables", List.of()));
    }

    @Test
    void keys_keep_the_order_of_their_declaration() {
        assertThat(DEFINITION.configKeys().values())
                .extracting(key -> key.name, key -> key.orderInGroup)
                .containsExactlyInAnyOrder(
                        tuple("rows", 0), tuple("wait.ms", 1), tuple("colour", 2), tuple("tables", 3), tuple("url", 4));
    }

    @Test
    void problems_land_on_their_keys_and_unknown_keys_are_added() {
        // Given
        Problems problems = new Problems();
        problems.add(ROWS, "too many");
        problems.add("typo", "nothing reads it");
        List<ConfigValue> values = DEFINITION.validate(Map.of());

        // When
        problems.addTo(values);

        // Then
        assertThat(values)
                .filteredOn(value -> !value.errorMessages().isEmpty())
                .extracting(ConfigValue::name, ConfigValue::errorMessages)
                .containsExactlyInAnyOrder(
                        tuple("rows", List.of("too many")), tuple("typo", List.of("nothing reads it")));
        assertThatThrownBy(problems::throwIfAny).hasMessage("rows: too many\ntypo: nothing reads it");
    }

    @Test
    void the_version_is_that_of_the_build() {
        assertThat(PluginVersion.current()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    }
}
