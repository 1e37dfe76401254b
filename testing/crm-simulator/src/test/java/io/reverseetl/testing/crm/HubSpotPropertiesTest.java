// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.testing.crm.Client.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubSpotPropertiesTest {

    private static final String CONTACTS = "/crm/v3/properties/contacts";

    private CrmSimulator simulator;
    private Client client;

    @BeforeEach
    void start() {
        simulator = CrmSimulator.start(SimulatorSettings.defaults());
        client = Client.of(simulator);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @ParameterizedTest
    @CsvSource({
        "contacts, email, string, true, false",
        "contacts, firstname, string, false, false",
        "contacts, lifecyclestage, enumeration, false, false",
        "contacts, hs_object_id, number, false, true",
        "contacts, lastmodifieddate, datetime, false, true",
        "companies, domain, string, false, false",
        "deals, amount, number, false, false",
    })
    void an_account_has_the_usual_properties(
            String type, String name, String propertyType, boolean unique, boolean readOnly) throws Exception {
        // When
        Answer answer = client.get("/crm/v3/properties/" + type);

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("results")).anySatisfy(property -> {
            assertThat(property.get("name").asText()).isEqualTo(name);
            assertThat(property.get("type").asText()).isEqualTo(propertyType);
            assertThat(property.get("hasUniqueValue").asBoolean()).isEqualTo(unique);
            assertThat(property.get("modificationMetadata").get("readOnlyValue").asBoolean())
                    .isEqualTo(readOnly);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {CONTACTS, "/crm/properties/2026-03/contacts"})
    void a_created_property_is_there(String path) throws Exception {
        // Given
        String definition = "{'name':'colour','label':'Colour','type':'enumeration','fieldType':'select',"
                + "'groupName':'contactinformation','options':[{'label':'Red','value':'red'}]}";

        // When
        Answer created = client.post(path, definition);

        // Then
        assertThat(created.status()).isEqualTo(201);
        Answer read = client.get(path + "/colour");
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.json()).isEqualTo(created.json());
        JsonNode option = read.json().get("options").get(0);
        assertThat(option.get("value").asText()).isEqualTo("red");
        assertThat(read.json().get("hasUniqueValue").asBoolean()).isFalse();
    }

    @Test
    void a_property_that_exists_is_not_created_again() throws Exception {
        // Given
        client.createCustomerId();

        // When
        Answer answer = client.post(
                CONTACTS,
                "{'name':'customer_id','label':'x','type':'number','fieldType':'number','groupName':'contactinformation'}");

        // Then
        assertThat(answer.status()).isEqualTo(409);
        assertThat(client.get(CONTACTS + "/customer_id").json().get("type").asText())
                .isEqualTo("string");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name':'No Spaces','label':'x','type':'string','fieldType':'text','groupName':'g'}",
                "{'name':'x','label':'x','type':'colour','fieldType':'text','groupName':'g'}",
                "{'name':'x','type':'string','fieldType':'text','groupName':'g'}",
            })
    void a_definition_that_is_wrong_is_refused(String definition) throws Exception {
        // When
        Answer answer = client.post(CONTACTS, definition);

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("category").asText()).isEqualTo("VALIDATION_ERROR");
    }

    @Test
    void a_property_that_does_not_exist_is_not_found() throws Exception {
        // When
        Answer answer = client.get(CONTACTS + "/colour");

        // Then
        assertThat(answer.status()).isEqualTo(404);
    }
}
