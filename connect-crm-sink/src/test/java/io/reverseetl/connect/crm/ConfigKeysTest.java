// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

class ConfigKeysTest {

    private static final Path PUBLIC_NAMES = Path.of("../docs/decisions/0001-public-names.md");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    @Test
    void the_keys_are_those_that_we_have_promised() throws IOException {
        // Given
        String page = Files.readString(PUBLIC_NAMES);
        int start = page.indexOf("## Config keys of the sink");
        String table = page.substring(start, page.indexOf("\n## ", start));
        Set<String> promised = table.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(1, line.indexOf('|', 1)))
                .flatMap(firstCell -> NAME.matcher(firstCell).results())
                .map(name -> name.group(1))
                .filter(name -> !name.endsWith(".*"))
                .collect(Collectors.toSet());

        // When
        Set<String> keys = new CrmSinkConnector().config().names();

        // Then
        assertThat(keys).isEqualTo(promised);
    }

    @Test
    void every_key_says_what_it_is_for_and_where_it_belongs() {
        for (ConfigDef.ConfigKey key :
                new CrmSinkConnector().config().configKeys().values()) {
            assertThat(key.documentation).as(key.name).endsWith(".");
            assertThat(key.group).as(key.name).isNotBlank();
        }
    }
}
