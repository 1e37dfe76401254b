// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigReferenceTest {

    private static final Path COMMITTED = Path.of("..", "..", "docs", "reference");
    private static final Path GENERATED = Path.of("target", "reference");

    /** A word with a dot inside, as keys have it, or what Markdown takes for markup. */
    private static final Pattern LITERAL = Pattern.compile("[a-z]+\\.[a-z<{*]|[<>{}*_|\\[\\]]");

    /** A link to a heading, of the same page or another one of ours. */
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]*)#([^)]*)\\)");

    static Stream<Map.Entry<String, String>> pages() {
        return ConfigReference.pages().entrySet().stream();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void the_committed_page_is_what_the_code_says(Map.Entry<String, String> page) throws IOException {
        // Given
        Files.createDirectories(GENERATED);
        Files.writeString(GENERATED.resolve(page.getKey()), page.getValue());
        Path committed = COMMITTED.resolve(page.getKey());

        // Then
        assertThat(Files.exists(committed) ? Files.readString(committed) : "")
                .as(
                        "docs/reference/%s is not what the code says. Read what has changed, and take over what this build has"
                                + " generated, from the project's root: cp testing/documentation/target/reference/*.md"
                                + " docs/reference/",
                        page.getKey())
                .isEqualTo(page.getValue());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_link_leads_to_one_heading(Map.Entry<String, String> page) throws IOException {
        // Given
        assertThat(anchors(page.getValue())).doesNotHaveDuplicates();

        // When
        List<MatchResult> links = LINK.matcher(page.getValue()).results().toList();

        // Then
        for (MatchResult link : links) {
            String target = link.group(1);
            String text = target.isEmpty() ? page.getValue() : Files.readString(COMMITTED.resolve(target));
            assertThat(anchors(text)).as(target).contains(link.group(2));
        }
    }

    private static List<String> anchors(String page) {
        return page.lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> Anchors.of(line.replaceFirst("#+ ", "")))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void literals_stand_between_backticks(Map.Entry<String, String> page) {
        // Given
        Stream<String> prose = page.getValue()
                .lines()
                .filter(line -> !line.startsWith("<!--") && !line.startsWith("|"))
                .map(line -> line.replaceAll("`[^`]*`", "")
                        .replaceAll("\\[([^\\]]*)]\\([^)]*\\)", "$1")
                        .replaceAll("https://\\S+", ""));

        // Then
        assertThat(prose).noneMatch(line -> LITERAL.matcher(line).find());
    }
}
