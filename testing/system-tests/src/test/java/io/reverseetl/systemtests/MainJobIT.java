// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.systemtests.Topic.Message;
import io.reverseetl.testing.cluster.LocalCluster;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The main job with the example configs as they stand: rows of a table become contacts. */
@ExtendWith(Environment.class)
class MainJobIT {

    private static final List<String> PROPERTIES = List.of(
            "firstname",
            "lastname",
            "email",
            "country",
            "zip",
            "last_purchase_date",
            "total_spent",
            "newsletter_opt_in",
            "segments",
            "lifecyclestage",
            "warehouse_updated_at");

    private static final String CREATE = """
            DROP TABLE IF EXISTS customers;
            CREATE TABLE customers (
                customer_id bigint PRIMARY KEY, first_name text NOT NULL, last_name text NOT NULL, email text NOT NULL,
                phone text, company text, city text, country varchar(2), postcode text, last_purchase_date date,
                total_spent numeric(12, 2), newsletter boolean, segments text[],
                last_updated timestamptz NOT NULL DEFAULT now());
            INSERT INTO customers (customer_id, first_name, last_name, email, country, postcode, last_purchase_date,
                                   total_spent, newsletter, segments)
            SELECT n, ' Ann ', 'O''Brien-' || n,
                   CASE WHEN n % 100 = 7 THEN 'nobody(at)example.com' ELSE 'Ann.' || n || '@example.com' END,
                   'ie', '0' || n, CASE WHEN n % 3 > 0 THEN date '2026-01-01' + n::int END, n + 0.10, n % 2 = 0,
                   ARRAY['vip', 'no' || n]
            FROM generate_series(1, 320) n
            """;

    private static final String EXPECTED = """
            SELECT customer_id::text, btrim(first_name), last_name, lower(email), upper(country), postcode,
                   coalesce(to_char(last_purchase_date, 'YYYY-MM-DD'), ''), total_spent::text, newsletter::text,
                   array_to_string(segments, ';'), 'customer',
                   to_char(last_updated AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
            FROM customers WHERE email LIKE '%@%' ORDER BY customers.customer_id
            """;

    @Test
    void rows_become_contacts_and_those_that_the_crm_refuses_become_dead_letters(LocalCluster cluster)
            throws SQLException {
        Contacts contacts = new Contacts(cluster.crm());
        contacts.createProperties();
        try (Connection database = cluster.postgres().connect();
                Statement statement = database.createStatement();
                Connectors connectors = new Connectors(cluster.connect())) {
            // Given: more rows than three batches, all with one timestamp, four of them with an email that is none
            statement.execute(CREATE);

            // When
            connectors.create(Connectors.example("customers-to-hubspot/source.json"));
            connectors.create(Connectors.example("customers-to-hubspot/sink.json"));
            await().atMost(Connectors.PATIENCE)
                    .until(() ->
                            deadLetters(cluster).size() == 4 && ours(contacts).size() == 316);

            // Then: every contact equals its row in every field
            assertThat(actual(contacts)).isEqualTo(expected(statement));
            // Then: the refused rows say why, and no value of theirs is in what we say
            assertThat(deadLetters(cluster))
                    .extracting(letter -> letter.key().path("customer_id").asInt())
                    .containsExactlyInAnyOrder(7, 107, 207, 307);
            assertThat(deadLetters(cluster))
                    .allSatisfy(letter -> assertThat(letter.headers().get("__connect.errors.exception.message"))
                            .contains("category=VALIDATION", "code=INVALID_EMAIL", "fields=email", "status=400")
                            .doesNotContain("nobody"));

            // When: rows are changed, added and mended
            statement.execute("UPDATE customers SET total_spent = 0, last_updated = now() WHERE customer_id <= 5");
            statement.execute("INSERT INTO customers (customer_id, first_name, last_name, email)"
                    + " VALUES (9999, 'Zoë', 'Ωmega', 'zoe@example.com')");
            statement.execute("UPDATE customers SET email = 'mended.7@example.com', last_updated = now()"
                    + " WHERE customer_id = 7");

            // Then
            await().atMost(Connectors.PATIENCE)
                    .untilAsserted(
                            () -> assertThat(actual(contacts)).hasSize(318).isEqualTo(expected(statement)));
        }
    }

    @Test
    void a_record_says_where_it_came_from_and_has_the_primary_key_as_its_key(LocalCluster cluster) throws SQLException {
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
            Topic topic = new Topic(cluster.broker().bootstrapServers(), "warehouse.places");
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

    private static List<Message> deadLetters(LocalCluster cluster) {
        return new Topic(cluster.broker().bootstrapServers(), "warehouse.customers.rejected").messages();
    }

    /** The contacts of this test: others write to the same CRM. */
    private static Map<String, JsonNode> ours(Contacts contacts) {
        Map<String, JsonNode> found = contacts.by("customer_id");
        found.values().removeIf(contact -> {
            String name = contact.path("lastname").asText();
            return !name.startsWith("O'Brien-") && !name.equals("Ωmega");
        });
        return found;
    }

    private static List<List<String>> actual(Contacts contacts) {
        List<List<String>> rows = new ArrayList<>();
        Map<String, JsonNode> found = ours(contacts);
        found.keySet().stream()
                .sorted((a, b) -> Integer.compare(Integer.parseInt(a), Integer.parseInt(b)))
                .forEach(id -> {
                    List<String> row = new ArrayList<>(List.of(id));
                    row.addAll(Contacts.values(found.get(id), PROPERTIES));
                    rows.add(row);
                });
        return rows;
    }

    private static List<List<String>> expected(Statement statement) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery(EXPECTED)) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= PROPERTIES.size() + 1; column++) {
                    String value = result.getString(column);
                    row.add(value == null ? "" : value);
                }
                rows.add(row);
            }
        }
        return rows;
    }
}
