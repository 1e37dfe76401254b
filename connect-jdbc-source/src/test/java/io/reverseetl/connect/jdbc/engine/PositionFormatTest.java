// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverseetl.connect.jdbc.dialect.Position;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionFormatTest {

    @Test
    void the_format_is_frozen() {
        // Given
        Position position = new Position(Optional.of("2026-11-23 04:33:00.123456+00"), Map.of("customer_id", "42"));

        // When
        Map<String, Object> stored = PositionFormat.write(position);

        // Then
        assertThat(stored)
                .isEqualTo(Map.of("v", 1L, "ts", "2026-11-23 04:33:00.123456+00", "key", "{\"customer_id\":\"42\"}"));
        assertThat(PositionFormat.read(stored)).isEqualTo(position);
    }

    @Test
    void a_row_without_a_timestamp_has_none_in_its_position_and_the_key_keeps_its_order() {
        // Given
        Map<String, String> key = new LinkedHashMap<>();
        key.put("tenant", "a");
        key.put("id", "b");
        Position position = new Position(Optional.empty(), key);

        // When
        Map<String, Object> stored = PositionFormat.write(position);

        // Then
        assertThat(stored).isEqualTo(Map.of("v", 1L, "key", "{\"tenant\":\"a\",\"id\":\"b\"}"));
        assertThat(PositionFormat.read(stored).keyColumns()).containsExactly("tenant", "id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "plain", "quo\"te", "back\\slash", "line\nbreak", "\u0000\u001f", "ünï 😀", "[\",]", "/"})
    void any_text_can_be_a_key_and_a_name(String text) {
        assertThat(JsonTexts.readObject(JsonTexts.write(Map.of(text, text)))).isEqualTo(Map.of(text, text));
        assertThat(JsonTexts.readArray(JsonTexts.write(List.of(text, "x")))).containsExactly(text, "x");
    }

    @Test
    void json_that_others_write_is_read() {
        assertThat(JsonTexts.readObject(" { \"a\" : \"\\u00e9\\n\\t\\/\" } ")).isEqualTo(Map.of("a", "é\n\t/"));
        assertThat(JsonTexts.readArray("[]")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"a\":\"b\"",
                "{\"a\":\"b\",}",
                "{\"a\":1}",
                "{\"a\":null}",
                "{\"a\":\"b\",\"a\":\"c\"}",
                "\"a\"",
                "[\"a\"]",
                "{\"a\":\"b\"}x",
                "{\"a\":\"\\x\"}"
            })
    void other_json_is_no_object_of_texts(String json) {
        assertThatThrownBy(() -> JsonTexts.readObject(json)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "[\"a\",]", "[1]", "[null]", "\"a\"", "{\"a\":\"b\"}", "[\"a\"]x"})
    void other_json_is_no_array_of_texts(String json) {
        assertThatThrownBy(() -> JsonTexts.readArray(json)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_place_before_all_rows_of_a_time_has_no_key_and_must_have_the_time() {
        // Given
        Position position = Position.before("2026-01-01 00:00:00+00");

        // When
        Map<String, Object> stored = PositionFormat.write(position);

        // Then
        assertThat(stored).isEqualTo(Map.of("v", 1L, "ts", "2026-01-01 00:00:00+00", "key", "{}"));
        assertThat(PositionFormat.read(stored)).isEqualTo(position);
        assertThatThrownBy(() -> PositionFormat.read(Map.of("v", 1, "key", "{}")))
                .hasMessageContaining("\"ts\"");
    }

    @Test
    void an_unknown_version_or_field_is_refused() {
        assertThatThrownBy(() -> PositionFormat.read(Map.of("key", "{\"id\":\"1\"}")))
                .hasMessageContaining("\"v\"");
        assertThatThrownBy(() -> PositionFormat.read(Map.of("v", 1, "key", "{\"id\":\"1\"}", "tz", "UTC")))
                .hasMessageContaining("\"tz\"");
        assertThatThrownBy(() -> PositionFormat.read(Map.of("v", 1, "key", "{\"id\":\"1\"}", "ts", 5)))
                .hasMessageContaining("\"ts\"");
    }
}
