// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.testing.cluster.Cluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The example of a table that is rebuilt each night, with a second task at first. */
@ExtendWith(Environment.class)
class RebuiltTableIT {

    /** Set {@code -Drebuilt.rows=100000} for the size that the issue names. */
    private static final int ROWS = Integer.getInteger("rebuilt.rows", 20_000);

    private static final int CHANGED = ROWS / 100;
    private static final int BATCH = 100;

    /** Of each task: a batch that lingers may leave before it is full. */
    private static final int SPARE_CALLS = 4;

    private static final String SINK = "rebuilt-customers-to-hubspot";

    private static final String CREATE = """
        DROP TABLE IF EXISTS customers;
        CREATE TABLE customers (
            customer_id bigint PRIMARY KEY, first_name text NOT NULL, last_name text NOT NULL, email text NOT NULL,
            phone text, company text, city text, country varchar(2), postcode text, last_purchase_date date,
            total_spent numeric(12, 2), newsletter boolean, segments text[],
            last_updated timestamptz NOT NULL DEFAULT now())
        """;

    /** Every row anew, with the city of the first few as given. */
    private static final String REBUILD = """
        BEGIN;
        TRUNCATE customers;
        INSERT INTO customers (customer_id, first_name, last_name, email, city)
        SELECT 1000000 + n, 'Ann', 'No. ' || n, 'rebuilt.' || n || '@example.com',
               CASE WHEN n %% 100 = 1 THEN '%s' ELSE 'Cork' END
        FROM generate_series(1, %d) n;
        COMMIT
        """;

    @Test
    void a_rebuild_costs_calls_for_what_has_changed_and_no_others(Cluster cluster) throws SQLException {
        Contacts contacts = new Contacts(cluster.crm());
        contacts.createProperties();
        try (Connection database = cluster.postgres().connect();
                Statement statement = database.createStatement();
                Connectors connectors = new Connectors(cluster.connect())) {
            // Given
            statement.execute(CREATE);
            rebuild(statement, "Cork");
            connectors.create(Connectors.example(
                    "customers-to-hubspot/source.json", "rebuilt-customers", Map.of("topic.prefix", "rebuilt.")));
            ObjectNode sink = Connectors.example(
                    "rebuilt-table-to-hubspot/sink.json",
                    SINK,
                    Map.of(
                            "tasks.max", "2",
                            "topics", "rebuilt.customers",
                            "state.topic", "rebuilt.customers.state",
                            "results.topic", "rebuilt.customers.results",
                            "errors.deadletterqueue.topic.name", "rebuilt.customers.rejected"));
            connectors.create(sink);
            assertThat(cluster.connect().status(SINK).body().path("tasks")).hasSize(2);
            Topic results = new Topic(cluster.bootstrapServers(), "rebuilt.customers.results");
            int start = contacts.upserts();
            awaitResults(results, ROWS);
            int first = contacts.upserts();

            // When: two tasks have a part of the partitions each
            rebuild(statement, "Galway");
            awaitResults(results, 2 * ROWS);

            // Then
            int second = contacts.upserts();
            System.out.printf(
                    "A rebuild of %,d rows of which %,d differ: %d calls after %d%n",
                    ROWS, CHANGED, second - first, first - start);
            assertThat(outcomes(results)).containsEntry("unchanged", (long) ROWS - CHANGED);
            assertThat(second - first).isLessThanOrEqualTo(CHANGED / BATCH + 2 * SPARE_CALLS);
            assertThat(contactsIn(contacts, "Galway")).isEqualTo(CHANGED);

            // When: one task takes over what the other one knew
            ObjectNode config = (ObjectNode) sink.path("config");
            config.put("tasks.max", "1");
            cluster.connect()
                    .send("PUT", "/connectors/" + SINK + "/config", config.toString())
                    .orThrow();
            rebuild(statement, "Sligo");
            awaitResults(results, 3 * ROWS);

            // Then
            assertThat(outcomes(results)).containsEntry("unchanged", 2L * (ROWS - CHANGED));
            assertThat(contacts.upserts() - second).isLessThanOrEqualTo(CHANGED / BATCH + SPARE_CALLS);
            assertThat(contactsIn(contacts, "Sligo")).isEqualTo(CHANGED);
        }
    }

    private static void rebuild(Statement statement, String city) throws SQLException {
        statement.execute(REBUILD.formatted(city, ROWS));
    }

    /** How many of this test's customers live there. */
    private static long contactsIn(Contacts contacts, String city) {
        return contacts.by("email").entrySet().stream()
                .filter(contact -> contact.getKey().startsWith("rebuilt."))
                .filter(contact -> contact.getValue().path("city").asText().equals(city))
                .count();
    }

    private static void awaitResults(Topic results, int count) {
        await().atMost(Connectors.PATIENCE.multipliedBy(5))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> results.messages().size() >= count);
    }

    private static Map<String, Long> outcomes(Topic results) {
        return results.messages().stream()
                .collect(Collectors.groupingBy(
                        result -> result.value().path("outcome").asText(), TreeMap::new, Collectors.counting()));
    }
}
