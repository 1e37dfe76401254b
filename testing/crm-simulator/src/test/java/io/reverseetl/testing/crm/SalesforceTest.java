// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.testing.crm.Client.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the simulator's Salesforce answers. */
class SalesforceTest {

    private static final String DATA = "/services/data/v62.0/";
    private static final String UPSERT = DATA + "composite/sobjects/Contact/Customer_Id__c";

    private CrmSimulator simulator = CrmSimulator.start(SimulatorSettings.defaults());
    private Client client = Client.of(simulator);

    private void restart(SimulatorSettings settings) {
        simulator.close();
        simulator = CrmSimulator.start(settings);
        client = Client.of(simulator);
    }

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void results_are_in_the_order_of_the_records_and_one_that_fails_leaves_the_others_alone() throws Exception {
        // When
        JsonNode results = upsert("'C1','LastName':'Ada'", "'C2'", "'C3','LastName':'Bob','Email':'nowhere'");

        // Then
        assertThat(results).hasSize(3);
        assertThat(results.get(0).path("id").asText()).startsWith("003").hasSize(18);
        assertThat(results.get(0).path("created").asBoolean()).isTrue();
        assertThat(code(results.get(1))).isEqualTo("REQUIRED_FIELD_MISSING");
        assertThat(code(results.get(2))).isEqualTo("INVALID_EMAIL_ADDRESS");
        assertThat(upsert("'C1','LastName':null")
                        .get(0)
                        .path("errors")
                        .get(0)
                        .path("statusCode")
                        .asText())
                .isEqualTo("REQUIRED_FIELD_MISSING");
        assertThat(upsert("'C1','FirstName':'Ada'").get(0).path("created").asBoolean(true))
                .isFalse();
    }

    @Test
    void an_external_id_that_is_there_twice_refuses_both() throws Exception {
        assertThat(upsert("'C1','LastName':'A'", "'C1','LastName':'B'"))
                .allSatisfy(result -> assertThat(code(result)).isEqualTo("DUPLICATE_VALUE"));
    }

