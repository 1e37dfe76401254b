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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
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
        InputTopic customers = InputTopic.create(cluster, "assoc.customers", 1);
        InputTopic companies = InputTopic.create(cluster, "assoc.companies", 1);
        try (Connectors connectors = new Connectors(cluster.connect())) {
            connectors.create(sink());

            // When: customers first
            customers.produce(IntStream.range(0, CONTACTS)
                    .mapToObj(i -> new InputTopic.Text(json(Map.of("customer_id", "C" + i)), json(customer(i)))));
            companies.produce(IntStream.range(0, COMPANIES)
                    .mapToObj(i -> new InputTopic.Text(json(Map.of("company_no", "A" + i)), json(company(i)))));

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
