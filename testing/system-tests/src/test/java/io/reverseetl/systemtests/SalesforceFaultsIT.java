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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.function.Predicate;
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

/**
 * 20,000 records to a Salesforce that fails every twentieth call and job and locks every twentieth record, and every
 * twentieth record is wrong: once by sObject Collections, once by Bulk API 2.0.
 */
@ExtendWith(Environment.class)
class SalesforceFaultsIT {

    private static final int RECORDS = 20_000;
    private static final int COLLECTION = 200;
    private static final double FAULTS = 0.05;

    /** As some way to Salesforce: what is answered at once leaves no backlog. */
    private static final Duration LATENCY = Duration.ofMillis(100);

    /** Creating and filling a job, two to start it, three to see it end, two for its results. */
    private static final int CALLS_A_JOB = 9;

    private final CrmSimulator crm = CrmSimulator.start(SimulatorSettings.defaults()
            .withToken("t")
            .withFaultRate(FAULTS)
            .withSeed(11)
            .withLatency(LATENCY));
    private final JsonHttp http = new JsonHttp(crm.baseUrl(), "t");

    @AfterEach
    void close() {
        crm.close();
    }

    @Test
    void by_collections_the_latest_valid_rows_arrive_for_hardly_more_calls_than_it_takes(LocalCluster cluster)
            throws Exception {
        // When
        Run run = new Run("salesforce-collections", "customers-to-salesforce/sink.json", 5_000, true);
        run.play(cluster);

        // Then
        int needed = IntStream.range(0, run.versions())
                .map(version -> new CallOracle(COLLECTION)
                                .calls(
                                        run.people,
                                        person -> run.wrong(person, version).equals("JSON_PARSER_ERROR"))
                        + callsForLocked(run.people))
                .sum();
        assertCalls(needed, call -> call.path("path").asText().contains("/composite/"));
    }

    @Test
    void a_backlog_arrives_by_jobs_for_hardly_more_calls_than_it_takes(LocalCluster cluster) throws Exception {
        // When
        Run run = new Run("salesforce-bulk", "backlog-to-salesforce/sink.json", 10_000, false);
        run.play(cluster);

        // Then
        long jobs =
                calls(call -> call.path("path").asText().endsWith("/batches")).size();
        int small = calls(call -> call.path("path").asText().contains("/composite/")).stream()
                .mapToInt(call -> call.path("inputs").asInt())
                .sum();
        assertThat(small).as("records that went by collections").isLessThan(RECORDS / 3);
        int needed = (int) jobs * CALLS_A_JOB
                + new CallOracle(COLLECTION).calls(small, place -> false)
                + run.versions() * callsForLocked(run.people);
        assertCalls(needed, call -> call.path("path").asText().matches(".*/(composite|jobs)/.*"));
        assertThat(needed).isLessThan(RECORDS / COLLECTION);
    }

    /** What is locked is sent again, and a part of that once more. */
    private static int callsForLocked(int people) {
        return (int) IntStream.iterate((int) (people * FAULTS), left -> left > 0, left -> (int) (left * FAULTS))
                .mapToDouble(left -> Math.ceil((double) left / COLLECTION))
                .sum();
    }

    private void assertCalls(int needed, Predicate<JsonNode> which) {
        int all = calls(which).size();
        int lost = calls(which.and(SalesforceFaultsIT::isLost)).size();
        assertThat((double) all)
                .as("calls, of which %s were lost, where %s are needed", lost, needed)
                .isLessThan(1.1 * (needed + lost));
        assertThat(calls(SalesforceFaultsIT::isLost)).isNotEmpty();
    }

    private static boolean isLost(JsonNode call) {
        String fault = call.path("fault").asText("");
        return !fault.isEmpty() && !fault.equals("delay");
    }

    private List<JsonNode> calls(Predicate<JsonNode> which) {
        List<JsonNode> calls = new ArrayList<>();
        for (JsonNode call :
                http.send("GET", "/_/calls?limit=1000000", null).orThrow().path("calls")) {
            if (which.test(call)) {
                calls.add(call);
            }
        }
        return calls;
    }

