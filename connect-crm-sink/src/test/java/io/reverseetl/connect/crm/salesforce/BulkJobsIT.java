// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.salesforce;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.created;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.reverseetl.connect.crm.auth.Authorization;
import io.reverseetl.connect.crm.http.HttpSettings;
import io.reverseetl.connect.crm.http.HttpTransport;
import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.Backlog;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.BatchOutcome.Accepted;
import io.reverseetl.connect.crm.spi.BatchOutcome.Failed;
import io.reverseetl.connect.crm.spi.BatchOutcome.PerRecord;
import io.reverseetl.connect.crm.spi.BatchOutcome.Refused;
import io.reverseetl.connect.crm.spi.BatchOutcome.RetryAll;
import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.CrmJob;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.NullPolicy;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.crm.spi.Payload;
import io.reverseetl.connect.crm.spi.Preparation;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.crm.spi.WriteResult;
import io.reverseetl.connect.crm.spi.WriteResult.Written;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs of Bulk API 2.0 against its documented answers, and some that are not. */
class BulkJobsIT {

    private static final String JOBS = "/services/data/v62.0/jobs/ingest";
    private static final String ID = "7505fEXAMPLE4C2AAM";
    private static final String JOB = JOBS + "/" + ID;
    private static final Instant NOW = Instant.parse("2026-11-23T21:00:00Z");
    private static final CrmJob RUNNING = new CrmJob("Contact", Operation.UPSERT, ID, NOW.minusSeconds(3_599));

    @RegisterExtension
    static final WireMockExtension SALESFORCE = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private final HttpTransport transport = new HttpTransport(
            Authorization.Header.bearer(new Password("secret")),
            HttpSettings.plain("test/1", 4, Duration.ofSeconds(2)));

    @AfterEach
    void close() {
        transport.close();
    }

    // --- beginning ---------------------------------------------------------------------------------------------

    @Test
    void a_backlog_is_uploaded_as_documented_and_not_started() throws Exception {
        // Given
        SALESFORCE.stubFor(post(JOBS).willReturn(okJson("{\"id\":\"" + ID + "\",\"state\":\"Open\"}")));
        SALESFORCE.stubFor(put(JOB + "/batches").willReturn(created()));

        // When
        BatchOutcome outcome = begin(201);

        // Then
        CrmJob job = new CrmJob("Contact", Operation.UPSERT, ID, NOW);
        assertThat(outcome).isEqualTo(new Accepted(job, Duration.ZERO, false));
        SALESFORCE.verify(postRequestedFor(urlEqualTo(JOBS)).withRequestBody(equalToJson("""
                                {"object":"Contact","operation":"upsert","externalIdFieldName":"Ext__c","contentType":"CSV",
                                 "lineEnding":"LF"}
                                """)));
        SALESFORCE.verify(putRequestedFor(urlEqualTo(JOB + "/batches"))
                .withHeader("Content-Type", matching("text/csv;.*"))
                .withRequestBody(
                        matching("(?s)\"Ext__c\",\"LastName\"\n\"k0\",\"O'Brien\"\n.*\"k200\",\"O'Brien\"\n")));
        SALESFORCE.verify(0, patchRequestedFor(urlEqualTo(JOB)));
    }

    @Test
    void what_fits_into_one_call_is_no_job() throws Exception {
        // Given
        SALESFORCE.stubFor(any(anyUrl()).willReturn(okJson("[]")));

        // When
        begin(200);

        // Then
        SALESFORCE.verify(0, postRequestedFor(urlEqualTo(JOBS)));
    }

    @Test
    void records_that_a_job_cannot_say_are_left_to_smaller_batches_without_a_call() throws Exception {
        // Given
        List<CrmWrite> writes = writes(201, "#N/A");

        // When
        BatchOutcome outcome = adapter()
                .send(new CrmBatch("Contact", writes))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .outcome();

        // Then
        assertThat(((Refused) outcome).reason().code()).isEqualTo("NOT_FOR_CSV");
        SALESFORCE.verify(0, postRequestedFor(urlEqualTo(JOBS)));
    }

