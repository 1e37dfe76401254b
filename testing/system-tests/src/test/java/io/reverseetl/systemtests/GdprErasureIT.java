// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.systemtests.Topic.Message;
import io.reverseetl.testing.cluster.JsonHttp;
import io.reverseetl.testing.cluster.LocalCluster;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The example of an erasure: where a person's data is after it, and where it is not. */
@ExtendWith(Environment.class)
class GdprErasureIT {

    private static final int ERASED = 7_000_042;
    private static final int MENDED = 7_000_043;
    private static final int OTHER = 7_000_051;
    private static final int REJECTED_LATER = 7_000_052;
    private static final int NEVER_WRITTEN = 7_000_053;

    private static final String CREATE = """
        DROP TABLE IF EXISTS customers;
        CREATE TABLE customers (
            customer_id bigint PRIMARY KEY, first_name text NOT NULL, last_name text NOT NULL, email text NOT NULL,
            phone text, country varchar(2), postcode text, newsletter boolean, iban text, erased_at timestamptz,
            last_updated timestamptz NOT NULL DEFAULT now())
        """;

    private static final String ERASE = """
        UPDATE customers SET erased_at = now(), last_updated = now(), first_name = '', last_name = '', email = '',
                             phone = NULL, iban = NULL
        WHERE customer_id IN (%s)
        """;

    /** The topics' days, short enough for a test: what is to be compacted is compacted within seconds. */
    private static final Map<String, String> SHORT_DAYS = Map.of(
            "cleanup.policy", "compact,delete",
            "segment.ms", "100",
            "max.compaction.lag.ms", "100");

    /** The broker looks for work every 15 seconds. */
    private static final Duration COMPACTION = Duration.ofMinutes(2);

    /** What is searched for: nobody else has it. */
    private final String secret = UUID.randomUUID().toString().replace("-", "");

    private final String name = "Lovelace-" + secret;
    private final String email = "ada." + secret + "@example.org";
    private final String iban = "IE" + secret;

    @Test
    void an_erased_person_is_nowhere_but_where_the_example_says(LocalCluster cluster) throws SQLException, IOException {
        String topic = "gdpr.customers";
        Contacts contacts = new Contacts(cluster.crm());
        contacts.createProperties();
        try (Connection database = cluster.postgres().connect();
                Statement statement = database.createStatement();
                Connectors connectors = new Connectors(cluster.connect())) {
            // Given: a person in the CRM, and one whose email is none
            statement.execute(CREATE);
            statement.execute(
                    "INSERT INTO customers (customer_id, first_name, last_name, email, phone, country, postcode, iban)"
                            + " VALUES (%d, 'Ada', '%s', '%s', '+35312345678', 'ie', 'D02 X285', '%s'),"
                                    .formatted(ERASED, name, email, iban)
                            + " (%d, 'Eve', 'Mended', 'eve(at)example.org', '12', 'ie', 'D02', 'x')".formatted(MENDED));
            createExample(connectors, "gdpr.", Map.of());
            await().atMost(Connectors.PATIENCE)
                    .until(() -> contacts.by("customer_id").keySet().containsAll(List.of(id(ERASED), id(MENDED))));
            JsonNode ada = contacts.by("customer_id").get(id(ERASED));
            assertThat(ada.path("email").asText()).isEqualTo(email);
            assertThat(ada.path("zip").asText()).isEqualTo("D0");

            // Then: what is no email does not make a dead letter
            JsonNode eve = contacts.by("customer_id").get(id(MENDED));
            assertThat(eve.path("lastname").asText()).isEqualTo("Mended");
            assertThat(eve.path("email").asText("")).isEmpty();
            assertThat(eve.path("phone").asText("")).isEmpty();

            // When
            statement.execute(ERASE.formatted(ERASED));

            // Then: the person is deleted for good, and not put away
            await().atMost(Connectors.PATIENCE)
                    .until(() -> !contacts.by("customer_id").containsKey(id(ERASED)));
            assertThat(calls(cluster)).anyMatch(path -> path.endsWith("/contacts/gdpr-delete"));
            // Then: the result says so
            awaitOutcomes(cluster, topic, ERASED, "written", "written");
            // Then: older records of the data topic hold the person until they are compacted, as the example says
            List<Message> versions = about(cluster, topic, ERASED);
            assertThat(versions).hasSize(2);
            assertThat(versions.get(0).value().toString()).contains(email).doesNotContain(iban);
            assertThat(versions.get(1).value().isNull()).isTrue();
            // Then: no other topic and no log has ever seen the person, and none a column that is not allowed
            assertThat(new Traces(cluster, secret).topics()).containsOnly(topic);
            assertThat(new Traces(cluster, iban).topics()).isEmpty();
            assertThat(new Traces(cluster, secret).logs()).isEmpty();
        }
    }

