// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm;

import static io.reverseetl.testing.crm.Client.UPSERT_CONTACTS;
import static io.reverseetl.testing.crm.Client.batch;
import static io.reverseetl.testing.crm.Client.customer;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.testing.crm.Client.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubSpotObjectsTest {

    private static final String CONTACTS = "/crm/v3/objects/contacts";

    private CrmSimulator simulator;
    private Client client;
    private String ann;

    @BeforeEach
    void start() throws Exception {
        simulator = CrmSimulator.start(SimulatorSettings.defaults());
        client = Client.of(simulator);
        client.createCustomerId();
        Answer created = client.post(
                UPSERT_CONTACTS,
                batch(customer("C1", "{'email':'ann@x.io','firstname':'Ann','city':'Oslo','phone':'1'}")));
        ann = created.json().get("results").get(0).get("id").asText();
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {CONTACTS, "/crm/v3/objects/contact", "/crm/v3/objects/0-1", "/crm/objects/2026-03/contacts"})
    void a_contact_is_read_by_its_record_id_with_the_usual_properties(String path) throws Exception {
        // When
        Answer answer = client.get(path + "/" + ann);

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("id").asText()).isEqualTo(ann);
        assertThat(answer.json().get("archived").asBoolean()).isFalse();
        assertThat(answer.json().get("properties").fieldNames())
                .toIterable()
                .containsExactly("createdate", "email", "firstname", "hs_object_id", "lastmodifieddate");
    }

    @Test
    void a_contact_is_read_by_a_unique_property_with_the_properties_asked_for() throws Exception {
        // When
        Answer answer = client.get(CONTACTS + "/ANN%40x.io?idProperty=email&properties=city,phone");

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("properties").fieldNames())
                .toIterable()
                .containsExactly("city", "createdate", "hs_object_id", "lastmodifieddate", "phone");
    }

    @Test
    void a_plus_sign_in_a_path_is_part_of_the_id() throws Exception {
        // Given
        client.post(UPSERT_CONTACTS, batch(customer("C2", "{'email':'ann+crm@x.io'}")));

        // When
        Answer answer = client.get(CONTACTS + "/ann+crm@x.io?idProperty=email");

        // Then
        assertThat(answer.json().path("properties").path("email").asText()).isEqualTo("ann+crm@x.io");
    }

    @Test
    void a_batch_is_read_by_a_unique_property() throws Exception {
        // When
        Answer answer = client.post(
                CONTACTS + "/batch/read", "{'idProperty':'customer_id','properties':['city'],'inputs':[{'id':'C1'}]}");

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("results")).hasSize(1);
        JsonNode result = answer.json().get("results").get(0);
        assertThat(result.get("id").asText()).isEqualTo(ann);
        assertThat(result.get("properties").get("city").asText()).isEqualTo("Oslo");
    }

    @Test
    void ids_that_a_batch_read_does_not_find_are_named_in_a_207() throws Exception {
        // When
        Answer answer =
                client.post(CONTACTS + "/batch/read", "{'inputs':[{'id':'" + ann + "'},{'id':'7'},{'id':'8'}]}");

        // Then
        assertThat(answer.status()).isEqualTo(207);
        assertThat(answer.json().get("results")).hasSize(1);
        assertThat(answer.json().get("numErrors").asInt()).isEqualTo(1);
        JsonNode error = answer.json().get("errors").get(0);
        assertThat(error.get("category").asText()).isEqualTo("OBJECT_NOT_FOUND");
        assertThat(error.get("context").get("ids")).extracting(JsonNode::asText).containsExactly("7", "8");
    }

    @Test
    void a_property_that_is_not_unique_finds_nothing() throws Exception {
        // When
        Answer answer = client.post(CONTACTS + "/batch/read", "{'idProperty':'firstname','inputs':[{'id':'Ann'}]}");

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("message").asText()).contains("firstname");
    }

    @Test
    void a_deleted_contact_is_archived() throws Exception {
        // When
        Answer answer = client.delete(CONTACTS + "/" + ann);

        // Then
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(client.get(CONTACTS + "/" + ann).status()).isEqualTo(404);
        JsonNode archived = client.get(CONTACTS + "/" + ann + "?archived=true").json();
        assertThat(archived.get("archived").asBoolean()).isTrue();
        assertThat(archived.has("archivedAt")).isTrue();
    }

    @Test
    void a_batch_archive_may_be_repeated() throws Exception {
        // Given
        String body = batch("{'id':'" + ann + "'}");
        client.post(CONTACTS + "/batch/archive", body);

        // When
        Answer answer = client.post(CONTACTS + "/batch/archive", body);

        // Then
        assertThat(answer.status()).isEqualTo(204);
        assertThat(client.get("/_/objects?type=contacts").json().get("objects")).isEmpty();
        assertThat(client.get("/_/stats").json().get("versions").asInt()).isEqualTo(2);
    }

    @Test
    void a_contact_that_never_was_is_not_found() throws Exception {
        // When
        Answer read = client.get(CONTACTS + "/7");
        Answer deleted = client.delete(CONTACTS + "/7");

        // Then
        assertThat(read.status()).isEqualTo(404);
        assertThat(read.json().get("category").asText()).isEqualTo("OBJECT_NOT_FOUND");
        assertThat(deleted.status()).isEqualTo(404);
    }

    @Test
    void an_object_type_that_does_not_exist_is_refused() throws Exception {
        // When
        Answer answer = client.get("/crm/v3/objects/ghosts/7");

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("message").asText()).isEqualTo("Unable to infer object type from: ghosts");
    }
}
