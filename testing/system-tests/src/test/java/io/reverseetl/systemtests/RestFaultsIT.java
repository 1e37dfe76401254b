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
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CRMs that are described by config alone, while every twentieth of their calls goes wrong. */
@ExtendWith(Environment.class)
class RestFaultsIT {

    /** CRMs of different shapes, and how much is sent to each. */
    private enum Shape {
        /** A hundred records a call, each with its result: every twentieth is wrong. */
        ZOHO("zoho-contacts", "Contacts", "Customer_Id", "Version", "/upsert", 100, 5_000, 4, 50) {
            @Override
            String mapping() {
                return "Last_Name = name; Email = email; Version = version";
            }
        },
        /** Fifty records a call, and one that is wrong takes all of them back: a few are. */
        ODOO("odoo-partners", "res.partner", "ref", "version", "/jsonrpc", 50, 1_500, 2, 3) {
            @Override
            String mapping() {
                return "name; version";
            }
        };

        private final String example;
        private final String object;
        private final String id;
        private final String version;
        private final String path;
        private final int batchSize;
        private final int people;
        private final int versions;
        private final int wrongOfAThousand;

        Shape(
                String example,
                String object,
                String id,
                String version,
                String path,
                int batchSize,
                int people,
                int versions,
                int wrongOfAThousand) {
            this.example = example;
            this.object = object;
            this.id = id;
            this.version = version;
            this.path = path;
            this.batchSize = batchSize;
            this.people = people;
            this.versions = versions;
            this.wrongOfAThousand = wrongOfAThousand;
        }

        abstract String mapping();

        String topic() {
            return "rest." + example;
        }

        /** What is wrong with a version of somebody, as the code under which it is refused; empty if nothing is. */
        String wrong(int person, int version) {
            int drawn = Math.floorMod((person * versions + version) * 0x9E3779B1, 1_000);
            if (drawn >= wrongOfAThousand) {
                return "";
            }
            if (this == ODOO) {
                return "odoo.exceptions.ValidationError";
            }
            return drawn % 2 == 0 ? "INVALID_DATA" : "MANDATORY_NOT_FOUND";
        }

        /** The newest valid version of everybody who has one, by the person's number. */
        Map<String, Integer> expectedAfter(int version) {
            Map<String, Integer> expected = new TreeMap<>();
            for (int person = 0; person < people; person++) {
                for (int each = 0; each <= version; each++) {
                    if (wrong(person, each).isEmpty()) {
                        expected.put(String.valueOf(person), each);
                    }
                }
            }
            return expected;
        }

        /** All that is wrong, by who and which version it is. */
        Map<String, String> expectedRejections() {
            Map<String, String> wrong = new TreeMap<>();
            for (int version = 0; version < versions; version++) {
                for (int person = 0; person < people; person++) {
                    if (!wrong(person, version).isEmpty()) {
                        wrong.put(person + " in version " + version, wrong(person, version));
                    }
                }
            }
            return wrong;
        }

        /** The calls of a sink that wastes none, if none is lost. */
        int neededCalls() {
            return IntStream.range(0, versions)
                    .map(version -> new CallOracle(batchSize)
                            .calls(
                                    people,
                                    person -> this == ODOO
                                            && !wrong(person, version).isEmpty()))
                    .sum();
        }
    }

    private final CrmSimulator crm = CrmSimulator.start(
            SimulatorSettings.defaults().withToken("t").withFaultRate(0.05).withSeed(7));
    private final JsonHttp http = new JsonHttp(crm.baseUrl(), "t");

    @AfterEach
    void close() {
        crm.close();
    }

