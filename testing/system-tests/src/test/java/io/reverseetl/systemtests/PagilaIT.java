// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.systemtests.Topic.Message;
import io.reverseetl.testing.cluster.LocalCluster;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A real database that was not made for us: Pagila, whose tables mostly have one timestamp in all rows. */
@ExtendWith(Environment.class)
@Tag("shared-data")
class PagilaIT {

    private static final String EXAMPLE_SOURCE = "customers-to-hubspot/source.json";

    @BeforeAll
    static void load(LocalCluster cluster) throws SQLException, IOException {
        PagilaDump dump = PagilaDump.find();
        try (Connection database = cluster.postgres().connect();
                Statement statement = database.createStatement()) {
            statement.execute("CREATE DATABASE pagila");
        }
        try (Connection pagila = pagila(cluster)) {
            dump.loadInto(pagila);
        }
    }

    @Test
    void customers_reach_the_crm_keyed_by_email_though_a_page_ends_within_their_one_timestamp(LocalCluster cluster)
            throws SQLException {
        Contacts contacts = new Contacts(cluster.crm());
        try (Connection pagila = pagila(cluster);
                Connectors connectors = new Connectors(cluster.connect())) {
            // Given: pages much smaller than the tie
            Map<String, List<String>> expected = rows(
                    pagila,
                    "SELECT lower(email), first_name, last_name, activebool::text, to_char(create_date, 'YYYY-MM-DD')"
                            + " FROM public.customer");
            assertThat(expected).hasSize(599);
            assertThat(rows(pagila, "SELECT DISTINCT last_update::text FROM public.customer"))
                    .hasSize(1);

            // When
            connectors.create(Connectors.example(
                    EXAMPLE_SOURCE,
                    "pagila-customer-source",
                    Map.of(
                            "connection.url", pagilaUrl(cluster),
                            "table.include.list", "public\\.customer",
                            "timestamp.column.name", "last_update",
                            "validate.non.null", "false",
                            "batch.max.rows", "100",
                            "topic.prefix", "pagila.")));
            connectors.create(Connectors.example(
                    "customers-to-hubspot/sink.json",
                    "pagila-customer-sink",
                    Map.of(
                            "topics", "pagila.customer",
                            "id.property", "email",
                            "id.from", "value.email",
                            "transforms", "contact",
                            "transforms.contact.mapping",
                                    "email = email | lower; firstname = first_name; lastname = last_name;"
                                            + " jobtitle = activebool | string; company = create_date | date('yyyy-MM-dd')",
                            "errors.deadletterqueue.topic.name", "pagila.customer.rejected")));
            await().atMost(Connectors.PATIENCE)
                    .until(() -> contacts.by("email").keySet().containsAll(expected.keySet()));

            // Then
            Map<String, JsonNode> actual = contacts.by("email");
            expected.forEach((email, row) -> assertThat(
                            Contacts.values(actual.get(email), List.of("firstname", "lastname", "jobtitle", "company")))
                    .as(email)
                    .isEqualTo(row));
            assertThat(new Topic(cluster.broker().bootstrapServers(), "pagila.customer").messages())
                    .hasSize(599);
        }
    }

    @Test
    void films_reach_a_topic_with_every_column(LocalCluster cluster) throws SQLException {
        try (Connection pagila = pagila(cluster);
                Connectors connectors = new Connectors(cluster.connect())) {
            // Given
            Map<String, List<String>> expected = rows(pagila, """
                    SELECT film_id::text, title, description, release_year::text, language_id::text,
                           original_language_id::text, rental_duration::text, rental_rate::text, length::text,
                           replacement_cost::text, rating::text,
                           to_char(last_update AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                           to_json(special_features)::text, fulltext::text
                    FROM public.film
                    """);
            assertThat(expected).hasSize(1000);

            // When
            connectors.create(Connectors.example(
                    EXAMPLE_SOURCE,
                    "pagila-film-source",
                    Map.of(
                            "connection.url", pagilaUrl(cluster),
                            "table.include.list", "public\\.film",
                            "timestamp.column.name", "last_update",
                            "batch.max.rows", "300",
                            "topic.prefix", "pagila.",
                            "value.converter.schemas.enable", "false")));
            Map<String, List<String>> actual = awaitMessages(
                    cluster,
                    "pagila.film",
                    1000,
                    List.of(
                            "film_id",
                            "title",
                            "description",
                            "release_year",
                            "language_id",
                            "original_language_id",
                            "rental_duration",
                            "rental_rate",
                            "length",
                            "replacement_cost",
                            "rating",
                            "last_update",
                            "special_features",
                            "fulltext"),
                    message -> message.key().path("film_id").asText());

            // Then
            assertThat(actual).isEqualTo(expected);
        }
    }