    /** Versions of people, one after the other, so that none takes the place of another. */
    private final class Run {

        private final String name;
        private final String example;
        private final int people;
        private final boolean refusesCalls;

        private Run(String name, String example, int people, boolean refusesCalls) {
            this.name = name;
            this.example = example;
            this.people = people;
            this.refusesCalls = refusesCalls;
        }

        private int versions() {
            return RECORDS / people;
        }

        private void play(LocalCluster cluster) throws Exception {
            createTopic(cluster);
            createAccount();
            try (Connectors connectors = new Connectors(cluster.connect())) {
                for (int version = 0; version < versions(); version++) {
                    produce(cluster, version);
                    if (version == 0) {
                        connectors.create(sink(cluster));
                    }
                    Map<String, Integer> expected = expectedAfter(version);
                    await().atMost(Connectors.PATIENCE)
                            .pollInterval(Duration.ofMillis(300))
                            .failFast(() ->
                                    assertThat(cluster.connect().failure(name)).isNull())
                            .untilAsserted(() -> assertThat(contacts()).isEqualTo(expected));
                }
                assertDeadLetters(new Topic(cluster.broker().bootstrapServers(), name + ".rejected"));
                assertThat(cluster.connect().failure(name)).isNull();
            }
            assertThat(backwards()).isEmpty();
        }

        /** What is wrong with a version of somebody, as the code under which it is refused; empty if nothing is. */
        private String wrong(int person, int version) {
            int drawn = Math.floorMod((person * versions() + version) * 0x9E3779B1, 1_000);
            // Each takes some 15 calls, as it refuses its whole batch.
            if (drawn < 1) {
                return refusesCalls ? "JSON_PARSER_ERROR" : "";
            }
            if (drawn < 15) {
                return "INVALID_EMAIL_ADDRESS";
            }
            if (drawn < 30) {
                return "REQUIRED_FIELD_MISSING";
            }
            if (drawn < 40) {
                return "INVALID_FIELD";
            }
            return drawn < 50 ? "STRING_TOO_LONG" : "";
        }

        private String row(int person, int version) {
            String wrong = wrong(person, version);
            ObjectNode row = JsonNodeFactory.instance.objectNode();
            row.put("version", String.valueOf(version));
            row.put("first", wrong.equals("STRING_TOO_LONG") ? "A".repeat(41) : "Ada, \"the first\"");
            row.put("last", wrong.equals("REQUIRED_FIELD_MISSING") ? null : "O'Brien");
            row.put("email", wrong.equals("INVALID_EMAIL_ADDRESS") ? "nowhere" : "p" + person + "@example.com");
            row.put("account", wrong.equals("INVALID_FIELD") ? "nobody" : "A9");
            if (wrong.equals("JSON_PARSER_ERROR")) {
                row.put("opted", "perhaps");
            } else {
                row.put("opted", person % 2 == 0);
            }
            return row.toString();
        }

