// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm;

import static io.reverseetl.testing.crm.Client.batch;
import static io.reverseetl.testing.crm.Client.customer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.testing.crm.Client.Answer;
import io.reverseetl.testing.crm.hubspot.InvalidRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Holds requests and answers against HubSpot's own OpenAPI document of the contacts API, v3. */
@Tag("shared-data")
class OfficialDocumentTest {

    private static final String CONTACTS = "/crm/v3/objects/contacts";
    private static final String UPSERT = CONTACTS + "/batch/upsert";

    private static OpenApiInteractionValidator document;

    private CrmSimulator simulator;
    private Client client;

    @BeforeAll
    static void readDocument() throws IOException {
        Path file = Path.of(System.getProperty("shared.directory", "none"), "specs", "hubspot-contacts-v3.json");
        if (!Files.exists(file)) {
            if (Boolean.getBoolean("require.all")) {
                fail("HubSpot's OpenAPI document is missing: " + file);
            }
            assumeTrue(false, "Skipped, as HubSpot's OpenAPI document is missing: " + file);
        }
        JsonNode tree = new ObjectMapper().readTree(file.toFile());
        addFieldsOfErrors(tree);
        document = OpenApiInteractionValidator.createForInlineApiSpecification(
                        corrected(tree).toString())
                .build();
    }

