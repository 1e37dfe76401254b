// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.crm.CrmSinkConnector;
import io.reverseetl.connect.jdbc.JdbcSourceConnector;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Connector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{env:([^}]+)}");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    static List<ConnectorExample> examples() {
        return ConnectorExample.all();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void somebody_reads_every_key(ConnectorExample example) {
        assertThat(KnownKeys.unknown(example.config())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void its_connector_finds_nothing_wrong_with_it(ConnectorExample example) throws IOException {
        // Given
        Map<String, String> config = new HashMap<>(example.config());
        Map<String, String> variables = variables();
        // The example names a database whose driver is not for everybody.
        variables.put("REVERSE_ETL_ANY_JDBC_URL", "jdbc:h2:mem:shop");
        config.replaceAll((key, value) -> replaced(value, variables));
        config.put("validate.live", "false");
        Connector connector = config.get("connector.class").equals(CrmSinkConnector.class.getName())
                ? new CrmSinkConnector()
                : new JdbcSourceConnector();

        // When
        List<ConfigValue> values = connector.validate(config).configValues();

        // Then
        assertThat(values).flatExtracting(ConfigValue::errorMessages).isEmpty();
    }

    @Test
    void a_key_that_nobody_reads_is_found_wherever_it_stands() {
        // Given
        Map<String, String> config = new HashMap<>(examples().stream()
                .filter(example -> example.config().containsKey("transforms.contact.type"))
                .findFirst()
                .orElseThrow()
                .config());
        List<String> misspelt = List.of(
                "batch.linger",
                "consumer.override.max.poll.record",
                "errors.deadletterqueue.topic",
                "kafka.producer.acknowledge",
                "key.converter.schema.enable",
                "transforms.contact.mappings",
                "transforms.contacts.mapping");

        // When
        misspelt.forEach(key -> config.put(key, ""));

        // Then
        assertThat(KnownKeys.unknown(config)).containsExactlyInAnyOrderElementsOf(misspelt);
    }

    /** What config-examples/README.md gives as examples of the variables; names in one row share what the last cell says. */
    private static Map<String, String> variables() throws IOException {
        Map<String, String> variables = new TreeMap<>();
        Files.readString(ConnectorExample.EXAMPLES.resolve("README.md"))
                .lines()
                .filter(line -> line.startsWith("| `REVERSE_ETL_"))
                .map(line -> line.split("\\|", -1))
                .forEach(cells -> codes(cells[1])
                        .forEach(name -> variables.put(
                                name, codes(cells[2]).stream().findFirst().orElse("x"))));
        return variables;
    }

    private static List<String> codes(String cell) {
        return CODE.matcher(cell)
                .results()
                .map((MatchResult code) -> code.group(1))
                .toList();
    }

    private static String replaced(String value, Map<String, String> variables) {
        return PLACEHOLDER.matcher(value).replaceAll(placeholder -> {
            assertThat(variables).as("variables in config-examples/README.md").containsKey(placeholder.group(1));
            return Matcher.quoteReplacement(variables.get(placeholder.group(1)));
        });
    }
}
