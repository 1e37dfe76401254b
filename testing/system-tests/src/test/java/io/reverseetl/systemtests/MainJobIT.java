// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reverseetl.systemtests.Topic.Message;
import io.reverseetl.testing.cluster.Cluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The main job with the example configs as they stand: rows of a table become contacts. */
@ExtendWith(Environment.class)
class MainJobIT {

    private static final Customers CUSTOMERS = new Customers("customers");

    @Test
    void rows_become_contacts_and_those_that_the_crm_refuses_become_dead_letters(Cluster cluster) throws SQLException {
        Contacts contacts = new Contacts(cluster.crm());
        contacts.createProperties();
        try (Connection database = cluster.postgres().connect();
                Statement statement = database.createStatement();
                Connectors connectors = new Connectors(cluster.connect())) {
            // Given: more rows than three batches, all with one timestamp, four of them with an email that is none
            CUSTOMERS.create(statement);
            CUSTOMERS.insert(statement, 1, 320);
            statement.execute("UPDATE customers SET email = 'nobody(at)example.com' WHERE customer_id % 100 = 7");

            // When
            connectors.create(Connectors.example("customers-to-hubspot/source.json"));
            connectors.create(Connectors.example("customers-to-hubspot/sink.json"));
            await().atMost(Connectors.PATIENCE).until(() -> deadLetters(cluster).size() == 4);

            // Then: every contact equals its row in every field
            CUSTOMERS.awaitContacts(contacts, statement);
            assertThat(CUSTOMERS.contacts(contacts)).hasSize(316);
            // Then: the refused rows say why, and no value of theirs is in what we say
            assertThat(deadLetters(cluster))
                    .extracting(letter -> letter.key().path("customer_id").asInt())
                    .containsExactlyInAnyOrder(7, 107, 207, 307);
            assertThat(deadLetters(cluster))
                    .allSatisfy(letter -> assertThat(letter.headers().get("__connect.errors.exception.message"))
                            .contains("category=VALIDATION", "code=INVALID_EMAIL", "fields=email", "status=400")
                            .doesNotContain("nobody"));

            // When: rows are changed, added and mended
            CUSTOMERS.change(statement, 1, 5);
            statement.execute("INSERT INTO customers (customer_id, first_name, last_name, email)"
                    + " VALUES (9999, 'Zoë', 'Ωmega of customers 9999', 'zoe@example.com')");
            statement.execute("UPDATE customers SET email = 'mended.7@example.com', last_updated = now()"
                    + " WHERE customer_id = 7");

            // Then
            CUSTOMERS.awaitContacts(contacts, statement);
            assertThat(CUSTOMERS.contacts(contacts)).hasSize(318);
        }
    }

    @Test
    void a_record_says_where_it_came_from_and_has_the_primary_key_as_its_key(Cluster cluster) throws SQLException {
        try (Connection database = cluster.postgres().connect();
                Statement statement = database.createStatement();
                Connectors connectors = new Connectors(cluster.connect())) {
            // Given
            statement.execute("CREATE TABLE places (country text, code int, name text,"
                    + " changed timestamptz NOT NULL DEFAULT '2026-02-03 04:05:06.123456+01', PRIMARY KEY (country, code));"
                    + "INSERT INTO places VALUES ('fr', 75, 'Paris')");

            // When
            connectors.create(Connectors.example(
                    "customers-to-hubspot/source.json",
                    "places-source",
                    Map.of(
                            "table.include.list", "public\\.places",
                            "timestamp.column.name", "changed",
                            "value.converter.schemas.enable", "false")));
            Topic topic = new Topic(cluster.bootstrapServers(), "warehouse.places");
            await().atMost(Connectors.PATIENCE).until(() -> !topic.messages().isEmpty());

            // Then
            Message message = topic.messages().get(0);
            assertThat(message.key()).isEqualTo(Topic.json("{\"country\":\"fr\",\"code\":75}"));
            assertThat(message.value())
                    .isEqualTo(
                            Topic.json(
                                    "{\"country\":\"fr\",\"code\":75,\"name\":\"Paris\",\"changed\":\"2026-02-03T03:05:06.123456Z\"}"));
            assertThat(message.headers())
                    .containsEntry("reverseetl.source.table", "public.places")
                    .containsEntry("reverseetl.source.timestamp", "2026-02-03T03:05:06.123456Z");
        }
    }

    private static List<Message> deadLetters(Cluster cluster) {
        return new Topic(cluster.bootstrapServers(), "warehouse.customers.rejected").messages();
    }
}