    @Test
    void a_person_whose_record_was_rejected_is_in_no_topic_once_the_operator_has_done_what_the_example_says(
            LocalCluster cluster) throws Exception {
        String topic = "gdpr-rejected.customers";
        InputTopic letters = createLetters(cluster, topic + ".rejected");
        Contacts contacts = new Contacts(cluster.crm());
        contacts.createProperties();
        try (Connection database = cluster.postgres().connect();
                Statement statement = database.createStatement();
                Connectors connectors = new Connectors(cluster.connect())) {
            // Given: somebody who was written and then rejected, for an address that is another's, and somebody who
            // never was anything but rejected
            statement.execute(CREATE);
            insert(statement, OTHER, "Somebody else", "taken@example.org");
            insert(statement, REJECTED_LATER, name, email);
            createExample(
                    connectors,
                    "gdpr-rejected.",
                    Map.of(
                            "topic.creation.default.segment.ms", SHORT_DAYS.get("segment.ms"),
                            "topic.creation.default.max.compaction.lag.ms", SHORT_DAYS.get("max.compaction.lag.ms")));
            await().atMost(Connectors.PATIENCE)
                    .until(() ->
                            contacts.by("customer_id").keySet().containsAll(List.of(id(OTHER), id(REJECTED_LATER))));
            statement.execute("UPDATE customers SET email = 'taken@example.org', last_updated = now()"
                    + " WHERE customer_id = " + REJECTED_LATER);
            insert(statement, NEVER_WRITTEN, name, "taken@example.org");
            awaitOutcomes(cluster, topic, REJECTED_LATER, "written", "rejected");
            awaitOutcomes(cluster, topic, NEVER_WRITTEN, "rejected");
            assertThat(new Traces(cluster, secret).topics()).containsOnly(topic, letters.name());

            // When: they are erased, in the database and in the dead letter queue
            erase(statement, letters);
            awaitOutcomes(cluster, topic, REJECTED_LATER, "written", "rejected", "written");
            awaitOutcomes(cluster, topic, NEVER_WRITTEN, "rejected", "written");

            // Then: the CRM has nothing of them, and keeps the other
            assertThat(contacts.by("customer_id"))
                    .containsKey(id(OTHER))
                    .doesNotContainKeys(id(REJECTED_LATER), id(NEVER_WRITTEN));

            // When: once more, a day later, so that Kafka closes what it has to compact
            erase(statement, letters);
            awaitOutcomes(cluster, topic, REJECTED_LATER, "written", "rejected", "written", "written");
            awaitOutcomes(cluster, topic, NEVER_WRITTEN, "rejected", "written", "written");

            // Then
            await().atMost(COMPACTION)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() ->
                            assertThat(new Traces(cluster, secret).topics()).isEmpty());
            assertThat(new Traces(cluster, secret).logs()).isEmpty();
            assertThat(contacts.by("customer_id")).containsKey(id(OTHER));
        }
    }

    /** Source and sink, with topics of their own. */
    private static void createExample(Connectors connectors, String prefix, Map<String, String> ofSource) {
        String topic = prefix + "customers";
        ObjectNode source =
                Connectors.example("gdpr-erasure/source.json", prefix + "source", Map.of("topic.prefix", prefix));
        ofSource.forEach(((ObjectNode) source.path("config"))::put);
        connectors.create(source);
        connectors.create(Connectors.example(
                "gdpr-erasure/sink.json",
                prefix + "sink",
                Map.of(
                        "topics", topic,
                        "state.topic", topic + ".state",
                        "results.topic", topic + ".results",
                        "errors.deadletterqueue.topic.name", topic + ".rejected")));
    }

    /** The dead letter queue, as the example has it created beforehand. */
    private static InputTopic createLetters(LocalCluster cluster, String name) throws Exception {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", cluster.broker().bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(name, Optional.of(1), Optional.empty()).configs(SHORT_DAYS)))
                    .all()
                    .get();
        }
        return new InputTopic(cluster.broker().bootstrapServers(), name);
    }

    private static void insert(Statement statement, int customer, String name, String email) throws SQLException {
        statement.execute("INSERT INTO customers (customer_id, first_name, last_name, email, country)"
                + " VALUES (%d, 'Ada', '%s', '%s', 'ie')".formatted(customer, name, email));
    }

    /** The request in the database, and for each of them a record without a value in the dead letter queue. */
    private static void erase(Statement statement, InputTopic letters) throws Exception {
        statement.execute(ERASE.formatted(REJECTED_LATER + ", " + NEVER_WRITTEN));
        letters.produce(Stream.of(REJECTED_LATER, NEVER_WRITTEN)
                .map(customer -> new InputTopic.Text("{\"customer_id\":" + customer + "}", null)));
    }

    private static void awaitOutcomes(LocalCluster cluster, String topic, int customer, String... outcomes) {
        await().atMost(Connectors.PATIENCE)
                .untilAsserted(() -> assertThat(new Topic(cluster.broker().bootstrapServers(), topic + ".results")
                                .messages().stream()
                                        .map(Message::value)
                                        .filter(result -> result.path("key")
                                                        .path("customer_id")
                                                        .asInt()
                                                == customer)
                                        .map(result -> result.path("outcome").asText()))
                        .containsExactly(outcomes));
    }

    /** The records of a customer, by their keys. */
    private static List<Message> about(LocalCluster cluster, String topic, int customer) {
        return new Topic(cluster.broker().bootstrapServers(), topic)
                .messages().stream()
                        .filter(message -> message.key().path("customer_id").asInt() == customer)
                        .toList();
    }

    private static String id(int customer) {
        return Integer.toString(customer);
    }

    private static List<String> calls(LocalCluster cluster) {
        List<String> paths = new ArrayList<>();
        new JsonHttp(cluster.crm().url(), cluster.crm().token())
                .send("GET", "/_/calls?limit=1000000", null)
                .orThrow()
                .path("calls")
                .forEach(call -> paths.add(call.path("path").asText()));
        return paths;
    }
}
