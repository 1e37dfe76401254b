// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reverseetl.testing.cluster.JsonHttp;
import io.reverseetl.testing.cluster.LocalCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The example that tries rejected records again, as it stands but for the names of its topics. */
@ExtendWith(Environment.class)
class ReplayIT {

    private static final String LETTERS = "replay.customers.rejected";

    private static final String CREATE = """
        DROP TABLE IF EXISTS customers;
        CREATE TABLE customers (
            customer_id bigint PRIMARY KEY, first_name text NOT NULL, last_name text NOT NULL, email text NOT NULL,
            phone text, company text, city text, country varchar(2), postcode text, last_purchase_date date,
            total_spent numeric(12, 2), newsletter boolean, segments text[],
            last_updated timestamptz NOT NULL DEFAULT now());
        INSERT INTO customers (customer_id, first_name, last_name, email, city)
        SELECT 2000000 + n, 'Ann', 'No. ' || n, 'replay.' || n || '@example.com', 'Cork' FROM generate_series(1, 3) n
        """;

    @Test
    void what_an_outage_has_rejected_is_written_and_what_has_changed_since_is_not_taken_back(LocalCluster cluster)
            throws SQLException {
        Contacts contacts = new Contacts(cluster.crm());
        contacts.createProperties();
        JsonHttp crm = new JsonHttp(cluster.crm().url(), cluster.crm().token());
        Topic letters = new Topic(cluster.broker().bootstrapServers(), LETTERS);
        try (Connection database = cluster.postgres().connect();
                Statement statement = database.createStatement();
                Connectors connectors = new Connectors(cluster.connect())) {
            // Given: three customers move while the CRM is down, and the first once more when it is back
            statement.execute(CREATE);
            connectors.create(Connectors.example(
                    "customers-to-hubspot/source.json", "replay-source", Map.of("topic.prefix", "replay.")));
            Map<String, String> hasty = names(LETTERS);
            hasty.put("topics", "replay.customers");
            hasty.put("batch.linger.ms", "100");
            hasty.put("retry.timeout.ms", "0");
            hasty.put("retry.timeout.action", "reject");
            connectors.create(Connectors.example("rebuilt-table-to-hubspot/sink.json", "replay-first", hasty));
            awaitCities(contacts, "Cork", "Cork", "Cork");
            crm.send("POST", "/_/faults", "[{\"kind\":\"status\",\"status\":503,\"times\":100}]");
            statement.execute("UPDATE customers SET city = 'Galway', last_updated = now()");
            await().atMost(Connectors.PATIENCE).until(() -> letters.messages().size() == 3);
            crm.send("DELETE", "/_/faults", null);
            statement.execute(
                    "UPDATE customers SET city = 'Sligo', last_updated = now() WHERE customer_id = 2000001");
            awaitCities(contacts, "Sligo", "Cork", "Cork");
            cluster.connect().send("PUT", "/connectors/replay-first/stop", null).orThrow();

            // When
            Map<String, String> replay = names(LETTERS + ".again");
            replay.put("topics", LETTERS);
            connectors.create(Connectors.example("replay-dead-letters/sink.json", "replay-second", replay));

            // Then
            awaitCities(contacts, "Sligo", "Galway", "Galway");
            await().atMost(Connectors.PATIENCE)
                    .untilAsserted(() -> assertThat(outcomes(cluster)).isEqualTo(Map.of("superseded", 1L, "written", 2L)));
        }
    }

    /** The names that this test gives to the topics of the sinks' own. */
    private static Map<String, String> names(String deadLetters) {
        return new TreeMap<>(Map.of(
                "state.topic", "replay.customers.state",
                "results.topic", "replay.customers.results",
                "errors.deadletterqueue.topic.name", deadLetters));
    }

    /** How often each outcome is told of what was replayed. */
    private static Map<String, Long> outcomes(LocalCluster cluster) {
        return new Topic(cluster.broker().bootstrapServers(), "replay.customers.results")
                .messages().stream()
                        .map(Topic.Message::value)
                        .filter(result -> result.path("topic").asText().equals(LETTERS))
                        .collect(Collectors.groupingBy(
                                result -> result.path("outcome").asText(), TreeMap::new, Collectors.counting()));
    }

    private static void awaitCities(Contacts contacts, String... expected) {
        await().atMost(Connectors.PATIENCE)
                .untilAsserted(() -> assertThat(contacts.by("customer_id").entrySet().stream()
                                .filter(contact -> contact.getKey().startsWith("200000"))
                                .map(contact -> contact.getValue().path("city").asText())
                                .toList())
                        .isEqualTo(List.of(expected)));
    }
}
