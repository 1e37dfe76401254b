// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm;

import static io.reverseetl.testing.crm.Client.UPSERT_CONTACTS;
import static io.reverseetl.testing.crm.Client.batch;
import static io.reverseetl.testing.crm.Client.customer;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.testing.crm.Client.Answer;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlTest {

    private CrmSimulator simulator;
    private Client client;

    @BeforeEach
    void start() throws Exception {
        simulator = CrmSimulator.start(SimulatorSettings.defaults()
                .withToken("t")
                .withLimits(3, 100)
                .withClock(() -> Instant.parse("2026-11-23T10:00:00.123456Z")));
        client = Client.of(simulator, "t");
        client.createCustomerId();
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void stats_count_calls_objects_versions_and_rejections() throws Exception {
        // Given
        client.post(UPSERT_CONTACTS, batch(customer("C1", "{}"), customer("C2", "{}")));
        client.post(UPSERT_CONTACTS, batch(customer("C1", "{'email':'nobody'}")));
        client.post(UPSERT_CONTACTS, batch(customer("C1", "{}")));

        // When
        JsonNode stats = client.get("/_/stats").json();

        // Then
        assertThat(stats.get("calls").asInt()).isEqualTo(4);
        JsonNode upserts = stats.get("callsByEndpointAndStatus").get("POST /crm/v3/objects/{objectType}/batch/upsert");
        assertThat(upserts.get("200").asInt()).isEqualTo(1);
        assertThat(upserts.get("400").asInt()).isEqualTo(1);
        assertThat(upserts.get("429").asInt()).isEqualTo(1);
        assertThat(stats.get("maximumCallsPerSecond").asInt()).isEqualTo(4);
        assertThat(stats.get("objects").get("contacts").asInt()).isEqualTo(2);
        assertThat(stats.get("versions").asInt()).isEqualTo(2);
        assertThat(stats.get("rejectedInputsByCode").get("INVALID_EMAIL").asInt())
                .isEqualTo(1);
    }

    @Test
    void objects_show_their_current_properties() throws Exception {
        // Given
        client.post(UPSERT_CONTACTS, batch(customer("C1", "{'city':'Oslo'}")));
        client.post(UPSERT_CONTACTS, batch(customer("C1", "{'city':'Bergen'}")));

        // When
        JsonNode objects = client.get("/_/objects?type=contacts").json().get("objects");

        // Then
        assertThat(objects).hasSize(1);
        assertThat(objects.get(0).get("properties").toString())
                .isEqualTo("{\"city\":\"Bergen\",\"customer_id\":\"C1\"}");
    }

    @Test
    void an_objects_history_has_every_version() throws Exception {
        // Given
        client.post(UPSERT_CONTACTS, batch(customer("C1", "{'city':'Oslo'}")));
        client.post(UPSERT_CONTACTS, batch(customer("C1", "{'city':'Bergen'}")));
        String id = client.get("/_/objects?type=contacts")
                .json()
                .get("objects")
                .get(0)
                .get("id")
                .asText();

        // When
        JsonNode versions =
                client.get("/_/objects/contacts/" + id + "/history").json().get("versions");

        // Then
        assertThat(versions)
                .extracting(version -> version.get("properties").get("city").asText())
                .containsExactly("Oslo", "Bergen");
    }

    @Test
    void versions_come_in_global_order_page_by_page() throws Exception {
        // Given
        client.post(UPSERT_CONTACTS, batch(customer("C1", "{}"), customer("C2", "{}"), customer("C3", "{}")));

        // When
        JsonNode page = client.get("/_/versions?after=1&limit=1").json().get("versions");

        // Then
        assertThat(page).hasSize(1);
        JsonNode version = page.get(0);
        assertThat(version.get("seq").asInt()).isEqualTo(2);
        assertThat(version.get("type").asText()).isEqualTo("contacts");
        assertThat(version.get("id").asText()).isNotBlank();
        assertThat(version.get("traceId").asText()).isEqualTo("trace-C2");
        assertThat(version.get("properties").get("customer_id").asText()).isEqualTo("C2");
        assertThat(version.get("acceptedAt").asText()).isEqualTo("2026-11-23T10:00:00.123456Z");
    }

    @Test
    void calls_are_listed_without_bodies_page_by_page() throws Exception {
        // Given
        client.post(UPSERT_CONTACTS, batch(customer("C1", "{'city':'Oslo'}"), customer("C2", "{}")));

        // When
        JsonNode calls = client.get("/_/calls?after=1&limit=10").json().get("calls");

        // Then
        assertThat(calls).hasSize(1);
        assertThat(calls.get(0).toString())
                .isEqualTo("{\"seq\":2,\"method\":\"POST\",\"path\":\"" + UPSERT_CONTACTS
                        + "\",\"status\":200,\"inputs\":2,\"acceptedAt\":\"2026-11-23T10:00:00.123456Z\","
                        + "\"durationMicros\":0}");
    }

    @Test
    void control_paths_need_no_token_and_use_no_quota() throws Exception {
        // Given
        Client stranger = Client.of(simulator);

        // When
        for (int i = 0; i < 10; i++) {
            assertThat(stranger.get("/_/stats").status()).isEqualTo(200);
        }

        // Then
        assertThat(client.get("/crm/v3/properties/contacts").header("X-HubSpot-RateLimit-Remaining"))
                .contains("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/_/objects", "/_/versions?after=x", "/_/calls?limit=-1"})
    void a_parameter_that_is_wrong_is_refused(String path) throws Exception {
        // When
        Answer answer = client.get(path);

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("message").asText()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/_/nothing", "/_/objects/contacts/7/history"})
    void what_does_not_exist_is_not_found(String path) throws Exception {
        // When
        Answer answer = client.get(path);

        // Then
        assertThat(answer.status()).isEqualTo(404);
    }
}
