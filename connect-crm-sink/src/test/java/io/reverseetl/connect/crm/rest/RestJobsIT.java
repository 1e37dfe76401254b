// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.rest;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static io.reverseetl.connect.crm.rest.RestBench.reason;
import static io.reverseetl.connect.crm.rest.RestBench.results;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.BatchOutcome.Accepted;
import io.reverseetl.connect.crm.spi.BatchOutcome.Failed;
import io.reverseetl.connect.crm.spi.BatchOutcome.Refused;
import io.reverseetl.connect.crm.spi.BatchOutcome.RetryAll;
import io.reverseetl.connect.crm.spi.CrmJob;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.crm.spi.WriteResult;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A CRM that makes jobs of requests. */
class RestJobsIT {

    @RegisterExtension
    static final WireMockExtension CRM = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private final CrmJob job = new CrmJob("contacts", Operation.UPSERT, "j/1", RestBench.CLOCK.instant());

    private final RestBench crm = new RestBench(
            CRM.baseUrl(),
            "rest.write",
            "POST /contacts",
            "rest.body",
            "{records}",
            "rest.delete",
            "DELETE /contacts?ids={ids}",
            "rest.headers",
            "{\"Key\":\"{idempotency.key}\",\"Of\":\"{object}\"}",
            "rest.job",
            "GET /jobs/{job.id}",
            "rest.job.id.path",
            "/job/id",
            "rest.job.status.path",
            "/job/status",
            "rest.result.path",
            "/job/results",
            "rest.result.index.path",
            "/index",
            "rest.result.status.path",
            "/error",
            "rest.result.id.path",
            "/id",
            "rest.status.written",
            "200-299,completed",
            "rest.status.retry",
            "429,500-599,failed",
            "rest.status.refused",
            "400,invalid",
            "rest.status.fatal",
            "forbidden");

    @AfterEach
    void close() {
        crm.close();
    }

    private static void answer(ResponseDefinitionBuilder answer) {
        CRM.stubFor(any(anyUrl()).willReturn(answer));
    }

    @Test
    void a_request_that_becomes_a_job_is_accepted() throws Exception {
        // Given
        answer(okJson("{\"job\":{\"id\":\"j/1\",\"status\":\"queued\",\"results\":[]}}")
                .withStatus(202));

        // When
        BatchOutcome written = crm.upsert("k1", "k2");
        BatchOutcome deleted = crm.delete("k1", "k2");

        // Then
        assertThat(written).isEqualTo(new Accepted(job, Duration.ofMillis(500), true));
        assertThat(((Accepted) deleted).job().operation()).isEqualTo(Operation.DELETE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"id\":null,", "\"id\":[],", "\"id\":\"\",", "\"id\":\"..\","})
    void a_job_that_runs_under_no_name_has_done_nothing_yet(String id) throws Exception {
        // Given
        answer(okJson("{\"job\":{" + id + "\"status\":\"queued\"}}"));

        // When, then
        assertThat(crm.upsert("k1", "k2")).isInstanceOf(RetryAll.class);
        assertThat(crm.delete("k1", "k2")).isInstanceOf(RetryAll.class);
        assertThat(crm.delete("k1")).isInstanceOf(RetryAll.class);
    }

    @Test
    void an_answer_without_a_job_counts_itself() throws Exception {
        // Given
        answer(okJson("{\"job\":{\"id\":null,\"results\":[{\"index\":1,\"id\":7},{\"index\":0,\"id\":6}]}}"));

        // When
        Map<String, WriteResult> results = results(crm.upsert("k1", "k2"));

        // Then
        assertThat(results)
                .containsEntry("k1", new WriteResult.Written("6", false))
                .containsEntry("k2", new WriteResult.Written("7", false));
    }

    @Test
    void a_job_that_is_not_over_is_asked_about_when_the_crm_says() throws Exception {
        // Given
        answer(okJson("{\"job\":{\"status\":\"working\"}}").withHeader("Retry-After", "3"));

        // When
        BatchOutcome outcome = crm.ask(job, "k1");

        // Then
        assertThat(outcome).isEqualTo(new Accepted(job, Duration.ofSeconds(3), true));
        CRM.verify(getRequestedFor(urlEqualTo("/jobs/j%2F1"))
                .withHeader("Of", equalTo("contacts"))
                .withoutHeader("Key"));
    }

