// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.testing.cluster.JsonHttp;
import io.reverseetl.testing.cluster.LocalCluster;
import io.reverseetl.testing.crm.CrmSimulator;
import io.reverseetl.testing.crm.SimulatorSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A CRM that is described by config alone, while every twentieth of its calls goes wrong. */
@ExtendWith(Environment.class)
class RestFaultsIT {

    private static final String TOPIC = "rest.people";
    private static final int PEOPLE = 1_500;
    private static final int VERSIONS = 4;

    private final CrmSimulator crm = CrmSimulator.start(
            SimulatorSettings.defaults().withToken("t").withFaultRate(0.05).withSeed(7));
    private final JsonHttp control = new JsonHttp(crm.baseUrl(), null);

    @AfterEach
    void close() {
        crm.close();
    }

    @Test
    void the_crm_ends_with_the_latest_valid_rows_and_the_rest_is_put_aside_with_its_reason(LocalCluster cluster)
            throws Exception {
        // Given
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", cluster.broker().bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(4), Optional.empty())))
                    .all()
                    .get();
        }
        try (Connectors connectors = new Connectors(cluster.connect())) {
            connectors.create(sink());
            // Beside what goes wrong at random: a pause that is asked for, a page of a proxy, a slow answer.
            control.send("POST", "/_/faults", """
                    [{"kind":"delay","millis":300},{"kind":"status","status":429,"retryAfter":1},{"kind":"garbage"}]
                    """).orThrow();

            // When: all but the last version of everybody, and then the last, which is wrong for some.
            produce(cluster, 0, VERSIONS - 1);
            await().atMost(Connectors.PATIENCE).until(() -> everybodyHas(VERSIONS - 2));
            produce(cluster, VERSIONS - 1, VERSIONS);

            // Then
            Map<String, Integer> expected = new TreeMap<>();
            IntStream.range(0, PEOPLE)
                    .forEach(person ->
                            expected.put(String.valueOf(person), isInvalid(person) ? VERSIONS - 2 : VERSIONS - 1));
            await().atMost(Connectors.PATIENCE)
                    .untilAsserted(() -> assertThat(versions()).isEqualTo(expected));
            List<Topic.Message> rejected = new ArrayList<>();
            await().atMost(Connectors.PATIENCE).until(() -> {
                rejected.clear();
                rejected.addAll(new Topic(cluster.broker().bootstrapServers(), "rest.rejected").messages());
                return rejected.size()
                        >= expected.values().stream()
                                .filter(version -> version == VERSIONS - 2)
                                .count();
            });
            assertThat(rejected)
                    .extracting(message -> message.key().asInt())
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, PEOPLE)
                            .filter(RestFaultsIT::isInvalid)
                            .boxed()
                            .toList());
            assertThat(rejected).allSatisfy(message -> {
                assertThat(message.value().path("version").asInt()).isEqualTo(VERSIONS - 1);
                assertThat(message.headers().get("__connect.errors.exception.message"))
                        .contains("category=VALIDATION code=INVALID_DATA");
            });
            assertThat(cluster.connect().failure("rest-faults")).isNull();
        }

        // Then: nobody has gone back in time, and calls did go wrong.
        assertThat(backwards()).isEmpty();
        assertThat(control.send("GET", "/_/stats", null).orThrow().toString()).contains("\"429\"", "\"503\"", "\"0\"");
    }

    private static boolean isInvalid(int person) {
        return person % 50 == 7;
    }

    private ObjectNode sink() {
        ObjectNode sink = Connectors.example(
                "zoho-contacts/sink.json",
                "rest-faults",
                Map.of(
                        "topics", TOPIC,
                        "crm.url", crm.baseUrl(),
                        "auth.token", "t",
                        "id.from", "key",
                        "key.converter", "org.apache.kafka.connect.storage.StringConverter",
                        "key.converter.schemas.enable", "",
                        "value.converter.schemas.enable", "false",
                        "transforms.contact.mapping", "Last_Name = name; Email = email; Version = version",
                        "errors.deadletterqueue.topic.name", "rest.rejected"));
        ObjectNode config = (ObjectNode) sink.path("config");
        config.put("tasks.max", "2");
        config.put("batch.max.records", "20");
        config.put("retry.backoff.ms", "50");
        config.put("consumer.override.auto.offset.reset", "earliest");
        return sink;
    }

    private static void produce(LocalCluster cluster, int fromVersion, int toVersion) throws Exception {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.broker().bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int version = fromVersion; version < toVersion; version++) {
                for (int person = 0; person < PEOPLE; person++) {
                    boolean invalid = version == VERSIONS - 1 && isInvalid(person);
                    String value = "{\"name\":\"Person %d\",\"email\":\"%s\",\"version\":%d}"
                            .formatted(person, invalid ? "nowhere" : "p" + person + "@example.com", version);
                    sent.add(producer.send(new ProducerRecord<>(TOPIC, String.valueOf(person), value)));
                }
            }
        }
        for (Future<RecordMetadata> each : sent) {
            each.get();
        }
    }

    private boolean everybodyHas(int version) {
        Map<String, Integer> versions = versions();
        return versions.size() == PEOPLE && versions.values().stream().allMatch(found -> found == version);
    }

    /** The version that each contact has, by the person's number. */
    private Map<String, Integer> versions() {
        Map<String, Integer> versions = new TreeMap<>();
        for (JsonNode contact :
                control.send("GET", "/_/objects?type=Contacts", null).orThrow().path("objects")) {
            JsonNode properties = contact.path("properties");
            versions.put(
                    properties.path("Customer_Id").asText(),
                    properties.path("Version").asInt());
        }
        return versions;
    }

    /** Contacts that were given an older version after a newer one. */
    private List<String> backwards() {
        List<String> backwards = new ArrayList<>();
        Map<String, Integer> newest = new HashMap<>();
        for (JsonNode version :
                control.send("GET", "/_/versions?limit=1000000", null).orThrow().path("versions")) {
            String id = version.path("id").asText();
            int number = version.path("properties").path("Version").asInt();
            Integer before = newest.put(id, number);
            if (before != null && before > number) {
                backwards.add(id + ": " + before + " then " + number);
            }
        }
        return backwards;
    }
}
