// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm;

import static io.reverseetl.testing.crm.Client.UPSERT_CONTACTS;
import static io.reverseetl.testing.crm.Client.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.testing.crm.Client.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HubSpotAccessTest {

    private static final String CONTACT = "/crm/v3/objects/contacts/7";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T10:00:00Z"));
    private CrmSimulator simulator;

    private CrmSimulator start(SimulatorSettings settings) {
        simulator = CrmSimulator.start(settings.withClock(now::get));
        return simulator;
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void a_call_without_its_token_is_refused() throws Exception {
        // Given
        Client client = Client.of(start(SimulatorSettings.defaults().withToken("s3cret")));

        // When
        Answer answer = client.get(CONTACT);

        // Then
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().get("category").asText()).isEqualTo("INVALID_AUTHENTICATION");
        assertThat(answer.json().get("status").asText()).isEqualTo("error");
    }

    @Test
    void after_a_rotation_only_the_new_token_is_taken() throws Exception {
        // Given
        CrmSimulator crm = start(SimulatorSettings.defaults().withToken("old"));
        Client client = Client.of(crm, "old");
        assertThat(client.get(CONTACT).status()).isEqualTo(404);

        // When
        Answer rotated = client.send(client.request("/_/token").PUT(BodyPublishers.ofString("new")));

        // Then
        assertThat(rotated.status()).isEqualTo(204);
        assertThat(client.get(CONTACT).status()).isEqualTo(401);
        assertThat(Client.of(crm, "new").get(CONTACT).status()).isEqualTo(404);
    }

    @Test
    void a_wrong_token_is_refused_and_not_repeated() throws Exception {
        // Given
        Client client = Client.of(start(SimulatorSettings.defaults().withToken("s3cret")), "wrong-token");

        // When
        Answer answer = client.get(CONTACT);

        // Then
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).doesNotContain("wrong-token").doesNotContain("s3cret");
    }

    @Test
    void a_token_that_lacks_the_scope_is_forbidden() throws Exception {
        // Given
        SimulatorSettings settings =
                SimulatorSettings.defaults().withToken("t").withScopes(Set.of("crm.objects.contacts.read"));
        Client client = Client.of(start(settings), "t");

        // When
        Answer answer = client.post(UPSERT_CONTACTS, batch());

        // Then
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().get("category").asText()).isEqualTo("MISSING_SCOPES");
        assertThat(answer.json()
                        .get("errors")
                        .get(0)
                        .get("context")
                        .get("requiredGranularScopes")
                        .get(0)
                        .asText())
                .isEqualTo("crm.objects.contacts.write");
        assertThat(client.get(CONTACT).status()).isEqualTo(404);
    }

    @Test
    void a_path_that_does_not_exist_is_not_found() throws Exception {
        // Given
        Client client = Client.of(start(SimulatorSettings.defaults()));

        // When
        Answer answer = client.get("/crm/v9/objects/contacts/7");

        // Then
        assertThat(answer.status()).isEqualTo(404);
    }

    @Test
    void a_method_that_a_path_does_not_take_is_named_with_those_it_takes() throws Exception {
        // Given
        Client client = Client.of(start(SimulatorSettings.defaults()));

        // When
        Answer answer = client.delete(UPSERT_CONTACTS);

        // Then
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).contains("POST");
    }

    @Test
    void a_body_that_is_not_declared_as_json_is_refused() throws Exception {
        // Given
        Client client = Client.of(start(SimulatorSettings.defaults()));

        // When
        Answer answer = client.send(client.request(UPSERT_CONTACTS)
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{}")));

        // Then
        assertThat(answer.status()).isEqualTo(415);
    }

    @Test
    void calls_beyond_the_ten_second_limit_are_refused_until_the_window_has_rolled_on() throws Exception {
        // Given
        Client client = Client.of(start(SimulatorSettings.defaults().withLimits(2, 0)));
        client.get(CONTACT);
        Answer last = client.get(CONTACT);

        // When
        Answer refused = client.get(CONTACT);

        // Then
        assertThat(last.status()).isEqualTo(404);
        assertThat(last.header("X-HubSpot-RateLimit-Max")).contains("2");
        assertThat(last.header("X-HubSpot-RateLimit-Remaining")).contains("0");
        assertThat(last.header("X-HubSpot-RateLimit-Interval-Milliseconds")).contains("10000");
        assertThat(last.header("X-HubSpot-RateLimit-Daily")).isEmpty();
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("X-HubSpot-RateLimit-Remaining")).contains("0");
        assertThat(refused.json().get("policyName").asText()).isEqualTo("TEN_SECONDLY_ROLLING");
        assertThat(refused.json().get("errorType").asText()).isEqualTo("RATE_LIMIT");
        now.updateAndGet(instant -> instant.plus(Duration.ofSeconds(10)));
        assertThat(client.get(CONTACT).status()).isEqualTo(404);
    }

    @Test
    void calls_beyond_the_daily_limit_are_refused_until_the_next_day() throws Exception {
        // Given
        Client client = Client.of(start(SimulatorSettings.defaults().withLimits(100, 1)));
        client.get(CONTACT);

        // When
        Answer refused = client.get(CONTACT);

        // Then
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().get("policyName").asText()).isEqualTo("DAILY");
        assertThat(refused.header("X-HubSpot-RateLimit-Daily")).contains("1");
        assertThat(refused.header("X-HubSpot-RateLimit-Daily-Remaining")).contains("0");
        now.set(Instant.parse("2026-11-24T00:00:00Z"));
        assertThat(client.get(CONTACT).status()).isEqualTo(404);
    }

    @Test
    void a_call_that_is_not_authenticated_costs_no_quota() throws Exception {
        // Given
        start(SimulatorSettings.defaults().withToken("t").withLimits(1, 1));

        // When
        Client.of(simulator).get(CONTACT);

        // Then
        assertThat(Client.of(simulator, "t").get(CONTACT).status()).isEqualTo(404);
    }
}
