// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm;

import static io.reverseetl.testing.crm.Client.UPSERT_CONTACTS;
import static io.reverseetl.testing.crm.Client.batch;
import static io.reverseetl.testing.crm.Client.customer;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.testing.crm.Client.Answer;
import io.reverseetl.testing.crm.hubspot.InvalidRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubSpotUpsertTest {

    private CrmSimulator simulator;
    private Client client;

    @BeforeEach
    void start() throws Exception {
        restart(SimulatorSettings.defaults());
    }

    private void restart(SimulatorSettings settings) throws Exception {
        stop();
        simulator = CrmSimulator.start(settings);
        client = Client.of(simulator);
        client.createCustomerId();
    }

    @AfterEach
    void stop() {
        if (simulator != null) {
            simulator.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {UPSERT_CONTACTS, "/crm/objects/2026-03/contacts/batch/upsert"})
    void a_new_contact_is_created(String path) throws Exception {
        // When
        Answer answer = client.post(path, batch(customer("C1", "{'email':'Ann@X.io','firstname':'Ann'}")));

        // Then
        assertThat(answer.status()).isEqualTo(200);
        JsonNode body = answer.json();
        assertThat(body.get("status").asText()).isEqualTo("COMPLETE");
        assertThat(body.get("startedAt").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(body.has("completedAt")).isTrue();
        assertThat(body.has("errors")).isFalse();
        JsonNode result = body.get("results").get(0);
        assertThat(result.get("new").asBoolean()).isTrue();
        assertThat(result.get("archived").asBoolean()).isFalse();
        assertThat(result.get("objectWriteTraceId").asText()).isEqualTo("trace-C1");
        assertThat(result.has("createdAt")).isTrue();
        assertThat(result.has("updatedAt")).isTrue();
        assertThat(result.get("properties").get("email").asText()).isEqualTo("ann@x.io");
        assertThat(result.get("properties").get("customer_id").asText()).isEqualTo("C1");
        assertThat(result.get("properties").get("hs_object_id").asText())
                .isEqualTo(result.get("id").asText());
    }

    @Test
    void a_known_contact_is_updated_and_keeps_what_is_not_named() throws Exception {
        // Given
        Answer first = client.post(UPSERT_CONTACTS, batch(customer("C1", "{'firstname':'Ann','city':'Oslo'}")));

        // When
        Answer second = client.post(UPSERT_CONTACTS, batch(customer("C1", "{'city':'Bergen'}")));

        // Then
        JsonNode result = second.json().get("results").get(0);
        assertThat(result.get("new").asBoolean()).isFalse();
        assertThat(result.get("id"))
                .isEqualTo(first.json().get("results").get(0).get("id"));
        assertThat(result.get("properties").get("firstname").asText()).isEqualTo("Ann");
        assertThat(result.get("properties").get("city").asText()).isEqualTo("Bergen");
    }

    @Test
    void an_update_without_an_id_property_finds_by_the_record_id_and_may_change_a_unique_value() throws Exception {
        // Given
        Answer first = client.post(UPSERT_CONTACTS, batch(customer("C1", "{'firstname':'Ann'}")));
        client.post(UPSERT_CONTACTS, batch(customer("C2", "{'firstname':'Bob'}")));
        String id = first.json().get("results").get(0).get("id").asText();
        String update = UPSERT_CONTACTS.replace("upsert", "update");

        // When
        Answer renamed = client.post(update, batch("{'id':'" + id + "','properties':{'customer_id':'C3'}}"));
        Answer taken = client.post(update, batch("{'id':'" + id + "','properties':{'customer_id':'C2'}}"));
        Answer unknown = client.post(update, batch("{'id':'999','properties':{'customer_id':'C4'}}"));

        // Then
        JsonNode result = renamed.json().get("results").get(0);
        assertThat(result.get("id").asText()).isEqualTo(id);
        assertThat(result.get("properties").get("customer_id").asText()).isEqualTo("C3");
        assertThat(taken.status()).isEqualTo(409);
        assertThat(unknown.json().get("errors").get(0).get("category").asText()).isEqualTo("OBJECT_NOT_FOUND");
    }

    @Test
    void an_empty_value_clears_a_property() throws Exception {
        // Given
        client.post(UPSERT_CONTACTS, batch(customer("C1", "{'firstname':'Ann','city':'Oslo'}")));

        // When
        client.post(UPSERT_CONTACTS, batch(customer("C1", "{'city':''}")));

        // Then
        JsonNode properties = objects().get(0).get("properties");
        assertThat(properties.has("city")).isFalse();
        assertThat(properties.get("firstname").asText()).isEqualTo("Ann");
    }

    @Test
    void numbers_and_booleans_pass_as_text() throws Exception {
        // When
        client.post(UPSERT_CONTACTS, batch(customer("C1", "{'firstname':7,'lastname':true}")));

        // Then
        JsonNode properties = objects().get(0).get("properties");
        assertThat(properties.get("firstname").asText()).isEqualTo("7");
        assertThat(properties.get("lastname").asText()).isEqualTo("true");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 100})
    void results_are_never_in_the_order_of_the_inputs(int count) throws Exception {
        // Given
        String[] inputs =
                IntStream.range(0, count).mapToObj(i -> customer("C" + i, "{}")).toArray(String[]::new);

        // When
        Answer answer = client.post(UPSERT_CONTACTS, batch(inputs));

        // Then
        List<String> traceIds = new ArrayList<>();
        answer.json()
                .get("results")
                .forEach(result -> traceIds.add(result.get("objectWriteTraceId").asText()));
        List<String> inOrder =
                IntStream.range(0, count).mapToObj(i -> "trace-C" + i).toList();
        assertThat(traceIds).containsExactlyInAnyOrderElementsOf(inOrder).isNotEqualTo(inOrder);
    }

    @Test
    void a_body_without_inputs_is_answered_with_success_and_does_nothing() throws Exception {
        // When
        Answer answer = client.post(UPSERT_CONTACTS, "{'records':[" + customer("C1", "{}") + "]}");

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("status").asText()).isEqualTo("COMPLETE");
        assertThat(answer.json().get("results")).isEmpty();
        assertThat(objects()).isEmpty();
    }

    @Test
    void more_than_a_hundred_inputs_are_refused() throws Exception {
        // Given
        String[] inputs =
                IntStream.range(0, 101).mapToObj(i -> customer("C" + i, "{}")).toArray(String[]::new);

        // When
        Answer answer = client.post(UPSERT_CONTACTS, batch(inputs));

        // Then
        assertRefused(answer, 400, "VALIDATION_ERROR");
    }

    @Test
    void the_same_id_twice_is_refused_however_it_is_written() throws Exception {
        // Given
        String first = "{'id':'ann@x.io','idProperty':'email','properties':{}}";
        String second = "{'id':'ANN@x.io','idProperty':'email','properties':{}}";

        // When
        Answer answer = client.post(UPSERT_CONTACTS, batch(first, second));

        // Then
        assertRefused(answer, 400, "VALIDATION_ERROR");
        assertThat(answer.body()).contains("Duplicate IDs found in batch input");
    }

    @ParameterizedTest
    @CsvSource({
        "companies, domain, x.io",
        "contacts, hs_object_id, 101",
        "contacts, firstname, Ann",
        "contacts, no_such_property, 1",
    })
    void an_id_property_that_is_not_unique_is_refused(String type, String idProperty, String id) throws Exception {
        // When
        Answer answer = client.post(
                "/crm/v3/objects/" + type + "/batch/upsert",
                batch("{'id':'" + id + "','idProperty':'" + idProperty + "','properties':{}}"));

        // Then
        assertRefused(answer, 400, "VALIDATION_ERROR");
        assertThat(answer.body()).contains("non-unique").contains(idProperty);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PARTIAL", "WHOLE_BATCH"})
    void a_property_that_does_not_exist_refuses_the_whole_batch(InvalidRecords handling) throws Exception {
        // Given
        restart(SimulatorSettings.defaults().withInvalidRecords(handling));

        // When
        Answer answer = client.post(
                UPSERT_CONTACTS, batch(customer("C1", "{'firstname':'Ann'}"), customer("C2", "{'colour':'red'}")));

        // Then
        assertRefused(answer, 400, "VALIDATION_ERROR");
        JsonNode error = answer.json().get("errors").get(0);
        assertThat(error.get("code").asText()).isEqualTo("PROPERTY_DOESNT_EXIST");
        assertThat(error.get("context").get("propertyName").get(0).asText()).isEqualTo("colour");
    }

    @ParameterizedTest
    @CsvSource({
        "contacts, email, INVALID_EMAIL, ann at x.io",
        "contacts, lifecyclestage, INVALID_OPTION, stranger",
        "contacts, hs_object_id, READ_ONLY_VALUE, 7",
        "deals, amount, INVALID_NUMBER, much",
        "deals, closedate, INVALID_DATE, soon",
    })
    void an_invalid_value_refuses_the_whole_batch_without_a_trace(
            String type, String property, String code, String value) throws Exception {
        // Given
        String key = type.equals("contacts") ? "customer_id" : "deal_key";
        client.post(
                "/crm/v3/properties/deals",
                "{'name':'deal_key','label':'Key','type':'string','fieldType':'text',"
                        + "'groupName':'dealinformation','hasUniqueValue':true}");
        String valid = "{'idProperty':'" + key + "','id':'1','objectWriteTraceId':'t1','properties':{}}";
        String invalid = "{'idProperty':'" + key + "','id':'2','objectWriteTraceId':'t2','properties':{'" + property
                + "':'" + value + "'}}";

        // When
        Answer answer = client.post("/crm/v3/objects/" + type + "/batch/upsert", batch(valid, invalid));

        // Then
        assertRefused(answer, 400, "VALIDATION_ERROR");
        JsonNode error = answer.json().get("errors").get(0);
        assertThat(error.get("code").asText()).isEqualTo(code);
        assertThat(error.get("context").get("propertyName").get(0).asText()).isEqualTo(property);
        assertThat(answer.json().get("message").asText())
                .startsWith("Property values were not valid: [{\"isValid\":false,\"message\":")
                .contains("\"error\":\"" + code + "\",\"name\":\"" + property + "\"");
        assertThat(answer.body()).doesNotContain("t2").doesNotContain("objectWriteTraceId");
        assertThat(client.get("/_/objects?type=" + type).json().get("objects")).isEmpty();
    }

    @Test
    void partial_handling_writes_the_valid_and_names_the_invalid_by_trace_id() throws Exception {
        // Given
        restart(SimulatorSettings.defaults().withInvalidRecords(InvalidRecords.PARTIAL));

        // When
        Answer answer = client.post(
                UPSERT_CONTACTS,
                batch(
                        customer("C1", "{'email':'ann@x.io'}"),
                        customer("C2", "{'email':'nobody'}"),
                        customer("C3", "{'email':'bob@x.io'}")));

        // Then
        assertThat(answer.status()).isEqualTo(207);
        JsonNode body = answer.json();
        assertThat(body.get("status").asText()).isEqualTo("COMPLETE");
        assertThat(body.get("numErrors").asInt()).isEqualTo(1);
        assertThat(body.get("results")).hasSize(2);
        JsonNode error = body.get("errors").get(0);
        assertThat(error.get("status").asText()).isEqualTo("error");
        assertThat(error.get("category").asText()).isEqualTo("VALIDATION_ERROR");
        assertThat(error.get("context").get("objectWriteTraceId").get(0).asText())
                .isEqualTo("trace-C2");
        assertThat(error.get("errors").get(0).get("code").asText()).isEqualTo("INVALID_EMAIL");
        assertThat(objects()).hasSize(2);
    }

    @Test
    void a_unique_value_of_another_contact_answers_409_for_the_batch() throws Exception {
        // Given
        client.post(UPSERT_CONTACTS, batch(customer("C1", "{'email':'ann@x.io'}")));

        // When
        Answer answer = client.post(
                UPSERT_CONTACTS, batch(customer("C2", "{'email':'ANN@x.io'}"), customer("C3", "{'firstname':'Bob'}")));

        // Then
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().get("category").asText()).isEqualTo("CONFLICT");
        assertThat(answer.json().get("message").asText()).startsWith("Contact already exists. Existing ID: ");
        assertThat(objects()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no JSON",
                "[]",
                "{'inputs':[{'idProperty':'customer_id','properties':{}}]}",
                "{'inputs':[{'idProperty':'customer_id','id':'1'}]}",
                "{'inputs':[{'idProperty':'customer_id','id':'1','properties':{'firstname':null}}]}",
                "{'inputs':[{'idProperty':'customer_id','id':'1','properties':{'firstname':{}}}]}",
            })
    void a_body_of_another_shape_is_refused(String body) throws Exception {
        // When
        Answer answer = client.post(UPSERT_CONTACTS, body);

        // Then
        assertRefused(answer, 400, "VALIDATION_ERROR");
        assertThat(answer.json().get("message").asText()).startsWith("Invalid input JSON");
    }

    private JsonNode objects() throws Exception {
        return client.get("/_/objects?type=contacts").json().get("objects");
    }

    private void assertRefused(Answer answer, int status, String category) throws Exception {
        assertThat(answer.status()).isEqualTo(status);
        JsonNode body = answer.json();
        assertThat(body.get("status").asText()).isEqualTo("error");
        assertThat(body.get("category").asText()).isEqualTo(category);
        assertThat(body.get("message").asText()).isNotBlank();
        assertThat(body.get("correlationId").asText()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(objects()).isEmpty();
    }
}
