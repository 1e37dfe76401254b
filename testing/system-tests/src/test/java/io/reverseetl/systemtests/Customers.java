// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.testing.cluster.LocalCluster;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The customers example on a table of a test's own: its rows, and the contacts that they are to become.
 *
 * @param table without its schema; its name stands in each row, by which a test knows its own contacts
 */
record Customers(String table) {

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
            DROP TABLE IF EXISTS %1$s;
            CREATE TABLE %1$s (
                customer_id bigint PRIMARY KEY, first_name text NOT NULL, last_name text NOT NULL, email text NOT NULL,
                phone text, company text, city text, country varchar(2), postcode text, last_purchase_date date,
                total_spent numeric(12, 2), newsletter boolean, segments text[],
                last_updated timestamptz NOT NULL DEFAULT now())
            """;

    private static final String INSERT = """
            INSERT INTO %1$s (customer_id, first_name, last_name, email, country, postcode, last_purchase_date,
                              total_spent, newsletter, segments)
            SELECT n, ' Ann ', 'O''Brien of %1$s ' || n, 'Ann.%1$s.' || n || '@example.com', 'ie', '0' || n,
                   CASE WHEN n %% 3 > 0 THEN date '2026-01-01' + n::int %% 300 END, n + 0.10, n %% 2 = 0,
                   ARRAY['vip', 'no' || n]
            FROM generate_series(%2$d, %3$d) n
            """;

    private static final String EXPECTED = """
            SELECT customer_id, btrim(first_name), last_name, lower(email), upper(country), postcode,
                   coalesce(to_char(last_purchase_date, 'YYYY-MM-DD'), ''), total_spent::text, newsletter::text,
                   array_to_string(segments, ';'), 'customer',
                   to_char(last_updated AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
            FROM %s WHERE email LIKE '%%@%%'
            """;

    void create(Statement statement) throws SQLException {
        statement.execute(CREATE.formatted(table));
    }

    /** Inserts customers with these numbers, both inclusive, in one transaction. Contacts of two tests must not share one. */
    void insert(Statement statement, int first, int last) throws SQLException {
        statement.execute(INSERT.formatted(table, first, last));
    }

    /** Changes the customers with these numbers, both inclusive. */
    void change(Statement statement, int first, int last) throws SQLException {
        statement.execute(
                "UPDATE %s SET total_spent = total_spent + 1, last_updated = now() WHERE customer_id BETWEEN %d AND %d"
                        .formatted(table, first, last));
    }

    /** The example's source, reading this table. */
    ObjectNode source(String name, Map<String, String> changes) {
        Map<String, String> all = new HashMap<>(Map.of("table.include.list", "public\\." + table));
        all.putAll(changes);
        return Connectors.example("customers-to-hubspot/source.json", name, all);
    }

    /** The example's sink, writing this table's topic. */
    ObjectNode sink(String name, Map<String, String> changes) {
        Map<String, String> all =
                new HashMap<>(Map.of("topics", topic(), "errors.deadletterqueue.topic.name", topic() + ".rejected"));
        all.putAll(changes);
        return Connectors.example("customers-to-hubspot/sink.json", name, all);
    }

    /** The topic of the example that has this table's rows. */
    String topic() {
        return "warehouse." + table;
    }

    /** How many records each customer has had, by customer id. */
    Map<Integer, Long> records(LocalCluster cluster) {
        return new Topic(cluster.broker().bootstrapServers(), topic())
                .messages().stream()
                        .collect(Collectors.groupingBy(
                                message -> message.key().path("customer_id").asInt(),
                                TreeMap::new,
                                Collectors.counting()));
    }

    /** Waits until every contact equals its row in every field. */
    void awaitContacts(Contacts contacts, Statement statement) {
        await("contacts of " + table)
                .atMost(Connectors.PATIENCE)
                .untilAsserted(() -> assertThat(actual(contacts)).isEqualTo(expected(statement)));
    }

    /** The contacts that came of this table, by customer id. */
    Map<Integer, JsonNode> contacts(Contacts contacts) {
        Map<Integer, JsonNode> own = new TreeMap<>();
        contacts.by("customer_id").forEach((id, contact) -> {
            if (contact.path("lastname").asText().contains(" of " + table + " ")) {
                own.put(Integer.valueOf(id), contact);
            }
        });
        return own;
    }

    /** What the contacts hold, by customer id. */
    Map<Integer, List<String>> actual(Contacts contacts) {
        Map<Integer, List<String>> rows = new TreeMap<>();
        contacts(contacts).forEach((id, contact) -> rows.put(id, Contacts.values(contact, PROPERTIES)));
        return rows;
    }

    /** What the contacts are to hold, by customer id: a row without a proper email becomes none. */
    Map<Integer, List<String>> expected(Statement statement) throws SQLException {
        Map<Integer, List<String>> rows = new TreeMap<>();
        try (ResultSet result = statement.executeQuery(EXPECTED.formatted(table))) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 2; column <= PROPERTIES.size() + 1; column++) {
                    String value = result.getString(column);
                    row.add(value == null ? "" : value);
                }
                rows.put(result.getInt(1), row);
            }
        }
        return rows;
    }
}
