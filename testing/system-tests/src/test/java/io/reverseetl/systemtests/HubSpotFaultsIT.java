// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.testing.cluster.JsonHttp;
import io.reverseetl.testing.cluster.LocalCluster;
import io.reverseetl.testing.crm.CrmSimulator;
import io.reverseetl.testing.crm.SimulatorSettings;
import io.reverseetl.testing.crm.hubspot.InvalidRecords;
import java.time.Duration;
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

/** 20,000 records to a HubSpot that fails every twentieth call, and every twentieth record is wrong. */
@ExtendWith(Environment.class)
class HubSpotFaultsIT {

    private static final String TOPIC = "hubspot.people";
    private static final int PEOPLE = 5_000;
    private static final int VERSIONS = 4;

    /** Somebody else's address: to set it again is a conflict, for which HubSpot refuses the whole batch. */
    private static final String TAKEN = "taken@example.com";

    private final CrmSimulator crm = CrmSimulator.start(SimulatorSettings.defaults()
            .withToken("t")
            .withInvalidRecords(InvalidRecords.PARTIAL)
            .withLimits(20_000, 250_000)
            .withFaultRate(0.05)
            .withSeed(11));
    private final JsonHttp http = new JsonHttp(crm.baseUrl(), "t");

    @AfterEach
    void close() {
        crm.close();
    }

    @Test
    void the_crm_ends_with_the_latest_valid_rows_for_hardly_more_calls_than_it_takes(LocalCluster cluster)
            throws Exception {
        // Given
        createTopic(cluster);
        prepareAccount();
        CallOracle.Calls before = upserts();
        try (Connectors connectors = new Connectors(cluster.connect())) {
            connectors.create(sink());
            // Beside what goes wrong at random: what HubSpot and a proxy before it answer now and then.
            http.send("POST", "/_/faults", """
                    [{"kind":"delay","millis":300}, {"kind":"garbage"}, {"kind":"status","status":423},
                     {"kind":"status","status":477,"retryAfter":1}, {"kind":"status","status":502},
                     {"kind":"status","status":524}, {"kind":"delay","millis":300}]
                    """).orThrow();

            // When: one version of everybody after the other, so that none takes the place of another.
            for (int version = 0; version < VERSIONS; version++) {
                produce(cluster, version);
                Map<String, Integer> expected = expectedAfter(version);
                await().atMost(Connectors.PATIENCE)
                        .pollInterval(Duration.ofMillis(300))
                        .failFast(() -> assertThat(cluster.connect().failure("hubspot-faults"))
                                .isNull())
                        .untilAsserted(() -> assertThat(versions()).isEqualTo(expected));
            }

            // Then: what is put aside is what is wrong, with the reason.
            Map<String, String> wrong = new TreeMap<>();
            for (int version = 0; version < VERSIONS; version++) {
                for (int person = 0; person < PEOPLE; person++) {
                    String code = wrong(person, version);
                    if (!code.isEmpty()) {
                        wrong.put(person + " in version " + version, code);
                    }
                }
            }
            assertThat(wrong).hasSizeBetween(900, 1_100);
            Topic rejected = new Topic(cluster.broker().bootstrapServers(), "hubspot.rejected");
            await().atMost(Connectors.PATIENCE).until(() -> rejected.messages().size() >= wrong.size());
            assertThat(rejected.messages()).hasSameSizeAs(wrong.keySet());
            Map<String, String> reasons = new TreeMap<>();
            rejected.messages().forEach(message -> reasons.put(nameOf(message), codeOf(message)));
            assertThat(reasons).isEqualTo(wrong);
            assertThat(cluster.connect().failure("hubspot-faults")).isNull();
        }

        // Then: nobody has gone back in time, and no call was wasted.
        assertThat(backwards()).isEmpty();
        int needed = IntStream.range(0, VERSIONS)
                .map(version -> new CallOracle(100)
                        .calls(PEOPLE, person -> wrong(person, version).equals("CONFLICT")))
                .sum();
        CallOracle.Calls calls = upserts();
        int lost = calls.lost() - before.lost();
        assertThat(lost).isGreaterThan(needed / 40);
        assertThat((double) calls.all() - before.all())
                .as("calls, of which %s were lost, where %s are needed", lost, needed)
                .isBetween(0.9 * (needed + lost), 1.1 * (needed + lost));
    }

    /** What is wrong with a version of somebody, as the code under which it is refused; empty if nothing is. */
    private static String wrong(int person, int version) {
        int drawn = Math.floorMod((person * VERSIONS + version) * 0x9E3779B1, 1_000);
        // Each takes some 14 calls, and of every 80 calls one is answered with 429, which halves the pace.
        if (drawn < 1) {
            return "CONFLICT";
        }
        if (drawn < 20) {
            return "INVALID_EMAIL";
        }
        if (drawn < 35) {
            return "INVALID_NUMBER";
        }
        return drawn < 50 ? "INVALID_OPTION" : "";
    }

