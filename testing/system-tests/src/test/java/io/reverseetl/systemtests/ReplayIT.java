// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.testing.cluster.Cluster;
import io.reverseetl.testing.cluster.JsonHttp;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The example that tries rejected records again, of Connect's own queue and of the sink's. */
@ExtendWith(Environment.class)
class ReplayIT {

    private static final String CREATE = """
        DROP TABLE IF EXISTS customers;
        CREATE TABLE customers (
            customer_id bigint PRIMARY KEY, first_name text NOT NULL, last_name text NOT NULL, email text NOT NULL,
            phone text, company text, city text, country varchar(2), postcode text, last_purchase_date date,
            total_spent numeric(12, 2), newsletter boolean, segments text[],
            last_updated timestamptz NOT NULL DEFAULT now());
        INSERT INTO customers (customer_id, first_name, last_name, email, city)
        SELECT n, 'Ann', 'No. ' || n, 'replay.' || n || '@example.com', 'Cork' FROM generate_series(%d, %d) n
        """;

    /**
     * What is to be replayed.
     *
     * @param topic where the first sink has put it
     * @param firstId of the customers, each run's own
     * @param rejecting what the sink that rejects them has beside the example
     * @param replaying what the sink that replays them has beside the example
     */
    private record Letters(
            String prefix, String topic, int firstId, Map<String, String> rejecting, Map<String, String> replaying) {

        static Letters original() {
            return new Letters("original.", "original.customers.rejected", 2_000_001, Map.of(), Map.of());
        }

        /** They have been through the transforms, and have their schemas with them. */
        static Letters transformed() {
            return new Letters(
                    "transformed.",
                    "transformed.customers.letters",
                    3_000_001,
                    Map.of("dlq.record", "transformed", "dlq.topic", "transformed.customers.letters"),
                    Map.of(
                            "transforms", "",
                            "predicates", "",
                            "key.converter.schemas.enable", "true"));
        }

        /** Names for the topics of the sinks' own, and the rest of what differs from an example. */
        Map<String, String> changes(String topics, String rejected, Map<String, String> others) {
            Map<String, String> changes = new HashMap<>(Map.of(
                    "topics", topics,
                    "state.topic", prefix + "customers.state",
                    "results.topic", prefix + "customers.results",
                    "errors.deadletterqueue.topic.name", prefix + "customers." + rejected));
            changes.putAll(others);
            return changes;
        }
    }

    static Stream<Letters> letters() {
        return Stream.of(Letters.original(), Letters.transformed());
    }

    @ParameterizedTest
    @MethodSource("letters")
    void what_an_outage_has_rejected_is_written_and_what_has_changed_since_is_not_taken_back(
            Letters letters, Cluster cluster) throws SQLException {
        Contacts contacts = new Contacts(cluster.crm());
        contacts.createProperties();
        JsonHttp crm = new JsonHttp(cluster.crm().url(), cluster.crm().token());
        Topic rejected = new Topic(cluster.bootstrapServers(), letters.topic);
        try (Connection database = cluster.postgres().connect();
                Statement statement = database.createStatement();
                Connectors connectors = new Connectors(cluster.connect())) {
            // Given: three customers move while the CRM is down, and the first once more when it is back
            statement.execute(CREATE.formatted(letters.firstId, letters.firstId + 2));
            connectors.create(Connectors.example(
                    "customers-to-hubspot/source.json",
                    letters.prefix + "source",
                    Map.of("topic.prefix", letters.prefix)));
            Map<String, String> first = letters.changes(letters.prefix + "customers", "rejected", letters.rejecting);
            first.put("batch.linger.ms", "100");
            first.put("retry.timeout.ms", "0");
            first.put("retry.timeout.action", "reject");
            connectors.create(
                    Connectors.example("rebuilt-table-to-hubspot/sink.json", letters.prefix + "first", first));
            awaitCities(contacts, letters, "Cork", "Cork", "Cork");
            crm.send("POST", "/_/faults", "[{\"kind\":\"status\",\"status\":503,\"times\":100}]");
            statement.execute("UPDATE customers SET city = 'Galway', last_updated = now()");
            await().atMost(Connectors.PATIENCE).until(() -> rejected.messages().size() == 3);
            crm.send("DELETE", "/_/faults", null);
            statement.execute(
                    "UPDATE customers SET city = 'Sligo', last_updated = now() WHERE customer_id = " + letters.firstId);
            awaitCities(contacts, letters, "Sligo", "Cork", "Cork");
            cluster.connect()
                    .send("PUT", "/connectors/" + letters.prefix + "first/stop", null)
                    .orThrow();

            // When
            connectors.create(Connectors.example(
                    "replay-dead-letters/sink.json",
                    letters.prefix + "second",
                    letters.changes(letters.topic, "rejected.again", letters.replaying)));

            // Then
            awaitCities(contacts, letters, "Sligo", "Galway", "Galway");
            await().atMost(Connectors.PATIENCE)
                    .untilAsserted(() ->
                            assertThat(outcomes(cluster, letters)).isEqualTo(Map.of("superseded", 1L, "written", 2L)));
        }
    }

    /** How often each outcome is told of what was replayed. */
    private static Map<String, Long> outcomes(Cluster cluster, Letters letters) {
        return new Topic(cluster.bootstrapServers(), letters.prefix + "customers.results")
                .messages().stream()
                        .map(Topic.Message::value)
                        .filter(result -> result.path("topic").asText().equals(letters.topic))
                        .collect(Collectors.groupingBy(
                                result -> result.path("outcome").asText(), TreeMap::new, Collectors.counting()));
    }

    private static void awaitCities(Contacts contacts, Letters letters, String... expected) {
        await().atMost(Connectors.PATIENCE).untilAsserted(() -> {
            Map<String, JsonNode> all = contacts.by("customer_id");
            assertThat(IntStream.range(letters.firstId, letters.firstId + 3)
                            .mapToObj(String::valueOf)
                            .filter(all::containsKey)
                            .map(id -> all.get(id).path("city").asText()))
                    .containsExactly(expected);
        });
    }
}
