// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.testing.cluster.Cluster;
import io.reverseetl.testing.cluster.JsonHttp;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A wrong config is refused on the key that is wrong, in words that say what to do and hold no secret. */
@ExtendWith(Environment.class)
class BadInputIT {

    private static final String SECRET = "s3cr3t-Value";

    /** The groups of keys that Connect reads before any connector is asked: an impossible {@code topics.regex} is a 500. */
    private static final Set<String> CONNECTS = Set.of(
            "Common",
            "Transforms",
            "Predicates",
            "Error Handling",
            "Topic Creation",
            "Exactly Once Support",
            "offsets.topic");

    private static final List<String> HOSTILE = List.of(
            "null",
            "",
            " ",
            "\0",
            "'",
            "\"",
            "\\",
            "';DROP TABLE customers;--",
            "{",
            "[",
            "(?<",
            "*",
            "${",
            "%s%n",
            "..",
            "-1",
            "99999999999999999999",
            "1e999",
            "NaN",
            "true",
            ",,a,,",
            "a=b",
            "http://[::1",
            "jdbc:postgresql://h:99999/x",
            "\u202Eegnaro",
            "\uD83D\uDE00",
            "\uD83D",
            "x".repeat(10_000));

    @BeforeAll
    static void tables(Cluster cluster) throws SQLException {
        new Contacts(cluster.crm()).createProperties();
        try (Connection database = cluster.postgres().connect();
                Statement statement = database.createStatement()) {
            statement.execute("CREATE TABLE orders (order_id int PRIMARY KEY, changed timestamptz NOT NULL);"
                    + "CREATE TABLE undated (id int PRIMARY KEY, born date)");
        }
    }

    private static Map<String, List<String>> source(Cluster cluster, Map<String, String> changes) {
        ObjectNode example = Connectors.example(
                "customers-to-hubspot/source.json",
                "bad",
                Map.of("table.include.list", "public\\.orders", "timestamp.column.name", "changed"));
        ObjectNode config = (ObjectNode) example.path("config");
        changes.forEach(config::put);
        return cluster.connect().validate(config.put("name", "bad"));
    }

    private static Map<String, List<String>> sink(Cluster cluster, Map<String, String> changes) {
        ObjectNode config = (ObjectNode) Connectors.example("customers-to-hubspot/sink.json", "bad", changes)
                .path("config");
        return cluster.connect().validate(config.put("name", "bad"));
    }

    private static void assertRefused(Map<String, List<String>> errors, String key, String... words) {
        assertThat(errors).containsOnlyKeys(key);
        assertThat(String.join(" ", errors.get(key))).contains(words).doesNotContain(SECRET, "Exception", "\tat ");
    }

    @Test
    void the_examples_are_good(Cluster cluster) {
        assertThat(source(cluster, Map.of())).isEmpty();
        assertThat(sink(cluster, Map.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "customers-to-hubspot/source.json",
                "customers-to-hubspot/sink.json",
                "customers-to-salesforce/sink.json",
                "zoho-contacts/sink.json"
            })
    void configs_of_hostile_texts_are_answered_in_words(String example, Cluster cluster) {
        long seed = Long.getLong("fuzz.seed", 1);
        Random random = new Random(seed);
        ObjectNode right = Connectors.config(Connectors.example(example, "bad", Map.of("validate.live", "false")));
        String plugin = "/connector-plugins/" + right.path("connector.class").asText() + "/config";
        List<String> keys = new ArrayList<>();
        for (JsonNode key : cluster.connect().send("GET", plugin, null).orThrow()) {
            if (!CONNECTS.contains(key.path("group").asText())) {
                keys.add(key.path("name").asText());
            }
        }
        keys.remove("validate.live");
        for (long i = 0; i < 10 * Long.getLong("fuzz.rounds", 1); i++) {
            // Given
            ObjectNode config = right.deepCopy();
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                String text = HOSTILE.get(random.nextInt(HOSTILE.size()));
                config.set(
                        keys.get(random.nextInt(keys.size())),
                        text.equals("null") ? config.nullNode() : config.textNode(text));
            }

            // When
            JsonHttp.Answer answer = cluster.connect().send("PUT", plugin + "/validate", config.toString());

            // Then
            assertThat(answer.status()).as("Seed %s: %s", seed, config).isEqualTo(200);
            answer.body()
                    .findValues("errors")
                    .forEach(messages -> messages.forEach(message -> assertThat(message.asText())
                            .as("Seed %s: %s", seed, config)
                            .isNotBlank()
                            .doesNotContain("Exception:", "java.", "\tat ")));
        }
    }

