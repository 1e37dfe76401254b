// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm;

import static io.reverseetl.testing.crm.Client.batch;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.testing.crm.Client.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubSpotAssociationsTest {

    private static final String BASE = "/crm/v4/associations/contacts/companies";

    private CrmSimulator simulator;
    private Client client;
    private String ann;
    private String acme;

    @BeforeEach
    void start() throws Exception {
        simulator = CrmSimulator.start(SimulatorSettings.defaults());
        client = Client.of(simulator);
        ann = create("contacts");
        acme = create("companies");
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {BASE, "/crm/v4/associations/0-1/company", "/crm/associations/2026-03/contact/0-2"})
    void a_pair_is_associated_from_both_sides(String base) throws Exception {
        // When
        Answer answer = client.post(base + "/batch/associate/default", batch(pair(ann, acme)));

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/results/0/from/id").asText()).isEqualTo(ann);
        assertThat(answer.json().at("/results/0/to/id").asText()).isEqualTo(acme);
        assertThat(companiesOf(ann).at("/0/toObjectId").asText()).isEqualTo(acme);
        assertThat(client.post("/crm/v4/associations/companies/contacts/batch/read", batch("{'id':'" + acme + "'}"))
                        .json()
                        .at("/results/0/to/0/toObjectId")
                        .asText())
                .isEqualTo(ann);
    }

    @Test
    void of_a_pair_that_does_not_exist_it_is_told_which_side_is_missing() throws Exception {
        // When
        Answer answer =
                client.post(BASE + "/batch/associate/default", batch(pair(ann, acme), pair(ann, "7"), pair("8", acme)));

        // Then
        assertThat(answer.status()).isEqualTo(207);
        assertThat(answer.json().at("/numErrors").asInt()).isEqualTo(2);
        assertThat(answer.json().at("/errors/0/context/toObjectId/0").asText()).isEqualTo("7");
        assertThat(answer.json().at("/errors/1/context/fromObjectId/0").asText())
                .isEqualTo("8");
        assertThat(companiesOf(ann)).hasSize(1);
    }

    @Test
    void an_association_is_taken_away() throws Exception {
        // Given
        client.post(BASE + "/batch/associate/default", batch(pair(ann, acme)));

        // When
        Answer answer = client.post(
                BASE + "/batch/archive", batch("{'from':{'id':'" + ann + "'},'to':[{'id':'" + acme + "'}]}"));

        // Then
        assertThat(answer.status()).isEqualTo(204);
        assertThat(companiesOf(ann)).isEmpty();
    }

    private JsonNode companiesOf(String contact) throws Exception {
        return client.post(BASE + "/batch/read", batch("{'id':'" + contact + "'}"))
                .json()
                .at("/results/0/to");
    }

    private static String pair(String from, String to) {
        return "{'from':{'id':'" + from + "'},'to':{'id':'" + to + "'}}";
    }

    private String create(String type) throws Exception {
        client.post(
                "/crm/v3/properties/" + type,
                "{'name':'number','label':'n','type':'string','fieldType':'text','groupName':'g','hasUniqueValue':true}");
        return client.post(
                        "/crm/v3/objects/" + type + "/batch/upsert",
                        batch("{'idProperty':'number','id':'1','properties':{}}"))
                .json()
                .at("/results/0/id")
                .asText();
    }
}