    @ParameterizedTest
    @CsvSource({
        "'Nickname':'x', INVALID_FIELD",
        "'HasOptedOutOfEmail':'yes', JSON_PARSER_ERROR",
        "'Warehouse_Updated_At__c':'2026-03-01T10:00:00.123456Z', JSON_PARSER_ERROR",
        "'Account':{'Nickname':'x'}, INVALID_FIELD"
    })
    void what_the_type_does_not_know_refuses_the_whole_request(String field, String code) throws Exception {
        // When
        Answer answer = client.patch(UPSERT, records("'C1','LastName':'A'", "'C2','LastName':'B'," + field));

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get(0).path("errorCode").asText()).isEqualTo(code);
    }

    @Test
    void references_are_found_by_external_id() throws Exception {
        // Given
        client.patch(DATA + "composite/sobjects/Account/Account_Number__c", """
                {'allOrNone':false,'records':[{'attributes':{'type':'Account'},'Account_Number__c':'A9','Name':'Acme'}]}
                """);

        // When
        JsonNode results = upsert(
                "'C1','LastName':'A','Account':{'Account_Number__c':'A9'}",
                "'C2','LastName':'B','Account':{'Account_Number__c':'A0'}");

        // Then
        assertThat(results.get(0).path("success").asBoolean()).isTrue();
        assertThat(code(results.get(1))).isEqualTo("INVALID_FIELD");
        assertThat(results.get(1).toString()).contains("Foreign key external ID: A0 not found");
    }

    @Test
    void records_are_found_changed_and_deleted_by_their_ids() throws Exception {
        // Given
        upsert("'O\\u0027Hara','LastName':'A'");
        String soql = "SELECT Id,Customer_Id__c FROM Contact WHERE Customer_Id__c IN ('O\\'Hara','nobody')";

        // When
        JsonNode found = client.get(DATA + "query?q=" + URLEncoder.encode(soql, StandardCharsets.UTF_8))
                .json();
        String id = found.path("records").get(0).path("Id").asText();
        JsonNode updated =
                client.patch(DATA + "composite/sobjects", """
                        {'allOrNone':false,'records':[{'attributes':{'type':'Contact'},'id':'%s','FirstName':'Scarlett'},
                                                      {'attributes':{'type':'Contact'},'id':'003x','FirstName':'?'}]}
                        """.formatted(id)).json();
        JsonNode deleted = client.delete(DATA + "composite/sobjects?allOrNone=false&ids=" + id + "," + id)
                .json();

        // Then
        assertThat(found.path("totalSize").asInt()).isEqualTo(1);
        assertThat(updated.get(0).path("success").asBoolean()).isTrue();
        assertThat(updated.get(0).has("created")).isFalse();
        assertThat(code(updated.get(1))).isEqualTo("INVALID_CROSS_REFERENCE_KEY");
        assertThat(deleted.get(0).path("success").asBoolean()).isTrue();
        assertThat(code(deleted.get(1))).isEqualTo("ENTITY_IS_DELETED");
    }

    @Test
    void a_record_is_created_once() throws Exception {
        // Given
        upsert("'C1','LastName':'A'");

        // When
        JsonNode results = client.post(
                        DATA + "composite/sobjects",
                        records("'C1','LastName':'B'", "'C2','LastName':'B'", "'C2','LastName':'C'", "'C3'"))
                .json();

        // Then
        assertThat(code(results.get(0))).isEqualTo("DUPLICATE_VALUE");
        assertThat(results.get(1).path("id").asText()).startsWith("003").hasSize(18);
        assertThat(results.get(1).has("created")).isFalse();
        assertThat(code(results.get(2))).isEqualTo("DUPLICATE_VALUE");
        assertThat(code(results.get(3))).isEqualTo("REQUIRED_FIELD_MISSING");
        assertThat(upsert("'C2','FirstName':'D'").get(0).path("id"))
                .isEqualTo(results.get(1).path("id"));
    }

    @Test
    void two_hundred_records_are_the_most() throws Exception {
        String[] records = IntStream.range(0, 201)
                .mapToObj(i -> "'C" + i + "','LastName':'A'")
                .toArray(String[]::new);
        assertThat(client.patch(UPSERT, records(records)).status()).isEqualTo(400);
    }

    @Test
    void a_token_comes_with_the_address_of_the_org_and_costs_no_call() throws Exception {
        // Given
        restart(SimulatorSettings.defaults().withToken("secret").withLimits(0, 1));

        // When
        JsonNode token = client.post("/services/oauth2/token", "").json();
        Client signed = Client.of(simulator, token.path("access_token").asText());
        Answer first = signed.get(DATA + "sobjects/Contact/describe");
        Answer second = signed.get(DATA + "sobjects/Contact/describe");
        Answer unsigned = client.get(DATA + "sobjects/Contact/describe");

        // Then
        assertThat(token.path("instance_url").asText()).isEqualTo(simulator.baseUrl());
        assertThat(first.header("Sforce-Limit-Info")).contains("api-usage=1/1");
        assertThat(second.status()).isEqualTo(403);
        assertThat(second.body()).contains("TotalRequests Limit exceeded.");
        assertThat(unsigned.body()).contains("INVALID_SESSION_ID");
    }

    @Test
    void a_fault_of_too_many_calls_is_one_of_calls_at_a_time() throws Exception {
        // Given
        client.post("/_/faults", "[{'kind':'status','status':429}]");

        // When
        Answer answer = client.get(DATA + "sobjects/Contact/describe");

        // Then
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("ConcurrentRequests");
    }

    @Test
    void describe_tells_what_a_field_is_for() throws Exception {
        // When
        JsonNode fields = client.get(DATA + "sobjects/contact/describe").json().path("fields");

        // Then
        assertThat(fields)
                .anySatisfy(field -> assertThat(field.toString())
                        .contains("\"name\":\"Customer_Id__c\"", "\"externalId\":true", "\"unique\":true"));
        assertThat(fields)
                .anySatisfy(field ->
                        assertThat(field.toString()).contains("\"name\":\"CreatedDate\"", "\"updateable\":false"));
        assertThat(fields)
                .anySatisfy(field -> assertThat(field.toString())
                        .contains("\"name\":\"AccountId\"", "\"relationshipName\":\"Account\""));
        assertThat(client.get(DATA + "sobjects/Kontakt/describe").status()).isEqualTo(404);
    }

    private JsonNode upsert(String... records) throws Exception {
        return client.patch(UPSERT, records(records)).json();
    }

    /** A body out of contacts, each begun by the value of its external id. */
    private static String records(String... records) {
        return IntStream.range(0, records.length)
                .mapToObj(i -> "{'attributes':{'type':'Contact'},'Customer_Id__c':" + records[i] + "}")
                .collect(Collectors.joining(",", "{'allOrNone':false,'records':[", "]}"));
    }

    private static String code(JsonNode result) {
        return result.path("errors").path(0).path("statusCode").asText();
    }
}
