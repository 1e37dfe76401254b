// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.support.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SourceKeysTest {

    @Test
    void the_keys_are_those_of_the_public_names() throws IOException {
        // Given
        Path names = Path.of("..", "docs", "decisions", "0001-public-names.md");
        String section = Files.readString(names)
                .split("## Config keys of the source\n", -1)[1]
                .split("\n## ", -1)[0];

        // When
        List<String> documented = section.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, line.indexOf('|', 1)))
                .flatMap(cell -> Pattern.compile("`([^`]+)`").matcher(cell).results())
                .map((MatchResult name) -> name.group(1))
                .filter(name -> !name.equals("connection.*"))
                .toList();

        // Then
        assertThat(new TreeSet<>(documented))
                .isEqualTo(new TreeSet<>(SourceKeys.ALL.stream().map(Key::name).toList()));
    }

    @Test
    void every_key_is_explained() {
        assertThat(SourceSettings.definition().configKeys().values())
                .allSatisfy(key -> assertThat(key.documentation).endsWith("."))
                .allSatisfy(key -> assertThat(key.group).isNotBlank());
    }
}
