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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The example that writes companies and contacts, and associates them. */
@ExtendWith(Environment.class)
class CompaniesIT {

    private static final int COMPANIES = 20;
    private static final int CONTACTS = 300;

    private final CrmSimulator crm =
            CrmSimulator.start(SimulatorSettings.defaults().withToken("t"));
    private final JsonHttp http = new JsonHttp(crm.baseUrl(), "t");

    @AfterEach
    void close() {
        crm.close();
    }

    @Test
    void each_contact_is_associated_with_its_company_whichever_comes_first(LocalCluster cluster) throws Exception {
        // Given
        createProperty("companies", "company_no");
        createProperty("contacts", "customer_id");
        createTopics(cluster);
        try (Connectors connectors = new Connectors(cluster.connect());
                KafkaProducer<String, String> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", cluster.broker().bootstrapServers()),
                        new StringSerializer(),
                        new StringSerializer())) {
            connectors.create(sink());

            // When: customers first
            for (int i = 0; i < CONTACTS; i++) {
                produce(producer, "assoc.customers", Map.of("customer_id", "C" + i), customer(i));
            }
            for (int i = 0; i < COMPANIES; i++) {
                produce(producer, "assoc.companies", Map.of("company_no", "A" + i), company(i));
            }

            // Then
            Map<String, String> expected = new TreeMap<>();
            for (int i = 0; i < CONTACTS; i++) {
                expected.put("C" + i, "[A" + i % COMPANIES + "]");
            }
            await().atMost(Connectors.PATIENCE)
                    .failFast(() ->
                            assertThat(cluster.connect().failure("assoc-sink")).isNull())
                    .untilAsserted(() -> assertThat(companiesOfContacts()).isEqualTo(expected));
        }
    }

    private static void createTopics(LocalCluster cluster) throws Exception {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", cluster.broker().bootstrapServers()))) {
            admin.createTopics(Stream.of("assoc.customers", "assoc.companies")
                            .map(topic -> new NewTopic(topic, Optional.of(1), Optional.empty()))
                            .toList())
                    .all()
                    .get();
        }
    }

    private ObjectNode sink() {
        ObjectNode sink = Connectors.example(
                "contacts-with-companies/sink.json",
                "assoc-sink",
                Map.of(
                        "topics", "assoc.companies,assoc.customers",
                        "crm.url", crm.baseUrl(),
                        "auth.token", "t",
                        "objects.companies.topic", "assoc.companies",
                        "objects.contacts.topic", "assoc.customers",
                        "predicates.isCompany.pattern", "assoc\\.companies",
                        "predicates.isCustomer.pattern", "assoc\\.customers",
                        "value.converter.schemas.enable", "false",
                        "errors.deadletterqueue.topic.name", "assoc.rejected"));
        ObjectNode config = (ObjectNode) sink.path("config");
        config.put("retry.backoff.max.ms", "500");
        config.put("consumer.override.auto.offset.reset", "earliest");
        return sink;
    }

    private static Map<String, String> company(int i) {
        return Map.of("name", "Company " + i, "city", "Paris", "employees", "12");
    }

    private static Map<String, String> customer(int i) {
        return Map.of(
                "first_name", "Ada",
                "last_name", "Number " + i,
                "email", "assoc" + i + "@example.com",
                "company_no", "A" + i % COMPANIES);
    }

    private static void produce(
            KafkaProducer<String, String> producer, String topic, Map<String, String> key, Map<String, String> row)
            throws Exception {
        producer.send(new ProducerRecord<>(topic, json(key), json(row))).get();
    }

    private static String json(Map<String, String> fields) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        fields.forEach(json::put);
        return json.toString();
    }

    private void createProperty(String type, String name) {
        http.send("POST", "/crm/v3/properties/" + type, """
                {"groupName":"g","name":"%s","label":"%s","type":"string","fieldType":"text","hasUniqueValue":true}
                """.formatted(name, name))
                .orThrow();
    }

    /** The numbers of the companies that each contact is associated with, by the customer's id. */
    private Map<String, String> companiesOfContacts() {
        Map<String, String> numbers = new TreeMap<>();
        for (JsonNode company : objects("companies")) {
            numbers.put(
                    company.path("id").asText(),
                    company.path("properties").path("company_no").asText());
        }
        Map<String, String> companies = new TreeMap<>();
        for (JsonNode contact : objects("contacts")) {
            JsonNode associated = http.send(
                            "POST",
                            "/crm/v4/associations/contacts/companies/batch/read",
                            "{\"inputs\":[{\"id\":\"" + contact.path("id").asText() + "\"}]}")
                    .orThrow()
                    .at("/results/0/to");
            Set<String> found = new TreeSet<>();
            associated.forEach(
                    each -> found.add(numbers.get(each.path("toObjectId").asText())));
            companies.put(contact.path("properties").path("customer_id").asText(), found.toString());
        }
        return companies;
    }

    private JsonNode objects(String type) {
        return http.send("GET", "/_/objects?type=" + type, null).orThrow().path("objects");
    }
}