    @Test
    void source_unknown_key(Cluster cluster) {
        assertRefused(source(cluster, Map.of("batch.max.row", "5")), "batch.max.row", "Did you mean 'batch.max.rows'?");
    }

    @Test
    void source_unreachable_database(Cluster cluster) {
        assertRefused(
                source(cluster, Map.of("connection.url", "jdbc:postgresql://127.0.0.1:1/postgres")),
                "connection.url",
                "127.0.0.1:1",
                "validate.live=false");
    }

    @Test
    void source_blank_url(Cluster cluster) {
        assertRefused(source(cluster, Map.of("connection.url", "")), "connection.url", "Missing required");
    }

    @Test
    void source_placeholder_that_nobody_replaced(Cluster cluster) {
        assertRefused(
                source(cluster, Map.of("connection.password", "${env:REVERSE_ETL_NOPE}")),
                "connection.password",
                "has not replaced ${env:REVERSE_ETL_NOPE}");
    }

    @Test
    void source_wrong_password(Cluster cluster) {
        assertRefused(
                source(cluster, Map.of("connection.password", SECRET)),
                "connection.password",
                cluster.postgres().user());
    }

    @Test
    void source_missing_table(Cluster cluster) {
        assertRefused(
                source(cluster, Map.of("table.include.list", "public\\.order")), "table.include.list", "public.orders");
    }

    @Test
    void source_table_without_the_timestamp_column(Cluster cluster) {
        assertRefused(
                source(cluster, Map.of("table.include.list", "public\\.undated")),
                "timestamp.column.name",
                "public.undated",
                "changed");
    }

    @Test
    void sink_unknown_key(Cluster cluster) {
        assertRefused(sink(cluster, Map.of("crm.objekt", "contacts")), "crm.objekt", "Did you mean 'crm.object'?");
    }

    @Test
    void sink_unreachable_crm(Cluster cluster) {
        assertRefused(
                sink(cluster, Map.of("crm.url", "http://127.0.0.1:1")),
                "crm.url",
                "127.0.0.1:1",
                "validate.live=false");
    }

    @Test
    void sink_refused_token(Cluster cluster) {
        assertRefused(sink(cluster, Map.of("auth.token", SECRET)), "auth.token", "401");
    }

    @Test
    void sink_property_that_is_not_unique(Cluster cluster) {
        assertRefused(sink(cluster, Map.of("id.property", "firstname")), "id.property", "firstname", "unique");
    }

    @Test
    void sink_property_that_does_not_exist(Cluster cluster) {
        assertRefused(sink(cluster, Map.of("id.property", "customer_nr")), "id.property", "customer_nr");
    }

    @Test
    void sink_placeholder_that_nobody_replaced(Cluster cluster) {
        assertRefused(
                sink(cluster, Map.of("auth.token", "${env:REVERSE_ETL_NOPE}")),
                "auth.token",
                "has not replaced ${env:REVERSE_ETL_NOPE}");
    }

    @Test
    void sink_misspelt_dead_letter_queue(Cluster cluster) {
        assertRefused(
                sink(cluster, Map.of("errors.deadletterqueue.topic.nam", "rejected")),
                "errors.deadletterqueue.topic.nam",
                "Did you mean 'errors.deadletterqueue.topic.name'?");
    }

    @Test
    void a_mapping_that_is_missing(Cluster cluster) {
        assertRefused(
                sink(cluster, Map.of("transforms.contact.mapping", "")),
                "transforms.contact.mapping",
                "Missing required");
    }

    @Test
    void a_mapping_with_a_typing_error(Cluster cluster) {
        assertRefused(
                sink(cluster, Map.of("transforms.contact.mapping", "email = email | lowr")),
                "transforms.contact.mapping",
                "lowr");
    }
}
