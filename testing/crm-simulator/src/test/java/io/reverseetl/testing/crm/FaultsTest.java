// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm;

import static io.reverseetl.testing.crm.Client.UPSERT_CONTACTS;
import static io.reverseetl.testing.crm.Client.batch;
import static io.reverseetl.testing.crm.Client.customer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.testing.crm.Client.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {

    private static final String ONE_CUSTOMER = batch(customer("C1", "{}"));

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
    }

    @AfterEach
    void stop() {
        if (simulator != null) {
            simulator.close();
        }
    }

    @Test
    void a_status_is_answered_as_often_as_said_and_nothing_is_done() throws Exception {
        // Given
        client.createCustomerId();
        script("[{'kind':'status','status':503,'retryAfter':1,'times':2}]");

        // When
        Answer first = client.post(UPSERT_CONTACTS, ONE_CUSTOMER);
        Answer second = client.post(UPSERT_CONTACTS, ONE_CUSTOMER);
        int written = written();
        Answer third = client.post(UPSERT_CONTACTS, ONE_CUSTOMER);

        // Then
        assertThat(first.status()).isEqualTo(503);
        assertThat(first.header("Retry-After")).contains("1");
        assertThat(first.json().get("status").asText()).isEqualTo("error");
        assertThat(second.status()).isEqualTo(503);
        assertThat(written).isZero();
        assertThat(third.status()).isEqualTo(200);
    }

    @Test
    void an_injected_429_looks_like_a_real_one() throws Exception {
        // Given
        script("[{'kind':'status','status':429}]");

        // When
        Answer answer = client.post(UPSERT_CONTACTS, ONE_CUSTOMER);

        // Then
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.json().get("policyName").asText()).isEqualTo("TEN_SECONDLY_ROLLING");
        assertThat(answer.header("Retry-After")).isEmpty();
    }

    @Test
    void a_reset_before_leaves_no_answer_and_no_write() throws Exception {
        // Given
        client.createCustomerId();
        script("[{'kind':'reset-before'}]");

        // When
        assertThatThrownBy(() -> client.post(UPSERT_CONTACTS, ONE_CUSTOMER)).isInstanceOf(IOException.class);

        // Then
        assertThat(written()).isZero();
    }

    @Test
    void a_reset_after_leaves_no_answer_but_the_write() throws Exception {
        // Given
        client.createCustomerId();
        script("[{'kind':'reset-after'}]");

        // When
        assertThatThrownBy(() -> client.post(UPSERT_CONTACTS, ONE_CUSTOMER)).isInstanceOf(IOException.class);

        // Then
        assertThat(written()).isEqualTo(1);
    }

    @Test
    void garbage_is_a_success_that_is_not_json() throws Exception {
        // Given
        client.createCustomerId();
        script("[{'kind':'garbage'}]");

        // When
        Answer answer = client.post(UPSERT_CONTACTS, ONE_CUSTOMER);

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).contains("text/html;charset=utf-8");
        assertThat(answer.body()).startsWith("<!DOCTYPE html>");
        assertThat(written()).isZero();
    }

    @Test
    void a_delayed_call_writes_at_once_and_answers_later() throws Exception {
        // Given
        client.createCustomerId();
        script("[{'kind':'delay','millis':600000}]");

        // When
        CompletableFuture<Integer> answered = upsertInBackground();

        // Then
        await().atMost(Duration.ofSeconds(30)).until(() -> written() == 1);
        assertThat(answered).isNotDone();
    }

    @Test
    void a_delayed_answer_arrives() throws Exception {
        // Given
        client.createCustomerId();
        script("[{'kind':'delay','millis':20}]");

        // When
        Answer answer = client.post(UPSERT_CONTACTS, ONE_CUSTOMER);

        // Then
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void latency_holds_back_the_answers_of_the_crm_and_not_those_of_the_control_paths() throws Exception {
        // Given
        restart(SimulatorSettings.defaults().withLatency(Duration.ofMinutes(10)));

        // When
        CompletableFuture<Integer> answered = upsertInBackground();

        // Then
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !client.get("/_/calls").json().get("calls").isEmpty());
        assertThat(answered).isNotDone();
    }

    @Test
    void faults_are_noted_in_the_log_of_calls() throws Exception {
        // Given
        client.createCustomerId();
        script("[{'kind':'status','status':502},{'kind':'reset-after'}]");

        // When
        client.post(UPSERT_CONTACTS, ONE_CUSTOMER);
        assertThatThrownBy(() -> client.post(UPSERT_CONTACTS, ONE_CUSTOMER)).isInstanceOf(IOException.class);

        // Then
        JsonNode calls = client.get("/_/calls?after=1").json().get("calls");
        assertThat(calls).extracting(call -> call.get("fault").asText()).containsExactly("status", "reset-after");
        assertThat(calls).extracting(call -> call.get("status").asInt()).containsExactly(502, 0);
        JsonNode byStatus = client.get("/_/stats")
                .json()
                .get("callsByEndpointAndStatus")
                .get("POST /crm/v3/objects/{objectType}/batch/upsert");
        assertThat(byStatus.get("502").asInt()).isEqualTo(1);
        assertThat(byStatus.get("0").asInt()).isEqualTo(1);
    }

    @Test
    void cleared_faults_do_not_happen() throws Exception {
        // Given
        script("[{'kind':'status','status':503,'times':99}]");

        // When
        Answer cleared = client.delete("/_/faults");

        // Then
        assertThat(cleared.status()).isEqualTo(204);
        assertThat(client.get("/crm/v3/properties/contacts").status()).isEqualTo(200);
    }

    @Test
    void a_fault_rate_makes_calls_fail_by_themselves() throws Exception {
        // Given
        restart(SimulatorSettings.defaults().withFaultRate(1).withSeed(1));

        // When
        List<String> outcomes = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            try {
                outcomes.add("" + client.post(UPSERT_CONTACTS, ONE_CUSTOMER).status());
            } catch (IOException e) {
                outcomes.add("closed");
            }
        }

        // Then
        assertThat(outcomes).containsOnly("429", "503", "closed").contains("429", "503", "closed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no JSON",
                "{'kind':'garbage'}",
                "[{'kind':'earthquake'}]",
                "[{'kind':'status'}]",
                "[{'kind':'status','status':200}]",
                "[{'kind':'delay'}]",
                "[{'kind':'garbage','times':0}]",
                "[{'kind':'status','status':503},{'kind':'earthquake'}]",
            })
    void a_script_that_is_wrong_is_refused_whole(String script) throws Exception {
        // When
        Answer answer = client.post("/_/faults", script);

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("message").asText()).isNotBlank();
        assertThat(client.get("/crm/v3/properties/contacts").status()).isEqualTo(200);
    }

    private void script(String faults) throws Exception {
        assertThat(client.post("/_/faults", faults).status()).isEqualTo(204);
    }

    private int written() throws Exception {
        return client.get("/_/stats").json().get("versions").asInt();
    }

    private CompletableFuture<Integer> upsertInBackground() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return client.post(UPSERT_CONTACTS, ONE_CUSTOMER).status();
            } catch (IOException | InterruptedException e) {
                // The simulator was closed at the end of the test.
                return -1;
            }
        });
    }
}
