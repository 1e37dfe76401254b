// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.testing.cluster.JsonHttp;
import io.reverseetl.testing.cluster.LocalCluster;
import io.reverseetl.testing.crm.CrmSimulator;
import io.reverseetl.testing.crm.SimulatorSettings;
import io.reverseetl.testing.crm.hubspot.InvalidRecords;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** 20,000 records to a HubSpot that fails every twentieth call, and every twentieth record is wrong. */
@ExtendWith(Environment.class)
class HubSpotFaultsIT {

    private static final String TOPIC = "hubspot.people";
    private static final People PEOPLE = new People(5_000, 4, HubSpotFaultsIT::wrong);

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
        InputTopic topic = InputTopic.create(cluster, TOPIC, 4);
        prepareAccount();
        CallOracle.Calls before = upserts();
        SimulatedObjects contacts = new SimulatedObjects(http, "contacts", "customer_id", "version");
        try (Connectors connectors = new Connectors(cluster.connect())) {
            connectors.create(sink());
            // Beside what goes wrong at random: what HubSpot and a proxy before it answer now and then.
            http.send("POST", "/_/faults", """
                    [{"kind":"delay","millis":300}, {"kind":"garbage"}, {"kind":"status","status":423},
                     {"kind":"status","status":477,"retryAfter":1}, {"kind":"status","status":502},
                     {"kind":"status","status":524}, {"kind":"delay","millis":300}]
                    """).orThrow();

            // When
            PEOPLE.play(cluster, "hubspot-faults", topic, HubSpotFaultsIT::row, contacts);

            // Then: what is put aside is what is wrong, with the reason.
            PEOPLE.assertDeadLetters(new Topic(cluster.broker().bootstrapServers(), "hubspot.rejected"));
            assertThat(cluster.connect().failure("hubspot-faults")).isNull();
        }

        // Then: nobody has gone back in time, and no call was wasted.
        assertThat(contacts.backwards()).isEmpty();
        int needed = IntStream.range(0, PEOPLE.versions())
                .map(version -> new CallOracle(100)
                        .calls(
                                PEOPLE.number(),
                                person -> PEOPLE.wrong(person, version).equals("CONFLICT")))
                .sum();
        CallOracle.Calls calls = upserts();
        int lost = calls.lost() - before.lost();
        assertThat(lost).isGreaterThan(needed / 40);
        assertThat((double) calls.all() - before.all())
                .as("calls, of which %s were lost, where %s are needed", lost, needed)
                .isBetween(0.9 * (needed + lost), 1.1 * (needed + lost));
    }

    /** What is wrong, by a number that is drawn. */
    private static String wrong(int drawn) {
        // Each takes some 14 calls, and one call in eighty asks for a second of peace.
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

    private static String row(int person, int version) {
        String wrong = PEOPLE.wrong(person, version);
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
                        // These rows lack the columns that the example checks.
                        "transforms", "contact",
                        "transforms.contact.mapping", "email; version; visits; lifecyclestage = stage",
                        "errors.deadletterqueue.topic.name", "hubspot.rejected"));
        ObjectNode config = (ObjectNode) sink.path("config");
        Connectors.hurry(config);
        config.put("batch.linger.ms", "300");
        return sink;
    }

    private CallOracle.Calls upserts() {
        return CallOracle.Calls.to(http, "/batch/upsert");
    }
}
