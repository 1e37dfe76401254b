// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.crm.CrmSinkConnector;
import io.reverseetl.connect.jdbc.JdbcSourceConnector;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.runtime.distributed.DistributedConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages show of configs is what the connectors take; {@link PagesIT} runs what can be run. */
class SnippetsTest {

    private static final Map<String, String> SOURCE = Map.of(
            "name", "customers-source",
            "connector.class", JdbcSourceConnector.class.getName(),
            "connection.url", "jdbc:postgresql://db.example.com:5432/shop",
            "mode", "timestamp",
            "timestamp.column.name", "updated_at",
            "topic.prefix", "shop.");

    private static final Map<String, String> SINK = Map.of(
            "name", "customers-to-crm",
            "connector.class", CrmSinkConnector.class.getName(),
            "topics", "shop.customers",
            "crm.type", "hubspot",
            "crm.url", "https://crm.example.com",
            "crm.object", "contacts",
            "id.property", "customer_id",
            "auth.token", "x",
            "kafka.bootstrap.servers", "broker-1.example.com:9092",
            "state.topic", "shop.state");

    private static final Map<String, String> WORKER = Map.of(
            "bootstrap.servers", "broker-1.example.com:9092",
            "group.id", "connect",
            "key.converter", JsonConverter.class.getName(),
            "value.converter", JsonConverter.class.getName(),
            "config.storage.topic", "connect-configs",
            "offset.storage.topic", "connect-offsets",
            "status.storage.topic", "connect-status");

    /** What a part of a config takes away from the one that it is put into. */
    private static final Map<String, Set<String>> INSTEAD_OF =
            Map.of("objects", Set.of("crm.object", "id.property"), "auth.type", Set.of("auth.token"));

    static Stream<Snippet> snippets(Snippet.Kind kind) {
        return Page.all().stream()
                .flatMap(page -> page.snippets().stream())
                .filter(snippet -> snippet.kind() == kind)
                .filter(snippet -> NotRun.of(snippet).isEmpty());
    }

    static Stream<Snippet> configs() {
        return snippets(Snippet.Kind.CONFIG);
    }

    static Stream<Snippet> properties() {
        return snippets(Snippet.Kind.PROPERTIES);
    }

    @Test
    void every_snippet_is_of_a_kind_that_is_run_or_has_a_reason() {
        assertThat(snippets(Snippet.Kind.OTHER))
                .as("Snippets that nothing runs. Write them as something that is run, or give the reason in NotRun")
                .isEmpty();
    }

    @Test
    void every_reason_is_about_a_snippet() {
        // Given
        List<Snippet> all =
                Page.all().stream().flatMap(page -> page.snippets().stream()).toList();

        // Then
        assertThat(NotRun.ALL)
                .allSatisfy(reason -> assertThat(all)
                        .anyMatch(snippet -> NotRun.of(snippet).stream().anyMatch(reason::equals)));
    }

    @ParameterizedTest
    @MethodSource("configs")
    void a_connector_takes_the_config(Snippet snippet) {
        // Given
        Map<String, String> part = ConfigText.read(snippet.text()).orElseThrow();
        Map<String, String> config = new HashMap<>(base(snippet, part));
        put(part, config);
        config.put("validate.live", "false");
        config.replaceAll((key, value) -> value.replaceAll("\\$\\{[a-z]+:[^}]*}", "x"));
        config.computeIfPresent("connection.url", (key, url) -> url.equals("x") ? SOURCE.get(key) : url);
        config.computeIfPresent("crm.url", (key, url) -> url.equals("x") ? SINK.getOrDefault(key, url) : url);
        Connector connector = config.get("connector.class").equals(CrmSinkConnector.class.getName())
                ? new CrmSinkConnector()
                : new JdbcSourceConnector();

        // When
        List<ConfigValue> values = connector.validate(config).configValues();

        // Then
        assertThat(KnownKeys.unknown(config)).isEmpty();
        assertThat(values).flatExtracting(ConfigValue::errorMessages).isEmpty();
    }

    /** A config that lacks nothing but what the snippet is about. */
    private static Map<String, String> base(Snippet snippet, Map<String, String> part) {
        if (part.containsKey("connector.class")) {
            return Map.of("name", snippet.page().getFileName().toString());
        }
        if (snippet.page().endsWith("source.md")) {
            return SOURCE;
        }
        Map<String, String> sink = new HashMap<>(SINK);
        // The pages of CRMs begin with what makes the config one of that CRM.
        Page.of(snippet.page()).snippets().stream()
                .flatMap(each -> ConfigText.read(each.text()).stream())
                .filter(config -> config.containsKey("crm.type") && !config.containsKey("connector.class"))
                .findFirst()
                .ifPresent(config -> put(config, sink));
        return sink;
    }

    private static void put(Map<String, String> part, Map<String, String> config) {
        part.keySet().forEach(key -> config.keySet().removeAll(INSTEAD_OF.getOrDefault(key, Set.of())));
        config.putAll(part);
    }

    @ParameterizedTest
    @MethodSource("properties")
    void a_worker_reads_every_property(Snippet snippet) throws IOException {
        // Given
        Properties properties = new Properties();
        properties.load(new StringReader(snippet.text()));

        // Then
        assertThat(properties.stringPropertyNames())
                .isNotEmpty()
                .filteredOn(name -> !name.startsWith("config.providers."))
                .isSubsetOf(new DistributedConfig(WORKER).values().keySet());
    }
}
