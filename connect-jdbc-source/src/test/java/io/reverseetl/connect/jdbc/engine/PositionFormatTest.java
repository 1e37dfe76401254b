// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverseetl.connect.jdbc.dialect.Position;
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
        Position position = new Position(Optional.of("2026-11-23 04:33:00.123456+00"), List.of("42"));

        // When
        Map<String, Object> stored = PositionFormat.write(position);

        // Then
        assertThat(stored).isEqualTo(Map.of("v", 1L, "ts", "2026-11-23 04:33:00.123456+00", "key", "[\"42\"]"));
        assertThat(PositionFormat.read(stored)).isEqualTo(position);
    }

    @Test
    void a_row_without_a_timestamp_has_none_in_its_position() {
        // Given
        Position position = new Position(Optional.empty(), List.of("a", "b"));

        // When
        Map<String, Object> stored = PositionFormat.write(position);

        // Then
        assertThat(stored).isEqualTo(Map.of("v", 1L, "key", "[\"a\",\"b\"]"));
        assertThat(PositionFormat.read(stored)).isEqualTo(position);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "plain", "quo\"te", "back\\slash", "line\nbreak", "\u0000\u001f", "ünï 😀", "[\",]", "/"})
    void any_text_can_be_a_key(String key) {
        assertThat(JsonStrings.read(JsonStrings.write(List.of(key, "x")))).containsExactly(key, "x");
    }

    @Test
    void json_that_others_write_is_read() {
        assertThat(JsonStrings.read(" [ \"a\" , \"\\u00e9\\n\\t\\/\" ] ")).containsExactly("a", "é\n\t/");
        assertThat(JsonStrings.read("[]")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[", "[\"a\"", "[\"a\",]", "[1]", "\"a\"", "[\"a\"]x", "[\"\\x\"]", "[\"\\u12\"]", "[\"a"})
    void other_json_is_refused(String json) {
        assertThatThrownBy(() -> JsonStrings.read(json)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_unknown_version_or_field_is_refused() {
        assertThatThrownBy(() -> PositionFormat.read(Map.of("key", "[\"1\"]"))).hasMessageContaining("\"v\"");
        assertThatThrownBy(() -> PositionFormat.read(Map.of("v", 1, "key", "[\"1\"]", "tz", "UTC")))
                .hasMessageContaining("\"tz\"");
        assertThatThrownBy(() -> PositionFormat.read(Map.of("v", 1, "key", "[\"1\"]", "ts", 5)))
                .hasMessageContaining("\"ts\"");
    }
}
