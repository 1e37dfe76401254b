// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.reverseetl.connect.crm.auth.Authorization;
import io.reverseetl.connect.crm.http.HttpSettings;
import io.reverseetl.connect.crm.http.HttpTransport;
import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.BatchOutcome.Failed;
import io.reverseetl.connect.crm.spi.BatchOutcome.PerRecord;
import io.reverseetl.connect.crm.spi.BatchOutcome.Refused;
import io.reverseetl.connect.crm.spi.BatchOutcome.RetryAll;
import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.NullPolicy;
import io.reverseetl.connect.crm.spi.Payload;
import io.reverseetl.connect.crm.spi.Preparation;
import io.reverseetl.connect.crm.spi.WriteResult;
import io.reverseetl.connect.crm.spi.WriteResult.Written;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contacts that are associated with companies, against canned answers of HubSpot. */
class AssociationsIT {

    private static final String UPSERT = "/crm/v3/objects/contacts/batch/upsert";
    private static final String READ = "/crm/v3/objects/companies/batch/read";
    private static final String ASSOCIATE = "/crm/v4/associations/contacts/companies/batch/associate/default";
    private static final Duration WAIT = Duration.ofSeconds(60);

    @RegisterExtension
    static final WireMockExtension HUBSPOT = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T21:00:00Z"));
    private HttpTransport transport;
    private HubSpotAdapter adapter;

    @BeforeEach
    void open() {
        transport = new HttpTransport(
                Authorization.Header.bearer(new Password("secret")),
                HttpSettings.plain("test/1", 4, Duration.ofSeconds(5)));
        adapter = adapter("v3");
        answer(UPSERT, okJson("""
                {"results":[{"id":"11","new":true,"objectWriteTraceId":"people-0-1"},
                            {"id":"12","new":false,"objectWriteTraceId":"people-0-2"}]}
                """));
        answer(READ, okJson("""
                {"results":[{"id":"71","properties":{"company_no":"A1"}},{"id":"72","properties":{"company_no":"A2"}}]}
                """));
        answer(ASSOCIATE, okJson("""
                {"results":[{"from":{"id":"11"},"to":{"id":"71"}},{"from":{"id":"72"},"to":{"id":"12"}}]}
                """));
    }

    private HubSpotAdapter adapter(String version) {
        URI url = URI.create(HUBSPOT.baseUrl());
        Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
        return new HubSpotAdapter(
                new HubSpotSettings(
                        new AdapterSettings(url, "contacts", "customer_id", NullPolicy.CLEAR, Map.of()),
                        new HubSpotApi(url, version),
                        List.of(new Association("company", "companies", "company_no")),
                        WAIT),
                new PropertyDefinitions(
                        () -> CompletableFuture.failedFuture(new IOException("Not asked")), Duration.ZERO, clock),
                transport,
                clock);
    }

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void contacts_are_written_and_associated_and_have_their_outcome_then() throws Exception {
        // Given
        CrmBatch batch = batch(contact(1, "A1"), contact(2, "A2"));
        int expectedCalls = adapter.calls(batch);

        // When
        BatchOutcome outcome = send(batch);

        // Then
        assertThat(results(outcome))
                .containsOnly(Map.entry("k1", new Written("11", true)), Map.entry("k2", new Written("12", false)));
        assertThat(HUBSPOT.getAllServeEvents()).hasSize(3).hasSize(expectedCalls);
        HUBSPOT.verify(postRequestedFor(urlEqualTo(READ)).withRequestBody(equalToJson("""
                {"idProperty":"company_no","properties":["company_no"],"propertiesWithHistory":[],
                 "inputs":[{"id":"A1"},{"id":"A2"}]}
                """)));
        HUBSPOT.verify(postRequestedFor(urlEqualTo(ASSOCIATE)).withRequestBody(equalToJson("""
                {"inputs":[{"from":{"id":"11"},"to":{"id":"71"}},{"from":{"id":"12"},"to":{"id":"72"}}]}
                """, true, false)));
    }

    @Test
    void the_dated_version_has_associations_at_another_place() throws Exception {
        // Given
        String upsert = "/crm/objects/2026-03/contacts/batch/upsert";
        String read = "/crm/objects/2026-03/companies/batch/read";
        String associate = "/crm/associations/2026-03/contacts/companies/batch/associate/default";
        answer(upsert, okJson("{\"results\":[{\"id\":\"11\",\"objectWriteTraceId\":\"people-0-1\"}]}"));
        answer(read, okJson("{\"results\":[{\"id\":\"71\",\"properties\":{\"company_no\":\"A1\"}}]}"));
        answer(associate, okJson("{\"results\":[{\"from\":{\"id\":\"11\"},\"to\":{\"id\":\"71\"}}]}"));
        adapter = adapter("2026-03");

        // When
        BatchOutcome outcome = send(batch(contact(1, "A1")));

        // Then
        assertThat(results(outcome)).containsOnlyKeys("k1");
        HUBSPOT.verify(1, postRequestedFor(urlEqualTo(associate)));
    }