    @Test
    void a_job_that_cannot_be_created_for_now_is_tried_again() throws Exception {
        SALESFORCE.stubFor(post(JOBS).willReturn(error(503, "SERVER_UNAVAILABLE")));
        assertThat(begin(201)).isInstanceOf(RetryAll.class);
    }

    @Test
    void a_job_that_nobody_may_create_fails_the_task() throws Exception {
        SALESFORCE.stubFor(post(JOBS).willReturn(error(403, "API_DISABLED_FOR_ORG")));
        assertThat(begin(201)).isInstanceOf(Failed.class);
    }

    @Test
    void an_upload_that_breaks_begins_anew() throws Exception {
        // Given
        SALESFORCE.stubFor(post(JOBS).willReturn(okJson("{\"id\":\"" + ID + "\",\"state\":\"Open\"}")));
        SALESFORCE.stubFor(put(JOB + "/batches").willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));

        // When, then
        assertThat(begin(201)).isInstanceOf(RetryAll.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html></html>", "{}", "{\"id\":\"../../services\"}"})
    void an_answer_without_a_job_is_none(String body) throws Exception {
        SALESFORCE.stubFor(post(JOBS).willReturn(okJson(body)));
        assertThat(begin(201)).isInstanceOf(RetryAll.class);
    }

    @Test
    void a_backlog_begins_with_the_threshold_and_is_of_upserts_only() {
        assertThat(adapter().backlog("Contact", Operation.UPSERT))
                .contains(new Backlog(2_000, 10_000, 10 << 20, Duration.ofSeconds(2)));
        assertThat(adapter().backlog("Contact", Operation.DELETE)).isEmpty();
        assertThat(new BulkSettings(0, Duration.ofHours(1)).backlog()).isEmpty();
        assertThat(adapter().calls(new CrmBatch("Contact", writes(201, "Ada")))).isEqualTo(2);
    }

    // --- asking ------------------------------------------------------------------------------------------------

