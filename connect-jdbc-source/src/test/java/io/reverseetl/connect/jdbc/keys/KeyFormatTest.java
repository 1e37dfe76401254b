// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverseetl.connect.jdbc.engine.SourcePartition;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFormatTest {

    private final KeyFormat format = new KeyFormat(new SourcePartition("table", "public.t"));

    @Test
    void the_form_is_frozen_as_only_an_equal_one_replaces_a_record() {
        // Given
        Map<String, String> key = new LinkedHashMap<>();
        key.put("tenant", "a\"b");
        key.put("id", "42");

        // When
        byte[] written = format.write(key);

        // Then
        assertThat(new String(written, StandardCharsets.UTF_8))
                .isEqualTo("{\"v\":1,\"table\":\"public.t\",\"key\":{\"tenant\":\"a\\\"b\",\"id\":\"42\"}}");
        assertThat(format.read(written)).contains(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"v\":1,\"table\":\"public.u\",\"key\":{\"id\":\"1\"}}",
                "{\"v\":1,\"query\":\"public.t\",\"key\":{\"id\":\"1\"}}"
            })
    void a_key_of_another_table_is_passed_over(String written) {
        assertThat(format.read(written.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "[]",
                "{}",
                "{\"v\":2,\"table\":\"public.t\",\"key\":{\"id\":\"secret\"}}",
                "{\"v\":1}"
            })
    void anything_else_is_refused_and_not_quoted(String written) {
        assertThatThrownBy(() -> format.read(written.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .message()
                .doesNotContain("secret");
    }
}