    @Test
    void a_company_that_is_known_is_not_looked_up_again() throws Exception {
        // Given
        send(batch(contact(1, "A1"), contact(2, "A2")));
        CrmBatch next = batch(contact(1, "a1"));

        // When
        int calls = adapter.calls(next);
        send(next);

        // Then
        assertThat(calls).isEqualTo(2);
        HUBSPOT.verify(1, postRequestedFor(urlEqualTo(READ)));
    }

    @Test
    void a_contact_without_a_company_costs_no_call_more() throws Exception {
        // Given
        CrmBatch batch = batch(contact(1, ""));

        // When
        BatchOutcome outcome = send(batch);

        // Then
        assertThat(results(outcome)).containsKey("k1");
        assertThat(HUBSPOT.getAllServeEvents()).hasSize(1).hasSize(adapter.calls(batch));
    }

    @Test
    void nothing_is_written_of_a_contact_whose_company_does_not_exist_and_the_others_go_through() throws Exception {
        // When
        BatchOutcome outcome = send(batch(contact(1, "A1"), contact(2, "nobody")));

        // Then
        assertThat(results(outcome)).containsEntry("k1", new Written("11", true));
        assertThat(results(outcome).get("k2")).isInstanceOf(WriteResult.Retryable.class);
        HUBSPOT.verify(1, postRequestedFor(urlEqualTo(UPSERT)).withRequestBody(equalToJson("""
                {"inputs":[{"id":"k1","idProperty":"customer_id","objectWriteTraceId":"people-0-1",
                            "properties":{"firstname":"Ada"}}]}
                """)));
    }

    @Test
    void a_contact_waits_for_its_company_for_a_while_and_is_rejected_then() throws Exception {
        // Given
        CrmBatch batch = batch(contact(1, "nobody"));
        assertThat(results(send(batch)).get("k1")).isInstanceOf(WriteResult.Retryable.class);
        pass(WAIT.minusMillis(1));
        assertThat(results(send(batch)).get("k1")).isInstanceOf(WriteResult.Retryable.class);

        // When
        pass(Duration.ofMillis(1));
        BatchOutcome outcome = send(batch);

        // Then
        assertThat(((WriteResult.Rejected) results(outcome).get("k1")).reason().toString())
                .isEqualTo("category=VALIDATION code=ASSOCIATED_OBJECT_MISSING fields=company hint=\"None of companies"
                        + " has this company_no: write it first, and replay this record\"");
        HUBSPOT.verify(0, postRequestedFor(urlEqualTo(UPSERT)));
    }

    @Test
    void a_company_that_comes_in_time_is_found() throws Exception {
        // Given
        CrmBatch batch = batch(contact(1, "A9"));
        send(batch);
        answer(READ, okJson("{\"results\":[{\"id\":\"71\",\"properties\":{\"company_no\":\"A9\"}}]}"));

        // When
        BatchOutcome outcome = send(batch);

        // Then
        assertThat(results(outcome)).containsEntry("k1", new Written("11", true));
    }

    @Test
    void an_association_that_fails_for_now_is_tried_again_without_writing_the_contact_again() throws Exception {
        // Given
        answer(ASSOCIATE, aResponse().withStatus(503));
        CrmBatch batch = batch(contact(1, "A1"), contact(2, "A2"));
        assertThat(send(batch)).isInstanceOf(RetryAll.class);
        answer(ASSOCIATE, okJson("""
                {"results":[{"from":{"id":"11"},"to":{"id":"71"}},{"from":{"id":"12"},"to":{"id":"72"}}]}
                """));

        // When
        BatchOutcome outcome = send(batch);

        // Then
        assertThat(results(outcome))
                .containsEntry("k1", new Written("11", true))
                .containsKey("k2");
        HUBSPOT.verify(1, postRequestedFor(urlEqualTo(UPSERT)));
        HUBSPOT.verify(2, postRequestedFor(urlEqualTo(ASSOCIATE)));
    }

    @Test
    void a_contact_that_has_gone_before_it_was_associated_is_written_again() throws Exception {
        // Given
        answer(ASSOCIATE, aResponse().withStatus(207).withBody("""
                {"errors":[{"category":"OBJECT_NOT_FOUND","context":{"fromObjectId":["11"]}}]}
                """));
        CrmBatch batch = batch(contact(1, "A1"));

        // When
        BatchOutcome outcome = send(batch);
        send(batch);

        // Then
        assertThat(results(outcome).get("k1")).isInstanceOf(WriteResult.Retryable.class);
        HUBSPOT.verify(2, postRequestedFor(urlEqualTo(UPSERT)));
    }

