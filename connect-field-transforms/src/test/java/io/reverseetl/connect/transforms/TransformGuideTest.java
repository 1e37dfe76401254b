// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reverseetl.connect.transforms.jsonata.ResultFields;
import io.reverseetl.connect.transforms.mapping.Mapping;
import io.reverseetl.connect.transforms.mapping.Unmapped;
import io.reverseetl.connect.transforms.protection.Protection;
import io.reverseetl.connect.transforms.validation.Rules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.predicates.RecordIsTombstone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs every JSON example of the guide: each is a config, followed by a record before and after it; {@code null} after is
 * a tombstone, or no record where the config filters.
 */
class TransformGuideTest {

    private static final Path GUIDE = Path.of("..", "docs", "transforms.md");
    private static final Pattern JSON_BLOCK = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);
    private static final Pattern FIRST_COLUMN = Pattern.compile("(?m)^\\| (`.+?) \\| ");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final ObjectMapper JSON = new ObjectMapper();

    record Example(Map<String, String> config, JsonNode record) {

        boolean ofKey() {
            return record.path("key").asBoolean();
        }
    }

    static Stream<Example> examples() throws IOException {
        List<JsonNode> blocks = new ArrayList<>();
        for (String block : JSON_BLOCK
                .matcher(Files.readString(GUIDE))
                .results()
                .map(MatchResult::group)
                .toList()) {
            blocks.add(JSON.readTree(block.substring("```json".length(), block.length() - "```".length())));
        }
        assertThat(blocks.size()).as("each config has a record").isEven().isPositive();
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i += 2) {
            Map<String, String> config = new HashMap<>();
            blocks.get(i)
                    .properties()
                    .forEach(
                            entry -> config.put(entry.getKey(), entry.getValue().textValue()));
            examples.add(new Example(config, blocks.get(i + 1)));
        }
        return examples.stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void an_example_does_what_the_guide_says(Example example) throws IOException {
        // Given
        Object before = fromJson(example.record().required("before"));

        // When
        SinkRecord after =
                Chain.apply(example.config(), example.ofKey() ? record(before, null) : record("any", before));

        // Then
        assertThat(after == null ? JSON.nullNode() : toJson(example.ofKey() ? after.key() : after.value()))
                .isEqualTo(example.record().required("after"));
        example.record()
                .path("headers")
                .properties()
                .forEach(header -> assertThat(
                                after.headers().lastWithName(header.getKey()).value())
                        .isEqualTo(header.getValue().textValue()));
        if (example.record().has("topic")) {
            assertThat(after.topic()).isEqualTo(example.record().path("topic").textValue());
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void an_example_lets_a_tombstone_pass_or_filters_it(Example example) {
        // When
        SinkRecord after = Chain.apply(example.config(), record(null, null));

        // Then
        boolean filters = example.config().containsValue(RecordIsTombstone.class.getName());
        assertThat(after == null).isEqualTo(filters);
    }

    static Stream<Arguments> tables() {
        Consumer<String> mapping = text -> Mapping.parse(text, Unmapped.DROP);
        Consumer<String> rules = Rules::parse;
        Consumer<String> protection = Protection::parse;
        return Stream.of(
                arguments("### Entries", "| entry |", "%s", 15, mapping),
                arguments("### Functions", "| function |", "target = source | %s", 11, mapping),
                arguments("## ValidateFields", "| rule |", "field: %s", 14, rules),
                arguments("## ProtectFields", "| function |", "field: keep; other: %s", 17, protection));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tables")
    void what_a_table_shows_in_its_first_column_can_be_written(
            String heading, String header, String whole, int count, Consumer<String> parser) throws IOException {
        // Given
        String guide = Files.readString(GUIDE);
        int start = guide.indexOf("\n" + header, guide.indexOf("\n" + heading + "\n"));
        String table = guide.substring(start, guide.indexOf("\n\n", start));

        // When
        List<String> written = FIRST_COLUMN
                .matcher(table)
                .results()
                .flatMap(row -> CODE.matcher(row.group(1)).results())
                .map(code -> code.group(1).replace("\\|", "|"))
                // Which stands beside a function, and not alone.
                .filter(code -> !(code.equals("optional") && heading.contains("Protect")))
                .toList();

        // Then
        assertThat(written)
                .hasSize(count)
                .allSatisfy(code -> assertThatCode(() -> parser.accept(whole.formatted(code)))
                        .as(code)
                        .doesNotThrowAnyException());
    }

    @Test
    void every_function_rule_and_type_is_in_the_guide() throws IOException {
        // Given
        String guide = Files.readString(GUIDE);

        // Then
        assertThat(Stream.of(Mapping.functions(), Rules.usages(), Protection.usages(), ResultFields.usages())
                        .flatMap(usages -> Stream.of(usages.split(", (?=`)", -1))))
                .hasSize(10 + 12 + 12 + 4)
                .allSatisfy(usage -> assertThat(guide).contains(usage.replaceFirst("(\\(.*)?`$", "")));
    }

    private static SinkRecord record(Object key, Object value) {
        return new SinkRecord("customers", 0, null, key, null, value, 0);
    }

    private static Object fromJson(JsonNode json) throws JsonProcessingException {
        try (JsonConverter converter = converter()) {
            return converter
                    .toConnectData("customers", JSON.writeValueAsBytes(json))
                    .value();
        }
    }

    private static JsonNode toJson(Object value) throws IOException {
        if (value == null) {
            return JSON.nullNode();
        }
        try (JsonConverter converter = converter()) {
            Schema none = null;
            return JSON.readTree(
                    new String(converter.fromConnectData("customers", none, value), StandardCharsets.UTF_8));
        }
    }

    private static JsonConverter converter() {
        JsonConverter converter = new JsonConverter();
        converter.configure(Map.of("schemas.enable", "false"), false);
        return converter;
    }
}
