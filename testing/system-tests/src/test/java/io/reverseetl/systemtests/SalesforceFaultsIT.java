// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.testing.cluster.JsonHttp;
import io.reverseetl.testing.cluster.LocalCluster;
import io.reverseetl.testing.crm.CrmSimulator;
import io.reverseetl.testing.crm.SimulatorSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
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
        int needed = IntStream.range(0, run.people.versions())
                .map(version -> new CallOracle(COLLECTION)
                                .calls(
                                        run.people.number(),
                                        person -> run.people
                                                .wrong(person, version)
                                                .equals("JSON_PARSER_ERROR"))
                        + callsForLocked(run.people.number()))
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
                + run.people.versions() * callsForLocked(run.people.number());
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
        private final People people;
        private final boolean refusesCalls;

        private Run(String name, String example, int people, boolean refusesCalls) {
            this.name = name;
            this.example = example;
            this.people = new People(people, RECORDS / people, this::wrong);
            this.refusesCalls = refusesCalls;
        }

        private void play(LocalCluster cluster) throws Exception {
            InputTopic topic = InputTopic.create(cluster, name, 4);
            SimulatedObjects contacts = new SimulatedObjects(http, "Contact", "Customer_Id__c", "MailingPostalCode");
            SimulatedObjects.createAccount(http);
            try (Connectors connectors = new Connectors(cluster.connect())) {
                for (int version = 0; version < people.versions(); version++) {
                    people.produce(topic, version, this::row);
                    if (version == 0) {
                        // It finds a backlog.
                        connectors.create(sink(cluster));
                    }
                    people.awaitArrival(cluster, name, version, contacts);
                }
                people.assertDeadLetters(new Topic(cluster.broker().bootstrapServers(), name + ".rejected"));
                assertThat(cluster.connect().failure(name)).isNull();
            }
            assertThat(contacts.backwards()).isEmpty();
        }

        /** What is wrong, by a number that is drawn. */
        private String wrong(int drawn) {
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
            String wrong = people.wrong(person, version);
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
                            // These rows lack the columns that the examples check.
                            "transforms",
                            "contact",
                            "transforms.contact.mapping",
                            "FirstName = first; LastName = last; Email = email; MailingPostalCode = version;"
                                    + " HasOptedOutOfEmail = opted; \"Account.Account_Number__c\" = account"));
            ObjectNode config = (ObjectNode) sink.path("config");
            Connectors.hurry(config);
            config.put("batch.linger.ms", "300");
            if (config.has("state.topic")) {
                config.put("kafka.bootstrap.servers", cluster.broker().bootstrapServers());
                config.put("state.topic", name + ".state");
            }
            return sink;
        }
    }
}