    @ParameterizedTest
    @EnumSource
    void the_crm_ends_with_the_latest_valid_rows_for_hardly_more_calls_than_it_takes(Shape shape, LocalCluster cluster)
            throws Exception {
        // Given
        createTopic(cluster, shape.topic());
        try (Connectors connectors = new Connectors(cluster.connect())) {
            connectors.create(sink(shape));
            // Beside what goes wrong at random: a slow answer, a page of a proxy, and what is rarer.
            http.send("POST", "/_/faults", """
                    [{"kind":"delay","millis":300}, {"kind":"garbage"}, {"kind":"status","status":423},
                     {"kind":"status","status":429,"retryAfter":1}, {"kind":"status","status":502},
                     {"kind":"delay","millis":300}]
                    """).orThrow();

            // When: one version of everybody after the other, so that none takes the place of another.
            for (int version = 0; version < shape.versions; version++) {
                produce(cluster, shape, version);
                Map<String, Integer> expected = shape.expectedAfter(version);
                await().atMost(Connectors.PATIENCE)
                        .failFast(() -> assertThat(cluster.connect().failure(shape.example))
                                .isNull())
                        .untilAsserted(() -> assertThat(versions(shape)).isEqualTo(expected));
            }

            // Then: what is put aside is what is wrong, with the CRM's reason.
            Map<String, String> wrong = shape.expectedRejections();
            Topic rejected = new Topic(cluster.broker().bootstrapServers(), shape.topic() + ".rejected");
            await().atMost(Connectors.PATIENCE).until(() -> rejected.messages().size() >= wrong.size());
            List<Topic.Message> letters = rejected.messages();
            assertThat(letters).hasSameSizeAs(wrong.keySet());
            Map<String, String> reasons = new TreeMap<>();
            letters.forEach(message -> reasons.put(nameOf(message), codeOf(message)));
            assertThat(reasons).isEqualTo(wrong);
            assertThat(cluster.connect().failure(shape.example)).isNull();
        }

        // Then: nobody has gone back in time, and no call was wasted.
        assertThat(backwards(shape)).isEmpty();
        int needed = shape.neededCalls();
        CallOracle.Calls calls = CallOracle.Calls.to(http, shape.path);
        assertThat(calls.lost()).isGreaterThan(needed / 40);
        assertThat((double) calls.all())
                .as("calls, of which %s were lost, where %s are needed", calls.lost(), needed)
                .isBetween(0.9 * (needed + calls.lost()), 1.1 * (needed + calls.lost()));
    }

    private static String person(Shape shape, int person, int version) {
        String wrong = shape.wrong(person, version);
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("version", version);
        row.put("name", wrong.isEmpty() || wrong.equals("INVALID_DATA") ? "Person " + person : null);
        row.put("email", wrong.equals("INVALID_DATA") ? "nowhere" : "p" + person + "@example.com");
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
                .replaceFirst(".*\\bcode=([\\w.]+).*", "$1");
    }

    private ObjectNode sink(Shape shape) {
        ObjectNode sink = Connectors.example(
                shape.example + "/sink.json",
                shape.example,
                Map.of(
                        "topics", shape.topic(),
                        "crm.url", crm.baseUrl(),
                        "auth.token", "t",
                        "id.from", "key",
                        "key.converter", "org.apache.kafka.connect.storage.StringConverter",
                        "key.converter.schemas.enable", "",
                        "value.converter.schemas.enable", "false",
                        "transforms.contact.mapping", shape.mapping(),
                        "errors.deadletterqueue.topic.name", shape.topic() + ".rejected"));
        ObjectNode config = (ObjectNode) sink.path("config");
        config.put("validate.live", "false");
        config.put("retry.backoff.ms", "20");
        config.put("retry.backoff.max.ms", "200");
        config.put("batch.linger.ms", "300");
        config.put("consumer.override.auto.offset.reset", "earliest");
        return sink;
    }

    private static void createTopic(LocalCluster cluster, String name) throws Exception {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", cluster.broker().bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(name, Optional.of(4), Optional.empty())))
                    .all()
                    .get();
        }
    }

    private static void produce(LocalCluster cluster, Shape shape, int version) throws Exception {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.broker().bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int person = 0; person < shape.people; person++) {
                sent.add(producer.send(
                        new ProducerRecord<>(shape.topic(), String.valueOf(person), person(shape, person, version))));
            }
        }
        for (Future<RecordMetadata> each : sent) {
            each.get();
        }
    }

    /** The version that each object has, by the person's number. */
    private Map<String, Integer> versions(Shape shape) {
        Map<String, Integer> versions = new TreeMap<>();
        for (JsonNode object : http.send("GET", "/_/objects?type=" + shape.object, null)
                .orThrow()
                .path("objects")) {
            JsonNode properties = object.path("properties");
            versions.put(
                    properties.path(shape.id).asText(),
                    properties.path(shape.version).asInt());
        }
        return versions;
    }

    /** Objects that were given an older version after a newer one. */
    private List<String> backwards(Shape shape) {
        List<String> backwards = new ArrayList<>();
        Map<String, Integer> newest = new HashMap<>();
        for (JsonNode version :
                http.send("GET", "/_/versions?limit=1000000", null).orThrow().path("versions")) {
            String id = version.path("id").asText();
            int number = version.path("properties").path(shape.version).asInt();
            Integer before = newest.put(id, number);
            if (before != null && before > number) {
                backwards.add(id + ": " + before + " then " + number);
            }
        }
        return backwards;
    }
}
