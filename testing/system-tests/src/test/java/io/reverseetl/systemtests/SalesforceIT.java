// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.testing.cluster.Cluster;
import io.reverseetl.testing.cluster.Crm;
import io.reverseetl.testing.cluster.JsonHttp;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A real worker writes to a Salesforce that fails in every way it can. */
@ExtendWith(Environment.class)
class SalesforceIT {

    private static final String EXAMPLE = "customers-to-salesforce/sink.json";
    private static final String TOPIC = "salesforce.customers";
    private static final String REJECTED = "salesforce.rejected";
    private static final int CUSTOMERS = 1_000;
    private static final int VERSIONS = 3;
    private static final String REASON = "__connect.errors.exception.message";

    /** What is wrong with some customers, and the code under which Salesforce refuses them. */
    private static final Map<Integer, String> CODES = Map.of(
            7, "INVALID_EMAIL_ADDRESS",
            27, "REQUIRED_FIELD_MISSING",
            47, "STRING_TOO_LONG",
            67, "INVALID_FIELD",
            87, "JSON_PARSER_ERROR");

    @Test
    void the_example_is_good(Cluster cluster) {
        ObjectNode config = (ObjectNode) Connectors.example(EXAMPLE).path("config");
        assertThat(cluster.connect().validate(config.put("name", "salesforce"))).isEmpty();
    }

    @Test
    void customers_end_as_they_are_and_the_invalid_ones_in_the_dead_letter_queue(Cluster cluster) throws Exception {
        try (Crm crm = cluster.startCrm("salesforce", List.of("--fault-rate", "0.05", "--seed", "42"));
                Connectors connectors = new Connectors(cluster.connect())) {
            // Given: faults at random, and those that are not among them.
            JsonHttp http = new JsonHttp(crm.url(), crm.token());
            SimulatedObjects.createAccount(http);
            SimulatedObjects contacts = new SimulatedObjects(http, "Contact", "Customer_Id__c", "MailingPostalCode");
            // The first call is for a token, and the one after a 401 is for another.
            http.send("POST", "/_/faults", """
                            [{"kind":"delay","millis":300}, {"kind":"status","status":401},
                             {"kind":"delay","millis":300}, {"kind":"garbage"}, {"kind":"status","status":500}]
                            """).orThrow();
            produce(cluster);

            // When
            connectors.create(sink(crm));

            // Then
            Map<String, Integer> expected = new TreeMap<>();
            Map<String, String> codes = new TreeMap<>();
            for (int i = 0; i < CUSTOMERS; i++) {
                String code = CODES.get(i % 100);
                if (code == null) {
                    expected.put("C" + i, VERSIONS - 1);
                } else {
                    codes.put("C" + i, code);
                }
            }
            await().atMost(Connectors.PATIENCE)
                    .failFast(() -> assertThat(cluster.connect().failure("salesforce-sink"))
                            .isNull())
                    .untilAsserted(() -> assertThat(contacts.versions()).isEqualTo(expected));
            Topic rejected = new Topic(cluster.bootstrapServers(), REJECTED);
            await().atMost(Connectors.PATIENCE)
                    .untilAsserted(() -> assertThat(rejectedKeys(rejected)).isEqualTo(codes.keySet()));
            assertThat(rejected.messages())
                    .allSatisfy(message -> assertThat(message.headers().get(REASON))
                            .contains("code=" + codes.get(key(message)) + " ")
                            .doesNotContain("nowhere", "nobody", "perhaps"));
            assertThat(contacts.backwards()).isEmpty();
            assertThat(cluster.connect().failure("salesforce-sink")).isNull();
        }
    }

    private static ObjectNode sink(Crm crm) {
        ObjectNode sink = Connectors.example(
                EXAMPLE,
                "salesforce-sink",
                Map.of(
                        "topics", TOPIC,
                        "auth.token.url", crm.urlForWorkers() + "/services/oauth2/token",
                        "errors.deadletterqueue.topic.name", REJECTED));
        ObjectNode config = (ObjectNode) sink.path("config");
        Connectors.hurry(config);
        return sink;
    }

    private static void produce(Cluster cluster) throws Exception {
        InputTopic.create(cluster, TOPIC, 4)
                .produce(IntStream.range(0, VERSIONS)
                        .boxed()
                        .flatMap(version -> IntStream.range(0, CUSTOMERS)
                                .mapToObj(i -> new InputTopic.Text(
                                        "{\"customer_id\":\"C" + i + "\"}", customer(i, version)))));
    }

    /** A row with its schema, as the JSON converter writes it. Its version is told by its postcode. */
    private static String customer(int i, int version) {
        String code = CODES.getOrDefault(i % 100, "");
        boolean wrongKind = code.equals("JSON_PARSER_ERROR");
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("first_name", code.equals("STRING_TOO_LONG") ? "A".repeat(41) : "Ada");
        row.put("last_name", code.equals("REQUIRED_FIELD_MISSING") ? null : "O'Brien " + i);
        row.put("email", code.equals("INVALID_EMAIL_ADDRESS") ? "nowhere" : "c" + i + "@example.com");
        row.put("phone", "1").put("city", "Paris").put("postcode", String.valueOf(version));
        row.put("last_purchase_date", 20_000).put("total_spent", 12.5);
        if (wrongKind) {
            row.put("unsubscribed", "perhaps");
        } else {
            row.put("unsubscribed", i % 2 == 0);
        }
        row.put("account_no", code.equals("INVALID_FIELD") ? "nobody" : "A9");
        row.put("last_updated", 1_795_415_640_123L);
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "struct");
        row.fieldNames().forEachRemaining(name -> {
            ObjectNode field = schema.withArray("fields").addObject();
            field.put("field", name).put("optional", true).put("type", "string");
            switch (name) {
                case "last_purchase_date" ->
                    field.put("type", "int32").put("name", "org.apache.kafka.connect.data.Date");
                case "last_updated" ->
                    field.put("type", "int64").put("name", "org.apache.kafka.connect.data.Timestamp");
                case "total_spent" -> field.put("type", "double");
                case "unsubscribed" -> field.put("type", wrongKind ? "string" : "boolean");
                default -> {}
            }
        });
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.set("schema", schema);
        message.set("payload", row);
        return message.toString();
    }

    private static Set<String> rejectedKeys(Topic topic) {
        Set<String> keys = new TreeSet<>();
        topic.messages().forEach(message -> keys.add(key(message)));
        return keys;
    }

    private static String key(Topic.Message message) {
        return message.key().path("customer_id").asText();
    }
}
