// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The names that users are promised are those that the code has. */
class PublicNamesTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| (?:`([^`]+)`)? ?\\|");

    static Stream<Arguments> pages() {
        Map<Class<?>, ConfigDef> plugins = Map.of(
                MapFields.class, MapFields.CONFIG_DEF,
                ValidateFields.class, ValidateFields.CONFIG_DEF,
                ProtectFields.class, ProtectFields.CONFIG_DEF,
                Expression.class, Expression.CONFIG_DEF,
                HasConsent.class, HasConsent.CONFIG_DEF,
                ChangedFields.class, ChangedFields.CONFIG_DEF);
        return plugins.entrySet().stream()
                .flatMap(plugin -> Stream.of(
                        arguments(
                                "decisions/0001-public-names.md",
                                "## Config keys of " + plugin.getKey().getSimpleName(),
                                plugin.getValue()),
                        arguments("transforms.md", "## " + plugin.getKey().getSimpleName(), plugin.getValue())));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("pages")
    void keys_and_defaults_are_those_of_the_documentation(String page, String heading, ConfigDef definition)
            throws IOException {
        // Given
        String text = Files.readString(Path.of("..", "docs", page));
        int section = text.indexOf("\n" + heading + "\n");
        assertThat(section).as("section %s", heading).isPositive();
        int start = text.indexOf("| key | default | meaning |", section);
        int end = text.indexOf("\n\n", start);

        // When
        Map<String, String> documented = new TreeMap<>();
        Matcher rows = ROW.matcher(text.substring(start, end));
        while (rows.find()) {
            documented.put(rows.group(1), rows.group(2) == null ? "none" : rows.group(2));
        }

        // Then
        Map<String, String> actual = new TreeMap<>();
        definition.configKeys().forEach((name, key) -> actual.put(name, defaultOf(key)));
        assertThat(documented).isEqualTo(actual);
    }

    @Test
    void the_classes_are_named_as_promised_and_found_by_connect() throws IOException {
        // Given
        String page = Files.readString(Path.of("..", "docs", "decisions", "0001-public-names.md"));
        String classes = page.substring(0, page.indexOf("## Config keys"));

        // When
        List<Object> found = new ArrayList<>();
        ServiceLoader.load(Transformation.class).forEach(found::add);
        ServiceLoader.load(Predicate.class).forEach(found::add);
        found.removeIf(plugin -> plugin.getClass().getPackage() != MapFields.class.getPackage());

        // Then
        assertThat(found)
                .extracting(plugin -> plugin.getClass().getName().replaceFirst(".*\\.", ""))
                .containsExactlyInAnyOrder(
                        "MapFields$Key",
                        "MapFields$Value",
                        "ValidateFields$Key",
                        "ValidateFields$Value",
                        "ProtectFields$Key",
                        "ProtectFields$Value",
                        "Expression$Key",
                        "Expression$Value",
                        "ToTombstone",
                        "HasConsent",
                        "ChangedFields")
                .allSatisfy(name -> assertThat(classes).contains(name));
        assertThat(found)
                .allSatisfy(plugin -> assertThat(((Versioned) plugin).version()).matches("\\d+\\.\\d+\\.\\d+.*"));
    }

    private static String defaultOf(ConfigDef.ConfigKey key) {
        if (!key.hasDefault() || key.defaultValue == null) {
            return "none";
        }
        return key.defaultValue instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                : String.valueOf(key.defaultValue);
    }
}