        private Map<String, Integer> expectedAfter(int version) {
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

        private void assertDeadLetters(Topic rejected) {
            Map<String, String> wrong = new TreeMap<>();
            for (int version = 0; version < versions(); version++) {
                for (int person = 0; person < people; person++) {
                    String code = wrong(person, version);
                    if (!code.isEmpty()) {
                        wrong.put(person + " in version " + version, code);
                    }
                }
            }
            assertThat(wrong).hasSizeBetween(900, 1_100);
            await().atMost(Connectors.PATIENCE).until(() -> rejected.messages().size() >= wrong.size());
            List<Topic.Message> messages = rejected.messages();
            assertThat(messages).hasSameSizeAs(wrong.keySet());
            Map<String, String> reasons = new TreeMap<>();
            messages.forEach(message -> reasons.put(
                    message.key().asText() + " in version "
                            + message.value().path("version").asText(),
                    message.headers()
                            .getOrDefault("__connect.errors.exception.message", "")
                            .replaceFirst(".*\\bcode=(\\w+).*", "$1")));
            assertThat(reasons).isEqualTo(wrong);
        }

        private ObjectNode sink(LocalCluster cluster) {
            ObjectNode sink = Connectors.example(
                    example,
                    name,
                    Map.of(
                            "topics",
                            name,
                            "auth.token.url",
                            crm.baseUrl() + "/services/oauth2/token",
                            "id.from",
                            "key",
                            "key.converter",
                            "org.apache.kafka.connect.storage.StringConverter",
                            "key.converter.schemas.enable",
                            "",
                            "value.converter.schemas.enable",
                            "false",
                            "errors.deadletterqueue.topic.name",
                            name + ".rejected",
                            "transforms.contact.mapping",
                            "FirstName = first; LastName = last; Email = email; MailingPostalCode = version;"
                                    + " HasOptedOutOfEmail = opted; \"Account.Account_Number__c\" = account"));
            ObjectNode config = (ObjectNode) sink.path("config");
            config.put("validate.live", "false");
            config.put("retry.backoff.ms", "20");
            config.put("retry.backoff.max.ms", "200");
            config.put("batch.linger.ms", "300");
            // One call in eighty is told to be one too many at a time, and Salesforce names no limit to return to.
            config.put("quota.window.calls", "20000");
            config.put("consumer.override.auto.offset.reset", "earliest");
            if (config.has("state.topic")) {
                config.put("kafka.bootstrap.servers", cluster.broker().bootstrapServers());
                config.put("state.topic", name + ".state");
            }
            return sink;
        }

        private void createTopic(LocalCluster cluster) throws Exception {
            try (Admin admin =
                    Admin.create(Map.of("bootstrap.servers", cluster.broker().bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic(name, Optional.of(4), Optional.empty())))
                        .all()
                        .get();
            }
        }

        private void produce(LocalCluster cluster, int version) throws Exception {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", cluster.broker().bootstrapServers()),
                    new StringSerializer(),
                    new StringSerializer())) {
                for (int person = 0; person < people; person++) {
                    sent.add(producer.send(new ProducerRecord<>(name, String.valueOf(person), row(person, version))));
                }
            }
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        }
    }

    /** Calls go wrong from the beginning, so this one may have to be repeated. */
    private void createAccount() {
        String body = """
                {"allOrNone":false,"records":[
                  {"attributes":{"type":"Account"},"Account_Number__c":"A9","Name":"Acme"}]}
                """;
        await().ignoreExceptions()
                .until(() -> http.send(
                                "PATCH", "/services/data/v62.0/composite/sobjects/Account/Account_Number__c", body)
                        .orThrow()
                        .path(0)
                        .path("success")
                        .asBoolean());
    }

    /** The version of each contact, by its external id. */
    private Map<String, Integer> contacts() {
        Map<String, Integer> contacts = new TreeMap<>();
        for (JsonNode contact :
                http.send("GET", "/_/objects?type=Contact", null).orThrow().path("objects")) {
            JsonNode fields = contact.path("properties");
            contacts.put(
                    fields.path("Customer_Id__c").asText(),
                    fields.path("MailingPostalCode").asInt());
        }
        return contacts;
    }

    /** Contacts that were given an older version after a newer one. */
    private List<String> backwards() {
        List<String> backwards = new ArrayList<>();
        Map<String, Integer> newest = new HashMap<>();
        for (JsonNode version :
                http.send("GET", "/_/versions?limit=1000000", null).orThrow().path("versions")) {
            JsonNode fields = version.path("properties");
            if (fields.has("Customer_Id__c")) {
                int number = fields.path("MailingPostalCode").asInt();
                Integer before = newest.put(fields.path("Customer_Id__c").asText(), number);
                if (before != null && before > number) {
                    backwards.add(fields.path("Customer_Id__c").asText() + ": " + before + " then " + number);
                }
            }
        }
        return backwards;
    }
}
