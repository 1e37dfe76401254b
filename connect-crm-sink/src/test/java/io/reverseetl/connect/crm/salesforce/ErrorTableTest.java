// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ErrorTableTest {

    @Test
    void the_user_guides_table_is_what_the_code_does() throws IOException {
        // Given
        List<String> expected = Stream.of(ErrorCode.values())
                .map(code -> "| `" + code + "` | " + code.action().name().toLowerCase(Locale.ROOT) + " | "
                        + code.meaning() + " |")
                .toList();

        // When
        List<String> rows = Files.readString(Path.of("../docs/salesforce.md"))
                .lines()
                .filter(line -> line.matches("\\| `[A-Z_]+` \\|.*"))
                .toList();

        // Then
        assertThat(rows).isEqualTo(expected);
    }
}
