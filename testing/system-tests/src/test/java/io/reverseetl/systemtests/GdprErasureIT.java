// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.systemtests.Topic.Message;
import io.reverseetl.testing.cluster.JsonHttp;
import io.reverseetl.testing.cluster.LocalCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The example of an erasure: where a person's data is after it, and where it is not. */
@ExtendWith(Environment.class)
class GdprErasureIT {

    private static final String DATA = "gdpr.customers";
    private static final int ERASED = 7_000_042;
    private static final int MENDED = 7_000_043;

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
        WHERE customer_id = %d
        """.formatted(ERASED);

    /** What is searched for: nobody else has it. */
    private final String secret = UUID.randomUUID().toString().replace("-", "");

    private final String name = "Lovelace-" + secret;
    private final String email = "ada." + secret + "@example.org";
    private final String iban = "IE" + secret;

    @Test
    void an_erased_person_is_nowhere_but_where_the_example_says(LocalCluster cluster) throws SQLException, IOException {
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
            connectors.create(Connectors.example(
                    "gdpr-erasure/source.json", "gdpr-erasure-source", Map.of("topic.prefix", "gdpr.")));
            connectors.create(Connectors.example(
                    "gdpr-erasure/sink.json",
                    "gdpr-erasure-sink",
                    Map.of(
                            "topics", DATA,
                            "state.topic", DATA + ".state",
                            "results.topic", DATA + ".results",
                            "errors.deadletterqueue.topic.name", DATA + ".rejected")));
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
            statement.execute(ERASE);

            // Then: the person is deleted for good, and not put away
            await().atMost(Connectors.PATIENCE)
                    .until(() -> !contacts.by("customer_id").containsKey(id(ERASED)));
            assertThat(calls(cluster)).anyMatch(path -> path.endsWith("/contacts/gdpr-delete"));
            // Then: the result says so
            await().atMost(Connectors.PATIENCE)
                    .until(() -> new Topic(cluster.broker().bootstrapServers(), DATA + ".results")
                                    .messages().stream()
                                            .filter(message -> message.value()
                                                            .path("key")
                                                            .path("customer_id")
                                                            .asInt()
                                                    == ERASED)
                                            .count()
                            == 2);
            // Then: older records of the data topic hold the person until they are compacted, as the example says
            List<Message> versions = new Topic(cluster.broker().bootstrapServers(), DATA)
                    .messages().stream()
                            .filter(message -> message.key().path("customer_id").asInt() == ERASED)
                            .toList();
            assertThat(versions).hasSize(2);
            assertThat(versions.get(0).value().toString()).contains(email).doesNotContain(iban);
            assertThat(versions.get(1).value().isNull()).isTrue();
            // Then: no other topic and no log has ever seen the person, and none a column that is not allowed
            assertThat(recordsWith(cluster, secret)).containsOnly(DATA);
            assertThat(recordsWith(cluster, iban)).isEmpty();
            assertThat(logs()).isNotEmpty().noneMatch(this::holdsSecret);
        }
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

    /** The topics, Connect's and Kafka's own too, that have a record with this in its key, value or headers. */
    private static List<String> recordsWith(LocalCluster cluster, String text) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", cluster.broker().bootstrapServers(),
                        "auto.offset.reset", "earliest",
                        "exclude.internal.topics", "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.listTopics().values().stream()
                    .flatMap(List::stream)
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            assertThat(partitions)
                    .extracting(TopicPartition::topic)
                    .contains(DATA, DATA + ".state", DATA + ".results", DATA + ".rejected", "connect-offsets");
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<String> found = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (holds(record, text)) {
                        found.add(record.topic());
                    }
                }
            }
            return found;
        }
    }

    private static boolean holds(ConsumerRecord<byte[], byte[]> record, String text) {
        List<byte[]> parts = new ArrayList<>();
        parts.add(record.key());
        parts.add(record.value());
        record.headers().forEach(header -> parts.add(header.value()));
        return parts.stream()
                .anyMatch(part -> part != null && new String(part, StandardCharsets.ISO_8859_1).contains(text));
    }

    /** What workers have logged; the CRM and the database know their own data. */
    private static List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.walk(Environment.directory("work.directory"))) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .filter(file -> file.getParent().endsWith("connect"))
                    .toList();
        }
    }

    private boolean holdsSecret(Path log) {
        try {
            return Files.readString(log, StandardCharsets.ISO_8859_1).contains(secret);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