    @Test
    void a_job_that_was_uploaded_is_started_by_the_first_question() throws Exception {
        // Given
        state("Open", 0, 0);
        SALESFORCE.stubFor(patch(urlEqualTo(JOB)).willReturn(okJson("{\"state\":\"UploadComplete\"}")));

        // When
        BatchOutcome outcome = ask(RUNNING, 3);

        // Then
        assertThat(outcome).isEqualTo(new Accepted(RUNNING, Duration.ZERO, true));
        SALESFORCE.verify(
                patchRequestedFor(urlEqualTo(JOB)).withRequestBody(equalToJson("{\"state\":\"UploadComplete\"}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UploadComplete", "InProgress"})
    void a_job_that_runs_is_left_alone(String state) throws Exception {
        state(state, 0, 0);
        assertThat(ask(RUNNING, 3)).isEqualTo(new Accepted(RUNNING, Duration.ZERO, true));
        SALESFORCE.verify(0, patchRequestedFor(urlEqualTo(JOB)));
    }

    @Test
    void a_job_that_does_not_end_is_aborted() throws Exception {
        // Given
        CrmJob old = new CrmJob("Contact", Operation.UPSERT, ID, NOW.minusSeconds(3_601));
        state("InProgress", 0, 0);
        SALESFORCE.stubFor(patch(urlEqualTo(JOB)).willReturn(okJson("{\"state\":\"Aborted\"}")));

        // When
        BatchOutcome outcome = ask(old, 3);

        // Then
        assertThat(outcome).isInstanceOf(Accepted.class);
        SALESFORCE.verify(patchRequestedFor(urlEqualTo(JOB)).withRequestBody(equalToJson("{\"state\":\"Aborted\"}")));
    }

    @Test
    void records_are_found_in_the_results_by_their_external_ids_in_any_order_and_page() throws Exception {
        // Given
        state("JobComplete", 4, 2);
        results("successfulResults/", "\"sf__Id\",\"sf__Created\",\"Ext__c\"\n\"003B\",\"true\",\"k2\"\n", "MTA");
        results(
                "successfulResults/?locator=MTA",
                "\"sf__Id\",\"sf__Created\",\"Ext__c\"\n\"003A\",\"false\",\"K0\"\n",
                "null");
        results("failedResults/", """
                        "sf__Id","sf__Error","Ext__c","LastName"
                        "","STRING_TOO_LONG:Last Name: data value too large: A,B:LastName,Secret --","k1","x"
                        "","UNABLE_TO_LOCK_ROW:unable to obtain exclusive access:--","k3","x"
                        """, "null");

        // When
        Map<String, WriteResult> results = ((PerRecord) ask(RUNNING, 4)).byExternalId();

        // Then
        assertThat(results)
                .containsEntry("k0", new Written("003A", false))
                .containsEntry(
                        "k1",
                        new WriteResult.Rejected(Reason.validation("STRING_TOO_LONG", List.of("LastName"), 200, "")))
                .containsEntry("k2", new Written("003B", true));
        assertThat(results.get("k3")).isInstanceOf(WriteResult.Retryable.class);
    }

    @Test
    void results_of_which_there_are_none_are_not_asked_for() throws Exception {
        // Given
        state("JobComplete", 1, 0);
        results("successfulResults/", "\"sf__Id\",\"sf__Created\",\"Ext__c\"\n\"003A\",\"false\",\"k0\"\n", "null");

        // When
        ask(RUNNING, 1);

        // Then
        SALESFORCE.verify(0, getRequestedFor(urlEqualTo(JOB + "/failedResults/")));
        SALESFORCE.verify(0, getRequestedFor(urlEqualTo(JOB + "/unprocessedrecords/")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Failed", "Aborted"})
    void what_a_job_has_not_come_to_is_sent_again(String state) throws Exception {
        // Given
        state(state, 1, 0);
        results("successfulResults/", "\"sf__Id\",\"sf__Created\",\"Ext__c\"\n\"003A\",\"false\",\"k0\"\n", "null");
        results("failedResults/", "\"sf__Id\",\"sf__Error\",\"Ext__c\"\n", "null");
        results("unprocessedrecords/", "\"Ext__c\"\n\"k1\"\n", "null");

        // When
        Map<String, WriteResult> results = ((PerRecord) ask(RUNNING, 2)).byExternalId();

        // Then
        assertThat(results.get("k0")).isInstanceOf(Written.class);
        assertThat(results.get("k1")).isInstanceOf(WriteResult.Retryable.class);
    }

    @Test
    void a_job_that_failed_before_its_first_record_is_halved() throws Exception {
        // Given
        state("Failed", 0, 0);
        results("successfulResults/", "\"sf__Id\",\"sf__Created\",\"Ext__c\"\n", "null");
        results("failedResults/", "\"sf__Id\",\"sf__Error\",\"Ext__c\"\n", "null");
        results("unprocessedrecords/", "\"Ext__c\"\n\"k0\"\n\"k1\"\n", "null");

        // When, then
        assertThat(((Refused) ask(RUNNING, 2)).reason().code()).isEqualTo("JOB_FAILED");
    }

    @Test
    void an_error_that_each_record_would_meet_fails_the_task() throws Exception {
        // Given
        state("JobComplete", 1, 1);
        results("successfulResults/", "\"sf__Id\",\"sf__Created\",\"Ext__c\"\n", "null");
        results(
                "failedResults/",
                "\"sf__Id\",\"sf__Error\",\"Ext__c\"\n\"\",\"INVALID_FIELD_FOR_INSERT_UPDATE:no:LastName --\",\"k0\"\n",
                "null");

        // When
        WriteResult result = ((PerRecord) ask(RUNNING, 1)).byExternalId().get("k0");

        // Then
        assertThat(((WriteResult.Fatal) result).message()).contains("LastName");
    }

    @Test
    void what_a_task_before_this_one_has_sent_is_told_by_external_id() throws Exception {
        // Given
        state("JobComplete", 2, 1);
        results("successfulResults/", "\"sf__Id\",\"sf__Created\",\"Ext__c\"\n\"003A\",\"true\",\"k7\"\n", "null");

        // When
        BatchOutcome outcome = ask(RUNNING, 0);

        // Then
        assertThat(((PerRecord) outcome).byExternalId()).containsOnly(Map.entry("k7", new Written("003A", true)));
    }

    @Test
    void a_job_that_salesforce_does_not_know_has_done_nothing() throws Exception {
        SALESFORCE.stubFor(get(JOB).willReturn(error(404, "NOT_FOUND")));
        assertThat(((PerRecord) ask(RUNNING, 2)).byExternalId()).isEmpty();
    }

    @Test
    void a_state_that_is_not_known_is_asked_for_again() throws Exception {
        state("Dreaming", 0, 0);
        assertThat(ask(RUNNING, 1)).isInstanceOf(RetryAll.class);
    }

    @Test
    void results_that_cannot_be_read_are_asked_for_again() throws Exception {
        // Given
        state("JobComplete", 1, 0);
        results("successfulResults/", "<html>Service unavailable</html>", "null");

        // When, then
        assertThat(ask(RUNNING, 1)).isInstanceOf(RetryAll.class);
    }

    @Test
    void results_that_cannot_be_had_for_now_are_asked_for_again() throws Exception {
        // Given
        state("JobComplete", 1, 0);
        SALESFORCE.stubFor(get(JOB + "/successfulResults/").willReturn(error(500, "UNKNOWN_EXCEPTION")));

        // When, then
        assertThat(ask(RUNNING, 1)).isInstanceOf(RetryAll.class);
    }

    @Test
    void pages_of_results_that_lead_to_one_another_are_asked_for_again_later() throws Exception {
        // Given
        String page = "\"sf__Id\",\"sf__Created\",\"Ext__c\"\n\"003A\",\"true\",\"k0\"\n";
        state("JobComplete", 1, 0);
        results("successfulResults/", page, "MTA");
        results("successfulResults/?locator=MTA", page, "MTA");

        // When, then
        assertThat(ask(RUNNING, 1)).isInstanceOf(RetryAll.class);
    }

    @Test
    void a_locator_may_be_any_text() throws Exception {
        // Given
        String page = "\"sf__Id\",\"sf__Created\",\"Ext__c\"\n\"003A\",\"true\",\"k0\"\n";
        state("JobComplete", 1, 0);
        results("successfulResults/", page, "M \"A&b");
        results("successfulResults/?locator=M+%22A%26b", page, "null");

        // When, then
        assertThat(((PerRecord) ask(RUNNING, 1)).byExternalId())
                .containsExactly(Map.entry("k0", new WriteResult.Written("003A", true)));
    }

    // --- the bench ---------------------------------------------------------------------------------------------

    private static void state(String state, int processed, int failed) {
        SALESFORCE.stubFor(get(JOB).withHeader("Authorization", equalTo("Bearer secret"))
                .willReturn(okJson("{\"id\":\"" + ID + "\",\"state\":\"" + state + "\",\"numberRecordsProcessed\":"
                        + processed + ",\"numberRecordsFailed\":" + failed + "}")));
    }

    private static void results(String resource, String csv, String locator) {
        SALESFORCE.stubFor(get(urlEqualTo(JOB + "/" + resource))
                .willReturn(status(200).withBody(csv).withHeader("Sforce-Locator", locator)));
    }

    private static ResponseDefinitionBuilder error(int status, String code) {
        return status(status).withBody("[{\"errorCode\":\"" + code + "\",\"message\":\"..\"}]");
    }

    private BatchOutcome begin(int records) throws Exception {
        return adapter()
                .send(new CrmBatch("Contact", writes(records, "O'Brien")))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .outcome();
    }

    private BatchOutcome ask(CrmJob job, int records) throws Exception {
        return adapter()
                .ask(job, writes(records, "O'Brien"))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .outcome();
    }

    private List<CrmWrite> writes(int count, String lastName) {
        Payload payload = adapter().prepare(Map.of("LastName", lastName)).fold(Preparation.Ready::payload, unfit -> {
            throw new AssertionError(unfit.reason());
        });
        return IntStream.range(0, count)
                .mapToObj(i -> new CrmWrite("k" + i, "people-0-" + i, payload))
                .toList();
    }

    private SalesforceAdapter adapter() {
        URI url = URI.create(SALESFORCE.baseUrl());
        AdapterSettings settings = new AdapterSettings(url, "Contact", "Ext__c", NullPolicy.CLEAR, Map.of());
        return new SalesforceAdapter(
                settings,
                new SalesforceApi(url, "v62.0"),
                new BulkSettings(2_000, Duration.ofHours(1)),
                new FieldLimits(CompletableFuture::new, Clock.systemUTC()),
                transport,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
