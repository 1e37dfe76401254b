// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The names that users are promised are those that the code has. */
class PublicNamesTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| (?:`([^`]+)`)? ?\\|");

    @ParameterizedTest
    @ValueSource(strings = {"decisions/0001-public-names.md", "transforms.md"})
    void keys_and_defaults_are_those_of_the_documentation(String page) throws IOException {
        // Given
        String text = Files.readString(Path.of("..", "docs", page));
        int start =
                text.indexOf("| key | default | meaning |", Math.max(0, text.indexOf("## Config keys of MapFields")));
        int end = text.indexOf("\n\n", start);

        // When
        Map<String, String> documented = new TreeMap<>();
        Matcher rows = ROW.matcher(text.substring(start, end));
        while (rows.find()) {
            documented.put(rows.group(1), rows.group(2) == null ? "none" : rows.group(2));
        }

        // Then
        Map<String, String> actual = new TreeMap<>();
        MapFields.CONFIG_DEF.configKeys().forEach((name, key) -> actual.put(name, defaultOf(key)));
        assertThat(documented).isEqualTo(actual);
    }

    @Test
    void the_classes_are_named_as_promised() {
        assertThat(MapFields.Key.class.getName()).isEqualTo("io.reverseetl.connect.transforms.MapFields$Key");
        assertThat(MapFields.Value.class.getName()).isEqualTo("io.reverseetl.connect.transforms.MapFields$Value");
    }

    private static String defaultOf(ConfigDef.ConfigKey key) {
        return key.hasDefault() ? String.valueOf(key.defaultValue) : "none";
    }
}