    @Test
    void payments_reach_a_topic_from_their_partitioned_table_by_the_date_of_payment(LocalCluster cluster)
            throws SQLException {
        try (Connection pagila = pagila(cluster);
                Connectors connectors = new Connectors(cluster.connect())) {
            // Given
            Map<String, List<String>> expected = rows(pagila, """
                    SELECT payment_id::text, customer_id::text, staff_id::text, rental_id::text, amount::text,
                           to_char(payment_date AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
                    FROM public.payment
                    """);
            assertThat(expected).hasSizeGreaterThan(15_000);

            // When
            connectors.create(Connectors.example(
                    EXAMPLE_SOURCE,
                    "pagila-payment-source",
                    Map.of(
                            "connection.url", pagilaUrl(cluster),
                            "table.include.list", "public\\.payment.*",
                            "timestamp.column.name", "payment_date",
                            "topic.prefix", "pagila.",
                            "value.converter.schemas.enable", "false")));
            Map<String, List<String>> actual = awaitMessages(
                    cluster,
                    "pagila.payment",
                    expected.size(),
                    List.of("payment_id", "customer_id", "staff_id", "rental_id", "amount", "payment_date"),
                    message -> message.value().path("payment_id").asText());

            // Then
            assertThat(actual).isEqualTo(expected);
        }
    }

    /** Waits for as many messages as there are rows and returns their fields as text, by the row's key. */
    private static Map<String, List<String>> awaitMessages(
            LocalCluster cluster, String topic, int rows, List<String> fields, Function<Message, String> key) {
        Topic messages = new Topic(cluster.broker().bootstrapServers(), topic);
        await().atMost(Connectors.PATIENCE).until(() -> messages.messages().size() >= rows);
        List<Message> all = messages.messages();
        assertThat(all).hasSize(rows);
        assertThat(all)
                .allSatisfy(message -> assertThat(message.value().fieldNames())
                        .toIterable()
                        .containsExactlyInAnyOrderElementsOf(fields));
        return all.stream()
                .collect(Collectors.toMap(
                        key,
                        message -> fields.stream()
                                .skip(1)
                                .map(field -> text(message.value().path(field)))
                                .toList(),
                        (a, b) -> a,
                        TreeMap::new));
    }

    private static String text(JsonNode value) {
        return value.isNull() ? "null" : value.isContainerNode() ? value.toString() : value.asText();
    }

    /** Rows as text, by their first column. */
    private static Map<String, List<String>> rows(Connection database, String sql) throws SQLException {
        Map<String, List<String>> rows = new TreeMap<>();
        try (Statement statement = database.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 2; column <= columns; column++) {
                    row.add(String.valueOf(result.getString(column)));
                }
                rows.put(result.getString(1), row);
            }
        }
        return rows;
    }

    private static Connection pagila(LocalCluster cluster) throws SQLException {
        return DriverManager.getConnection(
                pagilaUrl(cluster),
                cluster.postgres().user(),
                cluster.postgres().password());
    }

    private static String pagilaUrl(LocalCluster cluster) {
        return cluster.postgres().jdbcUrl().replaceAll("/postgres$", "/pagila");
    }
}