    @Test
    void a_job_that_is_over_has_a_result_for_each_record_by_its_place() throws Exception {
        // Given: two of them are for nobody.
        answer(okJson("{\"job\":{\"status\":\"completed\",\"results\":[{\"index\":2,\"id\":9},"
                + "{\"index\":0,\"error\":\"NoName\"},{\"index\":3,\"id\":1},{\"id\":2}]}}"));

        // When
        Map<String, WriteResult> results = results(crm.ask(job, "k1", "k2", "k3"));

        // Then
        assertThat(results).containsOnlyKeys("k1", "k3").containsEntry("k3", new WriteResult.Written("9", false));
        assertThat(reason(results.get("k1"))).contains("code=NoName");
    }

    @Test
    void a_job_that_may_succeed_later_is_sent_again() throws Exception {
        // Given
        answer(okJson("{\"job\":{\"status\":\"failed\"}}"));

        // When
        Map<String, WriteResult> results = results(crm.ask(job, "k1", "k2"));

        // Then
        assertThat(results)
                .hasSize(2)
                .allSatisfy((id, result) -> assertThat(result).isInstanceOf(WriteResult.Retryable.class));
    }

    @ParameterizedTest
    @CsvSource({"forbidden", "something-new"})
    void a_status_that_somebody_must_look_at_fails_the_task(String status) throws Exception {
        // Given
        answer(okJson("{\"job\":{\"status\":\"" + status + "\"}}"));

        // When
        BatchOutcome outcome = crm.ask(job, "k1");

        // Then
        assertThat(((Failed) outcome).message()).contains(status, "rest.job.status.running");
    }

    @Test
    void a_job_that_is_refused_is_to_be_halved() throws Exception {
        // Given
        answer(okJson("{\"job\":{\"status\":\"invalid\"}}"));

        // Then
        assertThat(crm.ask(job, "k1", "k2")).isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"job\":{\"status\":null}}", "[", ""})
    void an_answer_that_is_not_understood_is_asked_for_again(String body) throws Exception {
        // Given
        answer(okJson(body));

        // Then
        assertThat(crm.ask(job, "k1")).isInstanceOf(RetryAll.class);
    }

    @Test
    void a_job_that_never_ends_fails_the_task() throws Exception {
        // Given
        answer(okJson("{\"job\":{\"status\":\"working\"}}"));
        CrmJob old = new CrmJob("contacts", Operation.UPSERT, "j1", job.since().minusSeconds(3_601));

        // When
        BatchOutcome outcome = crm.ask(old, "k1");

        // Then
        assertThat(((Failed) outcome).message()).contains("j1", "2026-11-23T19:59:59Z", "rest.job.timeout.ms");
    }

    @Test
    void a_question_that_is_refused_says_nothing_about_the_job() throws Exception {
        // Given
        answer(aResponse().withStatus(400));

        // Then
        assertThat(crm.ask(job, "k1", "k2")).isInstanceOf(Failed.class);
    }

    @Test
    void a_job_of_an_earlier_task_that_the_crm_has_forgotten_accounts_for_nobody() throws Exception {
        // Given
        answer(aResponse().withStatus(404));

        // Then
        assertThat(results(crm.ask(job))).isEmpty();
        assertThat(crm.ask(job, "k1")).isInstanceOf(Failed.class);
    }

    @Test
    void a_job_of_an_earlier_task_is_told_by_the_external_ids_that_it_names() throws Exception {
        // Given
        answer(okJson("{\"job\":{\"status\":\"completed\",\"results\":{\"k1\":{\"id\":5},\"k2\":{\"error\":\"X\"}}}}"));

        // When
        Map<String, WriteResult> results = results(crm.ask(job));

        // Then
        assertThat(results).hasSize(2).containsEntry("k1", new WriteResult.Written("5", false));
    }
}