    private static String person(int person, int version) {
        String wrong = wrong(person, version);
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("version", version);
        row.put(
                "email",
                switch (wrong) {
                    case "CONFLICT" -> TAKEN;
                    case "INVALID_EMAIL" -> "nowhere";
                    default -> "p" + person + "@example.com";
                });
        row.put("visits", wrong.equals("INVALID_NUMBER") ? "many" : "12");
        row.put("stage", wrong.equals("INVALID_OPTION") ? "neighbour" : "customer");
        return row.toString();
    }

    private static String nameOf(Topic.Message message) {
        return message.key().asText() + " in version "
                + message.value().path("version").asInt();
    }

    /** The code in the line that says why. */
    private static String codeOf(Topic.Message message) {
        return message.headers()
                .getOrDefault("__connect.errors.exception.message", "")
                .replaceFirst(".*\\bcode=(\\w+).*", "$1");
    }

    /** The newest valid version of everybody who has one, by the person's number. */
    private static Map<String, Integer> expectedAfter(int version) {
        Map<String, Integer> expected = new TreeMap<>();
        for (int person = 0; person < PEOPLE; person++) {
            for (int each = 0; each <= version; each++) {
                if (wrong(person, each).isEmpty()) {
                    expected.put(String.valueOf(person), each);
                }
            }
        }
        return expected;
    }

    /** Calls go wrong from the beginning, so these may have to be repeated. */
    private void prepareAccount() {
        create("customer_id", "string", true);
        create("visits", "number", false);
        create("version", "number", false);
        String body = """
                {"inputs":[{"id":"%s","idProperty":"email","properties":{}}]}
                """.formatted(TAKEN);
        await().ignoreExceptions()
                .until(() -> http.send("POST", "/crm/v3/objects/contacts/batch/upsert", body)
                                .status()
                        == 200);
    }

    private void create(String name, String type, boolean unique) {
        String body = """
                {"groupName":"contactinformation","name":"%s","label":"%s","type":"%s","fieldType":"text",
                 "hasUniqueValue":%s}
                """.formatted(name, name, type, unique);
        await().ignoreExceptions()
                .until(
                        () -> http.send("POST", "/crm/v3/properties/contacts", body)
                                .status(),
                        status -> status == 201 || status == 409);
    }

    private ObjectNode sink() {
        ObjectNode sink = Connectors.example(
                "customers-to-hubspot/sink.json",
                "hubspot-faults",
                Map.of(
                        "topics", TOPIC,
                        "crm.url", crm.baseUrl(),
                        "auth.token", "t",
                        "id.from", "key",
                        "key.converter", "org.apache.kafka.connect.storage.StringConverter",
                        "key.converter.schemas.enable", "",
                        "value.converter.schemas.enable", "false",
                        "transforms.contact.mapping", "email; version; visits; lifecyclestage = stage",
                        "errors.deadletterqueue.topic.name", "hubspot.rejected"));
        ObjectNode config = (ObjectNode) sink.path("config");
        config.put("validate.live", "false");
        config.put("retry.backoff.ms", "20");
        config.put("retry.backoff.max.ms", "200");
        config.put("batch.linger.ms", "300");
        config.put("consumer.override.auto.offset.reset", "earliest");
        return sink;
    }

    private static void createTopic(LocalCluster cluster) throws Exception {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", cluster.broker().bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(4), Optional.empty())))
                    .all()
                    .get();
        }
    }

    private static void produce(LocalCluster cluster, int version) throws Exception {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.broker().bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int person = 0; person < PEOPLE; person++) {
                sent.add(producer.send(new ProducerRecord<>(TOPIC, String.valueOf(person), person(person, version))));
            }
        }
        for (Future<RecordMetadata> each : sent) {
            each.get();
        }
    }

    /** The version that each contact has, by the person's number. */
    private Map<String, Integer> versions() {
        Map<String, Integer> versions = new TreeMap<>();
        for (JsonNode contact :
                http.send("GET", "/_/objects?type=contacts", null).orThrow().path("objects")) {
            JsonNode properties = contact.path("properties");
            if (properties.has("customer_id")) {
                versions.put(
                        properties.path("customer_id").asText(),
                        properties.path("version").asInt());
            }
        }
        return versions;
    }

    /** Contacts that were given an older version after a newer one. */
    private List<String> backwards() {
        List<String> backwards = new ArrayList<>();
        Map<String, Integer> newest = new HashMap<>();
        for (JsonNode version :
                http.send("GET", "/_/versions?limit=1000000", null).orThrow().path("versions")) {
            String id = version.path("id").asText();
            int number = version.path("properties").path("version").asInt();
            Integer before = newest.put(id, number);
            if (before != null && before > number) {
                backwards.add(id + ": " + before + " then " + number);
            }
        }
        return backwards;
    }

    private CallOracle.Calls upserts() {
        return CallOracle.Calls.to(http, "/batch/upsert");
    }
}