    /**
     * Corrects what the published document gets wrong: "example": null is not a valid example of anything, and errors
     * are declared with the content type of everything, though they are JSON.
     */
    private static JsonNode corrected(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            if (object.path("example").isNull()) {
                object.remove("example");
            }
            if (object.has("*/*")) {
                object.set("application/json", object.remove("*/*"));
            }
        }
        tree.forEach(OfficialDocumentTest::corrected);
        return tree;
    }

    /**
     * Adds what the guides show in errors and the document does not declare: the status, and what a 429 says about the
     * limit. A field that is not declared counts as an error.
     */
    private static void addFieldsOfErrors(JsonNode tree) {
        ObjectNode properties = (ObjectNode) tree.at("/components/schemas/Error/properties");
        for (String field : List.of("status", "errorType", "policyName")) {
            properties.putObject(field).put("type", "string");
        }
    }

    @BeforeEach
    void start() throws Exception {
        restart(SimulatorSettings.defaults());
    }

    private void restart(SimulatorSettings settings) throws Exception {
        stop();
        simulator = CrmSimulator.start(settings);
        client = Client.of(simulator, "t");
        client.createCustomerId();
    }

    @AfterEach
    void stop() {
        if (simulator != null) {
            simulator.close();
        }
    }

    @Test
    void an_upsert_that_succeeds() throws Exception {
        assertValidPost(200, UPSERT, batch(customer("C1", "{'email':'ann@x.io'}"), customer("C2", "{}")));
    }

    @Test
    void an_upsert_that_succeeds_in_part() throws Exception {
        restart(SimulatorSettings.defaults().withInvalidRecords(InvalidRecords.PARTIAL));
        assertValidPost(207, UPSERT, batch(customer("C1", "{'email':'nobody'}"), customer("C2", "{}")));
    }

    @Test
    void an_upsert_with_an_invalid_value() throws Exception {
        assertValidPost(400, UPSERT, batch(customer("C1", "{'email':'nobody'}")));
    }

    @Test
    void an_upsert_with_a_property_that_does_not_exist() throws Exception {
        assertValidPost(400, UPSERT, batch(customer("C1", "{'colour':'red'}")));
    }

    @Test
    void an_upsert_with_a_value_that_another_contact_has() throws Exception {
        client.post(UPSERT, batch(customer("C1", "{'email':'ann@x.io'}")));
        assertValidPost(409, UPSERT, batch(customer("C2", "{'email':'ann@x.io'}")));
    }

    @Test
    void an_update_by_either_kind_of_id_and_of_nobody() throws Exception {
        String id = client.post(UPSERT, batch(customer("C1", "{}")))
                .json()
                .at("/results/0/id")
                .asText();
        String update = CONTACTS + "/batch/update";
        assertValidPost(200, update, batch(customer("C1", "{'city':'Oslo'}")));
        assertValidPost(200, update, batch("{'id':'" + id + "','properties':{'city':'Rome'}}"));
        assertValidPost(207, update, batch(customer("C2", "{'city':'Oslo'}")));
    }

    @Test
    void a_contact_that_is_erased() throws Exception {
        client.post(UPSERT, batch(customer("C1", "{'email':'ann@x.io'}")));
        assertValidPost(204, CONTACTS + "/gdpr-delete", "{'objectId':'ann@x.io','idProperty':'email'}");
    }

    @Test
    void a_call_without_its_token() throws Exception {
        simulator.close();
        simulator = CrmSimulator.start(SimulatorSettings.defaults().withToken("another"));
        client = Client.of(simulator, "t");
        assertValidPost(401, UPSERT, batch());
    }

    @Test
    void a_call_without_its_scope() throws Exception {
        simulator.close();
        simulator = CrmSimulator.start(SimulatorSettings.defaults().withScopes(Set.of()));
        client = Client.of(simulator, "t");
        assertValidPost(403, UPSERT, batch());
    }

    @Test
    void a_call_beyond_the_limit() throws Exception {
        restart(SimulatorSettings.defaults().withLimits(1, 0));
        assertValidPost(429, UPSERT, batch());
    }

    @Test
    void an_injected_failure() throws Exception {
        client.post("/_/faults", "[{'kind':'status','status':503}]");
        assertValidPost(503, UPSERT, batch());
    }

    @Test
    void a_batch_that_is_read() throws Exception {
        client.post(UPSERT, batch(customer("C1", "{}")));
        assertValidPost(
                200,
                CONTACTS + "/batch/read",
                "{'idProperty':'customer_id','properties':[],'propertiesWithHistory':[],'inputs':[{'id':'C1'}]}");
    }

    @Test
    void a_batch_of_which_some_are_not_found() throws Exception {
        assertValidPost(
                207, CONTACTS + "/batch/read", "{'properties':[],'propertiesWithHistory':[],'inputs':[{'id':'7'}]}");
    }

    @Test
    void a_batch_that_is_archived() throws Exception {
        assertValidPost(204, CONTACTS + "/batch/archive", batch("{'id':'7'}"));
    }

    @Test
    void a_contact_that_is_read_and_archived() throws Exception {
        String id = client.post(UPSERT, batch(customer("C1", "{'email':'ann@x.io'}")))
                .json()
                .get("results")
                .get(0)
                .get("id")
                .asText();
        String path = CONTACTS + "/" + id;
        assertValid(Request.Method.GET, path, "", client.get(path), 200);
        assertValid(Request.Method.DELETE, path, "", client.delete(path), 204);
        assertValid(Request.Method.GET, path, "", client.get(path), 404);
    }

    private void assertValidPost(int status, String path, String body) throws Exception {
        assertValid(Request.Method.POST, path, body.replace('\'', '"'), client.post(path, body), status);
    }

    private static void assertValid(Request.Method method, String path, String body, Answer answer, int status) {
        assertThat(answer.status()).isEqualTo(status);
        SimpleRequest.Builder request = new SimpleRequest.Builder(method, path).withAuthorization("Bearer t");
        if (!body.isEmpty()) {
            request.withContentType("application/json").withBody(body);
        }
        SimpleResponse.Builder response = new SimpleResponse.Builder(answer.status());
        if (!answer.body().isEmpty()) {
            response.withContentType(answer.header("Content-Type").orElseThrow())
                    .withBody(answer.body());
        }
        ValidationReport report = document.validate(request.build(), response.build());
        assertThat(report.getMessages()).isEmpty();
    }
}
