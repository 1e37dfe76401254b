// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The CRMs beside HubSpot: a result for each record, one object a request, all or nothing, and jobs. */
class ShapesTest {

    private final CrmSimulator simulator =
            CrmSimulator.start(SimulatorSettings.defaults().withToken("t"));
    private final Client client = Client.of(simulator, "t");

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void zoho_has_a_result_for_each_record_in_order() throws Exception {
        // When
        Client.Answer answer = client.post("/crm/v8/Contacts/upsert", """
                {'data':[{'Ref':'1','Last_Name':'A'},{'Ref':'2','Last_Name':'B','Email':'x'},{'Ref':'3'},
                         {'Ref':'1','Last_Name':'C'}],'duplicate_check_fields':['Ref']}
                """);

        // Then
        assertThat(answer.status()).isEqualTo(207);
        assertThat(answer.json().path("data").findValuesAsText("code"))
                .containsExactly("SUCCESS", "INVALID_DATA", "MANDATORY_NOT_FOUND", "DUPLICATE_DATA");
        assertThat(objects("Contacts")).hasSize(1);
    }

    @Test
    void zoho_refuses_a_call_as_a_whole() throws Exception {
        // When
        Client.Answer module = client.post("/crm/v8/Nothing/upsert", "{'data':[{}]}");
        Client.Answer token = Client.of(simulator).post("/crm/v8/Contacts/upsert", "{'data':[{}]}");

        // Then
        assertThat(module.status()).isEqualTo(400);
        assertThat(module.json().path("code").asText()).isEqualTo("INVALID_MODULE");
        assertThat(token.status()).isEqualTo(401);
        assertThat(token.json().path("code").asText()).isEqualTo("INVALID_TOKEN");
    }

    @Test
    void pipedrive_creates_a_person_whatever_there_is_and_finds_both() throws Exception {
        // Given
        String field = "9dc80c50d78a15643bfc4ca79d76156a73a1ca0e";
        String person = "{\"name\":\"A\",\"" + field + "\":\"k1\"}";
        pipedrive("POST", "/v1/persons", person);
        JsonNode second = pipedrive("POST", "/v1/persons", person).json();

        // When
        String id = second.path("data").path("id").asText();
        Client.Answer update = pipedrive("PUT", "/v1/persons/" + id, "{\"name\":\"B\"}");
        JsonNode found = pipedrive("GET", "/v1/persons/search?term=k1&fields=custom_fields&exact_match=true", "")
                .json();
        Client.Answer deleted = pipedrive("DELETE", "/v1/persons/" + id, "");
        Client.Answer again = pipedrive("DELETE", "/v1/persons/" + id, "");

        // Then
        assertThat(update.json().path("data").path("name").asText()).isEqualTo("B");
        assertThat(found.path("data").path("items")).hasSize(2);
        assertThat(deleted.status()).isEqualTo(200);
        assertThat(again.status()).isEqualTo(404);
        assertThat(pipedrive("POST", "/v1/persons", "{}").status()).isEqualTo(400);
        assertThat(client.get("/v1/users/me").status()).isEqualTo(401);
    }

    @Test
    void json_rpc_takes_back_the_whole_call_with_status_200() throws Exception {
        // When
        Client.Answer refused = call("[{'ref':'1','name':'A'},{'ref':'2'}]");
        int afterwards = objects("res.partner").size();
        Client.Answer done = call("[{'ref':'1','name':'A'},{'ref':'2','name':'B'}]");

        // Then
        assertThat(refused.status()).isEqualTo(200);
        assertThat(refused.json().path("error").path("data").path("name").asText())
                .isEqualTo("odoo.exceptions.ValidationError");
        assertThat(afterwards).isZero();
        assertThat(done.json().path("result")).hasSize(2);
        assertThat(objects("res.partner")).hasSize(2);
    }

    @Test
    void zendesk_makes_a_job_of_a_call_and_has_a_result_for_each_record_when_it_is_over() throws Exception {
        // When
        String job = client.post("/api/v2/users/create_or_update_many", """
                        {'users':[{'external_id':'1','name':'A'},{'external_id':'2'}]}
                        """)
                .json()
                .path("job_status")
                .path("id")
                .asText();
        JsonNode first = client.get("/api/v2/job_statuses/" + job).json().path("job_status");
        int meanwhile = objects("users").size();
        JsonNode second = client.get("/api/v2/job_statuses/" + job).json().path("job_status");

        // Then
        assertThat(first.path("status").asText()).isEqualTo("working");
        assertThat(meanwhile).isZero();
        assertThat(second.path("status").asText()).isEqualTo("completed");
        assertThat(second.path("results").path(0).path("status").asText()).isEqualTo("Created");
        assertThat(second.path("results").path(1).path("error").asText()).isEqualTo("RecordInvalid");
        assertThat(objects("users")).hasSize(1);
        assertThat(client.get("/api/v2/job_statuses/none").status()).isEqualTo(404);
    }

    private Client.Answer call(String records) throws Exception {
        return client.post(
                "/jsonrpc",
                "{'jsonrpc':'2.0','method':'call','id':7,'params':{'model':'res.partner','method':'upsert_by_ref',"
                        + "'args':[" + records + "]}}");
    }

    private Client.Answer pipedrive(String method, String path, String body) throws Exception {
        return client.send(client.request(path)
                .header("x-api-token", "t")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    private JsonNode objects(String type) throws Exception {
        return client.get("/_/objects?type=" + type).json().path("objects");
    }
}