    @Test
    void what_an_error_names_is_rejected_and_nothing_else() throws Exception {
        // Given
        answer(ASSOCIATE, aResponse().withStatus(207).withBody("""
                {"results":[{"from":{"id":"11"},"to":{"id":"71"}}],
                 "errors":[{"category":"VALIDATION_ERROR","subCategory":"ASSOCIATION_LIMIT",
                            "context":{"fromObjectId":["12"],"toObjectId":["72"]}}]}
                """));

        // When
        BatchOutcome outcome = send(batch(contact(1, "A1"), contact(2, "A2")));

        // Then
        assertThat(results(outcome)).containsEntry("k1", new Written("11", true));
        assertThat(((WriteResult.Rejected) results(outcome).get("k2")).reason().toString())
                .isEqualTo("category=VALIDATION code=ASSOCIATION_LIMIT fields=company status=207"
                        + " hint=\"The object was written, but not associated\"");
    }

    @Test
    void errors_that_name_nobody_refuse_the_batch_as_long_as_several_may_be_meant() throws Exception {
        // Given
        answer(ASSOCIATE, aResponse().withStatus(207).withBody("{\"errors\":[{\"category\":\"VALIDATION_ERROR\"}]}"));

        // When
        BatchOutcome both = send(batch(contact(1, "A1"), contact(2, "A2")));
        BatchOutcome one = send(batch(contact(1, "A1")));

        // Then
        assertThat(both).isInstanceOf(Refused.class);
        assertThat(results(one).get("k1")).isInstanceOf(WriteResult.Rejected.class);
    }

    @ParameterizedTest
    @CsvSource({
        "207,'{\"errors\":[{\"category\":\"OBJECT_NOT_FOUND\",\"context\":{\"toObjectId\":[\"71\"]}}]}'",
        "404,'{\"category\":\"OBJECT_NOT_FOUND\",\"message\":\"?\"}'"
    })
    void a_company_that_has_gone_since_is_looked_up_again(int status, String body) throws Exception {
        // Given
        send(batch(contact(1, "A1")));
        answer(ASSOCIATE, aResponse().withStatus(status).withBody(body));
        answer(READ, okJson("{\"results\":[]}"));

        // When
        BatchOutcome outcome = send(batch(contact(1, "A1")));
        BatchOutcome next = send(batch(contact(1, "A1")));

        // Then
        assertThat(results(outcome).get("k1")).isInstanceOf(WriteResult.Retryable.class);
        assertThat(((WriteResult.Retryable) results(next).get("k1")).reason().code())
                .isEqualTo("ASSOCIATED_OBJECT_MISSING");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"status\":\"COMPLETE\"}", "{\"results\":[]}", "<html>"})
    void an_answer_that_does_not_account_for_an_association_is_no_success(String body) throws Exception {
        // Given
        answer(ASSOCIATE, aResponse().withStatus(200).withBody(body));

        // When
        BatchOutcome outcome = send(batch(contact(1, "A1")));

        // Then
        assertThat(results(outcome)).isEmpty();
    }

    @Test
    void a_property_of_companies_that_is_not_unique_is_told_on_the_key_of_associations() throws Exception {
        // Given
        answer(READ, aResponse().withStatus(400).withBody("""
                {"status":"error","category":"VALIDATION_ERROR",
                 "message":"Unable to perform update/upsert by non-unique 0-2 property company_no"}
                """));

        // When
        BatchOutcome outcome = send(batch(contact(1, "A1")));

        // Then
        assertThat(((Failed) outcome).message()).contains("'companies'", "Set hubspot.associations to a property");
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    private static void answer(String path, ResponseDefinitionBuilder answer) {
        HUBSPOT.stubFor(post(path).willReturn(answer));
    }

    private CrmWrite contact(int number, String company) {
        Payload payload = adapter.prepare(Map.of("firstname", "Ada", "company", company))
                .fold(Preparation.Ready::payload, unfit -> {
                    throw new AssertionError(unfit.reason());
                });
        return new CrmWrite("k" + number, "people-0-" + number, payload);
    }

    private static CrmBatch batch(CrmWrite... writes) {
        return new CrmBatch("contacts", List.of(writes));
    }

    private BatchOutcome send(CrmBatch batch) throws Exception {
        return adapter.send(batch)
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .outcome();
    }

    private static Map<String, WriteResult> results(BatchOutcome outcome) {
        return ((PerRecord) outcome).byExternalId();
    }
}
