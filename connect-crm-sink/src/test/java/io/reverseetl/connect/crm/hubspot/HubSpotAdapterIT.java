// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
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
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.BatchOutcome.Failed;
import io.reverseetl.connect.crm.spi.BatchOutcome.PerRecord;
import io.reverseetl.connect.crm.spi.BatchOutcome.Refused;
import io.reverseetl.connect.crm.spi.BatchOutcome.RetryAll;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.NullPolicy;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.crm.spi.Payload;
import io.reverseetl.connect.crm.spi.Preparation;
import io.reverseetl.connect.crm.spi.QuotaReading;
import io.reverseetl.connect.crm.spi.QuotaReading.Window;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.crm.spi.WriteResult;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documented answers of HubSpot, and the undocumented ones of what stands between it and us. */
class HubSpotAdapterIT {

    private static final String UPSERT = "/crm/v3/objects/contacts/batch/upsert";
    private static final String UPDATE = "/crm/v3/objects/contacts/batch/update";
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T21:00:00Z"), ZoneOffset.UTC);

    @RegisterExtension
    static final WireMockExtension HUBSPOT = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private HttpTransport transport;
    private HubSpotAdapter adapter;

    @BeforeEach
    void open() {
        URI url = URI.create(HUBSPOT.baseUrl());
        transport = new HttpTransport(
                Authorization.Header.bearer(new Password("secret")),
                HttpSettings.plain("test/1", 4, Duration.ofSeconds(2)));
        adapter = adapter(new AdapterSettings(url, "contacts", "customer_id", NullPolicy.CLEAR, Map.of()));
    }

    private HubSpotAdapter adapter(AdapterSettings settings) {
        return new HubSpotAdapter(
                new HubSpotSettings(settings, new HubSpotApi(settings.url(), "v3"), List.of(), Duration.ZERO),
                new PropertyDefinitions(
                        () -> CompletableFuture.failedFuture(new IOException("Not asked")), Duration.ZERO, CLOCK),
                transport,
                CLOCK);
    }

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void a_batch_is_sent_as_documented() throws Exception {
        // Given
        answer(okJson("{\"status\":\"COMPLETE\",\"results\":[]}"));

        // When
        send("k1");

        // Then
        HUBSPOT.verify(postRequestedFor(urlEqualTo(UPSERT))
                .withHeader("Authorization", equalTo("Bearer secret"))
                .withHeader("User-Agent", equalTo("test/1"))
                .withRequestBody(equalToJson("""
                        {"inputs":[{"id":"k1","idProperty":"customer_id","objectWriteTraceId":"people-0-1",
                                    "properties":{"firstname":"O'Brien"}}]}
                        """)));
    }

    @Test
    void results_are_found_by_trace_id_in_any_order() throws Exception {
        // Given
        answer(okJson("""
                {"status":"COMPLETE","results":[
                  {"id":"12","new":true,"properties":{},"objectWriteTraceId":"people-0-2"},
                  {"id":"11","new":false,"properties":{},"objectWriteTraceId":"people-0-1"}]}
                """));

        // When
        Map<String, WriteResult> results = perRecord(send("k1", "k2"));

        // Then
        assertThat(results)
                .containsOnly(
                        Map.entry("k1", new WriteResult.Written("11", false)),
                        Map.entry("k2", new WriteResult.Written("12", true)));
    }

    @Test
    void without_trace_ids_results_are_found_by_the_id_property_and_never_by_order() throws Exception {
        // Given
        answer(okJson("""
                {"status":"COMPLETE","results":[
                  {"id":"12","properties":{"customer_id":"k2"}}, {"id":"99","properties":{"firstname":"?"}}]}
                """));

        // When
        Map<String, WriteResult> results = perRecord(send("k1", "k2"));

        // Then
        assertThat(results).containsOnlyKeys("k2");
    }

    @Test
    void errors_of_a_207_reject_their_own_records() throws Exception {
        // Given
        answer(aResponse().withStatus(207).withBody("""
                        {"status":"COMPLETE","results":[{"id":"11","objectWriteTraceId":"people-0-1"}],"numErrors":1,
                         "errors":[{"status":"error","category":"VALIDATION_ERROR","message":"secret@x.io is wrong",
                                    "context":{"objectWriteTraceId":["people-0-2"]},
                                    "errors":[{"code":"INVALID_EMAIL","message":"secret@x.io is wrong",
                                               "context":{"propertyName":["firstname"]}}]}]}
                        """));

        // When
        Map<String, WriteResult> results = perRecord(send("k1", "k2"));

        // Then
        assertThat(results).containsEntry("k1", new WriteResult.Written("11", false));
        assertThat(reasonOf(results.get("k2")))
                .hasToString("category=VALIDATION code=INVALID_EMAIL fields=firstname status=207");
    }

    @Test
    void the_only_error_without_a_trace_belongs_to_the_only_record_without_a_result() throws Exception {
        // Given
        answer(aResponse().withStatus(207).withBody("""
                        {"status":"COMPLETE","results":[{"id":"11","objectWriteTraceId":"people-0-1"}],
                         "errors":[{"category":"CONFLICT","message":"taken"}]}
                        """));

        // When
        Map<String, WriteResult> results = perRecord(send("k1", "k2"));

        // Then
        assertThat(reasonOf(results.get("k2"))).hasToString("category=VALIDATION code=CONFLICT status=207");
    }

    @Test
    void errors_that_cannot_be_told_apart_are_blamed_on_nobody() throws Exception {
        // Given
        answer(aResponse().withStatus(207).withBody("""
                        {"status":"COMPLETE","results":[{"id":"11","objectWriteTraceId":"people-0-1"}],
                         "errors":[{"category":"CONFLICT"}]}
                        """));

        // When
        Map<String, WriteResult> results = perRecord(send("k1", "k2", "k3"));

        // Then
        assertThat(results).containsOnlyKeys("k1");
    }

    @Test
    void a_record_that_hubspot_could_not_take_for_now_is_retried() throws Exception {
        // Given
        answer(aResponse().withStatus(207).withBody("""
                        {"results":[],"errors":[{"category":"RATE_LIMITS",
                                                 "context":{"objectWriteTraceId":["people-0-1"]}}]}
                        """));

        // When
        Map<String, WriteResult> results = perRecord(send("k1"));

        // Then
        assertThat(results.get("k1")).isInstanceOf(WriteResult.Retryable.class);
    }

    @Test
    void errors_that_name_nobody_and_no_results_refuse_the_batch() throws Exception {
        // Given
        answer(aResponse().withStatus(207).withBody("""
                        {"status":"COMPLETE","results":[],"numErrors":2,
                         "errors":[{"category":"RATE_LIMITS"},{"category":"VALIDATION_ERROR","message":"bad"}]}
                        """));

        // When
        BatchOutcome outcome = send("k1", "k2", "k3");

        // Then
        assertThat(((Refused) outcome).reason()).hasToString("category=VALIDATION code=VALIDATION_ERROR status=207");
    }

    @Test
    void errors_that_name_nobody_but_pass_are_retried() throws Exception {
        // Given
        answer(aResponse().withStatus(207).withBody("""
                        {"results":[],"errors":[{"category":"RATE_LIMITS"},{"category":"INTERNAL_ERROR"}]}
                        """));

        // When
        BatchOutcome outcome = send("k1", "k2", "k3");

        // Then
        assertThat(((RetryAll) outcome).reason()).hasToString("category=TIMEOUT code=RATE_LIMITS status=207");
    }

    @Test
    void an_unknown_property_in_a_207_is_fatal_though_it_names_nobody() throws Exception {
        // Given
        answer(aResponse().withStatus(207).withBody("""
                        {"results":[{"id":"11","objectWriteTraceId":"people-0-1"}],
                         "errors":[{"category":"VALIDATION_ERROR",
                                    "errors":[{"code":"PROPERTY_DOESNT_EXIST",
                                               "context":{"propertyName":["firstname"]}}]}]}
                        """));

        // When
        Map<String, WriteResult> results = perRecord(send("k1", "k2", "k3"));

        // Then
        assertThat(results).containsEntry("k1", new WriteResult.Written("11", false));
        assertThat(((WriteResult.Fatal) results.get("k2")).message()).contains("'firstname'", "Create it in HubSpot");
        assertThat(results.get("k3")).isInstanceOf(WriteResult.Fatal.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROPERTY_DOESNT_EXIST",
                "not unique",
                "non-unique",
                "idProperty",
                "Unable to perform update by non-unique 0-1 property",
                "{\\\"error\\\":\\\"PROPERTY_DOESNT_EXIST\\\"}"
            })
    void a_value_that_reads_like_an_error_does_not_fail_the_task(String value) throws Exception {
        // Given: HubSpot quotes the value.
        answer(aResponse()
                .withStatus(400)
                .withBody("{\"category\":\"VALIDATION_ERROR\",\"message\":\"" + value + " was not one of the options\","
                        + "\"errors\":[{\"message\":\"" + value + " is bad\",\"code\":\"INVALID_OPTION\"}]}"));

        // When
        BatchOutcome outcome = send("k1");

        // Then
        assertThat(((Refused) outcome).reason()).hasToString("category=VALIDATION code=INVALID_OPTION status=400");
    }

    @Test
    void an_unknown_property_is_found_in_the_details_that_follow_a_message() throws Exception {
        // Given
        answer(aResponse().withStatus(400).withBody("""
                        {"category":"VALIDATION_ERROR","message":"Property values were not valid: \
                        [{\\"isValid\\":false,\\"error\\":\\"PROPERTY_DOESNT_EXIST\\",\\"name\\":\\"firstname\\"}]"}
                        """));

        // When
        Failed failed = (Failed) send("k1");

        // Then
        assertThat(failed.message()).contains("'firstname'");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 409, 413, 422})
    void a_whole_batch_that_is_refused_is_to_be_taken_apart(int status) throws Exception {
        // Given
        answer(aResponse().withStatus(status).withBody("""
                        {"status":"error","category":"VALIDATION_ERROR","correlationId":"c-1",
                         "message":"Property values were not valid: [{\\"isValid\\":false,\\"message\\":\\"x@y was bad\\",\
                        \\"error\\":\\"INVALID_EMAIL\\",\\"name\\":\\"firstname\\"}]"}
                        """));

        // When
        BatchOutcome outcome = send("k1", "k2");

        // Then
        assertThat(outcome).isInstanceOf(Refused.class);
        assertThat(((Refused) outcome).reason())
                .asString()
                .startsWith(
                        "category=VALIDATION code=INVALID_EMAIL fields=firstname status=" + status + " request.id=c-1");
    }

    @Test
    void a_refusal_by_something_in_between_is_told_by_its_status() throws Exception {
        // Given
        answer(aResponse().withStatus(413).withBody("<html>Request Entity Too Large</html>"));

        // When
        BatchOutcome outcome = send("k1");

        // Then
        assertThat(((Refused) outcome).reason())
                .hasToString(
                        "category=VALIDATION code=HTTP_413 status=413 hint=\"The CRM takes no request as long as this record"
                                + " alone makes it: shorten its texts by a transform\"");
    }

    @Test
    void names_that_we_did_not_send_are_taken_for_values_and_not_shown() throws Exception {
        // Given
        answer(aResponse().withStatus(400).withBody("""
                        {"category":"VALIDATION_ERROR","correlationId":"has spaces, so is no id",
                         "errors":[{"message":"secret","code":"BAD","in":"secret","context":{"propertyName":["secret"]}}]}
                        """));

        // When
        BatchOutcome outcome = send("k1");

        // Then
        assertThat(((Refused) outcome).reason()).hasToString("category=VALIDATION code=BAD status=400");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 423, 429, 477, 500, 502, 503, 504, 521, 523, 524})
    void what_passes_is_retried(int status) throws Exception {
        // Given
        answer(aResponse().withStatus(status).withHeader("Retry-After", "7").withBody("<html>busy</html>"));

        // When
        RetryAll retry = (RetryAll) send("k1");

        // Then
        assertThat(retry.after()).contains(Duration.ofSeconds(7));
        assertThat(retry.reason()).hasToString("category=TIMEOUT code=HTTP_" + status + " status=" + status);
    }

    @Test
    void a_retry_after_may_be_a_date() throws Exception {
        // Given
        answer(aResponse().withStatus(503).withHeader("Retry-After", "Mon, 23 Nov 2026 21:00:30 GMT"));

        // When
        RetryAll retry = (RetryAll) send("k1");

        // Then
        assertThat(retry.after()).contains(Duration.ofSeconds(30));
    }

    @Test
    void a_retry_after_that_nobody_can_read_or_wait_for_is_bounded() throws Exception {
        // Given
        answer(aResponse().withStatus(503).withHeader("Retry-After", "999999999"));

        // When
        RetryAll retry = (RetryAll) send("k1");

        // Then
        assertThat(retry.after()).contains(Duration.ofMinutes(10));
    }

    @Test
    void a_locked_object_is_left_alone_for_two_seconds() throws Exception {
        // Given
        answer(aResponse().withStatus(423));

        // When
        RetryAll retry = (RetryAll) send("k1");

        // Then
        assertThat(retry.after()).contains(Duration.ofSeconds(2));
    }

    @Test
    void a_used_up_daily_quota_is_asked_about_once_an_hour_as_nobody_knows_when_its_day_ends() throws Exception {
        // Given
        answer(aResponse().withStatus(429).withBody("{\"errorType\":\"RATE_LIMIT\",\"policyName\":\"DAILY\"}"));

        // When
        RetryAll retry = (RetryAll) send("k1");

        // Then
        assertThat(retry.after()).contains(Duration.ofHours(1));
        assertThat(retry.reason().code()).isEqualTo("DAILY_QUOTA_USED_UP");
        assertThat(retry.trouble()).isEqualTo(RetryAll.Trouble.TOO_MANY);
    }

    @Test
    void too_many_requests_are_no_sign_that_the_crm_is_down() throws Exception {
        // Given
        answer(aResponse().withStatus(429));

        // When
        RetryAll retry = (RetryAll) send("k1");

        // Then
        assertThat(retry.trouble()).isEqualTo(RetryAll.Trouble.TOO_MANY);
    }

    @Test
    void the_headers_of_an_answer_tell_the_quota() throws Exception {
        // Given
        answer(aResponse()
                .withStatus(503)
                .withHeader("X-HubSpot-RateLimit-Max", "190")
                .withHeader("X-HubSpot-RateLimit-Remaining", "7")
                .withHeader("X-HubSpot-RateLimit-Interval-Milliseconds", "10000")
                .withHeader("X-HubSpot-RateLimit-Daily", "650000")
                .withHeader("X-HubSpot-RateLimit-Daily-Remaining", "1234"));

        // When
        QuotaReading quota = sendAndListen("k1").quota();

        // Then
        assertThat(quota)
                .isEqualTo(new QuotaReading(
                        Optional.of(new Window(190, Duration.ofSeconds(10))),
                        OptionalInt.of(7),
                        OptionalLong.of(650_000),
                        OptionalLong.of(1_234)));
    }

    @Test
    void headers_that_are_missing_or_no_numbers_tell_nothing() throws Exception {
        // Given
        answer(aResponse()
                .withHeader("X-HubSpot-RateLimit-Max", "many")
                .withHeader("X-HubSpot-RateLimit-Interval-Milliseconds", "10000"));

        // When
        QuotaReading quota = sendAndListen("k1").quota();

        // Then
        assertThat(quota).isEqualTo(QuotaReading.NONE);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void a_broken_connection_or_answer_is_retried(Fault fault) throws Exception {
        // Given
        answer(aResponse().withFault(fault));

        // When
        BatchOutcome outcome = send("k1");

        // Then
        assertThat(outcome).isInstanceOf(RetryAll.class);
    }

    @Test
    void an_answer_that_does_not_come_is_retried() throws Exception {
        // Given
        answer(okJson("{}").withFixedDelay(30_000));

        // When
        BatchOutcome outcome = send("k1");

        // Then
        assertThat(((RetryAll) outcome).reason().code()).isEqualTo("REQUEST_TIMEOUT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>It works!</html>",
                "",
                "[]",
                "{\"status\":\"COMPLETE\",\"results\":[]}",
                "{\"results\":[{\"id\":"
            })
    void a_200_that_accounts_for_nothing_is_not_success(String body) throws Exception {
        // Given
        answer(aResponse().withStatus(200).withBody(body));

        // When
        BatchOutcome outcome = send("k1");

        // Then
        assertThat(outcome).isInstanceOf(RetryAll.class);
    }

    @Test
    void a_refused_token_is_fatal_and_says_what_to_do() throws Exception {
        // Given
        answer(aResponse().withStatus(401).withBody("{\"correlationId\":\"c-1\"}"));

        // When
        Failed failed = (Failed) send("k1");

        // Then
        assertThat(failed.message()).contains("auth.token", "request.id=c-1").doesNotContain("secret");
    }

    @Test
    void a_missing_scope_is_fatal_and_named() throws Exception {
        // Given
        answer(aResponse().withStatus(403));

        // When
        Failed failed = (Failed) send("k1");

        // Then
        assertThat(failed.message()).contains("auth.token", "crm.objects.contacts.write");
    }

    @Test
    void custom_objects_share_the_scopes_of_all_of_them() throws Exception {
        // Given
        URI url = URI.create(HUBSPOT.baseUrl());
        adapter = adapter(new AdapterSettings(url, "p123_car", "vin", NullPolicy.CLEAR, Map.of()));
        HUBSPOT.stubFor(post("/crm/v3/objects/p123_car/batch/upsert")
                .willReturn(aResponse().withStatus(403)));
        CrmWrite car = new CrmWrite("k1", "cars-0-1", payload());

        // When
        Failed failed = (Failed) adapter.send(new CrmBatch("p123_car", List.of(car)))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .outcome();

        // Then
        assertThat(failed.message()).contains("crm.objects.custom.read", "crm.schemas.custom.read");
    }

    @Test
    void an_object_that_is_updated_by_hubspots_own_id_is_found_by_it_in_the_answer() throws Exception {
        // Given
        URI url = URI.create(HUBSPOT.baseUrl());
        adapter = adapter(new AdapterSettings(
                url, "contacts", "hs_object_id", NullPolicy.CLEAR, Map.of(), Operation.UPDATE, List.of(), Map.of()));
        HUBSPOT.stubFor(post(UPDATE).willReturn(okJson("{\"results\":[{\"id\":\"301\",\"properties\":{}}]}")));

        // When
        BatchOutcome outcome = update(new CrmWrite("301", "people-0-1", payload()));

        // Then
        assertThat(perRecord(outcome)).containsEntry("301", new WriteResult.Written("301", false));
        HUBSPOT.verify(postRequestedFor(urlEqualTo(UPDATE))
                .withRequestBody(equalToJson("{\"inputs\":[{\"id\":\"301\",\"objectWriteTraceId\":\"people-0-1\","
                        + "\"properties\":{\"firstname\":\"O'Brien\"}}]}")));
    }

    @Test
    void an_unknown_property_is_fatal_as_every_record_would_be_refused() throws Exception {
        // Given
        answer(aResponse().withStatus(400).withBody("""
                        {"category":"VALIDATION_ERROR","message":"Property values were not valid",
                         "errors":[{"code":"PROPERTY_DOESNT_EXIST","message":"Property \\"firstname\\" does not exist",
                                    "context":{"propertyName":["firstname"]}}]}
                        """));

        // When
        Failed failed = (Failed) send("k1");

        // Then
        assertThat(failed.message()).contains("'firstname'", "Create it in HubSpot");
    }

    @Test
    void a_property_that_cannot_be_set_is_fatal_too() throws Exception {
        // Given
        answer(aResponse().withStatus(400).withBody("""
                {"category":"VALIDATION_ERROR","errors":[
                  {"code":"READ_ONLY_VALUE","context":{"propertyName":["firstname"]}}]}
                """));

        // When
        Failed failed = (Failed) send("k1", "k2");

        // Then
        assertThat(failed.message()).contains("HubSpot itself sets 'firstname'", "with a transform");
    }

    @Test
    void an_id_property_that_is_not_unique_is_fatal() throws Exception {
        // Given
        answer(aResponse()
                .withStatus(400)
                .withBody("{\"message\":\"Unable to perform update/upsert by non-unique 0-1 property customer_id\"}"));

        // When
        Failed failed = (Failed) send("k1");

        // Then
        assertThat(failed.message()).contains("id.property", "'customer_id'");
    }

    @Test
    void a_redirect_is_not_followed() throws Exception {
        // Given
        answer(aResponse().withStatus(307).withHeader("Location", "http://elsewhere.example/"));

        // When
        Failed failed = (Failed) send("k1");

        // Then
        assertThat(failed.message()).contains("crm.url", "307");
    }

    @Test
    void a_known_object_is_updated_by_hubspots_own_id_and_gets_the_external_id() throws Exception {
        // Given
        HUBSPOT.stubFor(post(UPDATE)
                .willReturn(okJson("{\"results\":[{\"id\":\"301\",\"properties\":{\"customer_id\":\"k1\"}}]}")));

        // When
        BatchOutcome outcome = update(known("k1", "301", 1));

        // Then
        assertThat(perRecord(outcome)).containsEntry("k1", new WriteResult.Written("301", false));
        HUBSPOT.verify(postRequestedFor(urlEqualTo(UPDATE))
                .withRequestBody(equalToJson("{\"inputs\":[{\"id\":\"301\",\"objectWriteTraceId\":\"people-0-1\","
                        + "\"properties\":{\"firstname\":\"O'Brien\",\"customer_id\":\"k1\"}}]}")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"category\":\"CONFLICT\",\"message\":\"Contact already exists. Existing ID: 5\"}",
                "{\"category\":\"VALIDATION_ERROR\",\"message\":\"Property values were not valid:"
                        + " [{\\\"error\\\":\\\"CONFLICTING_UNIQUE_VALUE\\\",\\\"name\\\":\\\"customer_id\\\"}]\"}"
            })
    void an_external_id_that_another_object_has_is_told_as_such(String body) throws Exception {
        // Given
        HUBSPOT.stubFor(post(UPDATE).willReturn(aResponse().withStatus(409).withBody(body)));

        // When
        BatchOutcome outcome = update(known("k1", "301", 1));

        // Then
        assertThat(((Refused) outcome).reason().toString()).contains("code=ID_TAKEN fields=customer_id status=409");
    }

    @Test
    void a_known_object_that_hubspot_says_nothing_of_is_looked_up_and_may_be_gone() throws Exception {
        // Given: one is updated, one is gone, one is there
        HUBSPOT.stubFor(post(UPDATE)
                .willReturn(okJson("{\"results\":[{\"id\":\"301\",\"properties\":{\"customer_id\":\"k1\"}}]}")));
        HUBSPOT.stubFor(post("/crm/v3/objects/contacts/batch/read")
                .willReturn(okJson("{\"results\":[{\"id\":\"303\",\"properties\":{\"customer_id\":\"old\"}}],"
                        + "\"errors\":[{\"category\":\"OBJECT_NOT_FOUND\",\"context\":{\"ids\":[\"302\"]}}]}")));

        // When
        BatchOutcome outcome = update(known("k1", "301", 1), known("k2", "302", 2), known("k3", "303", 3));

        // Then
        assertThat(perRecord(outcome)).containsOnlyKeys("k1", "k2").containsEntry("k2", new WriteResult.Gone());
    }

    @Test
    void a_known_object_that_a_lookup_passes_over_is_not_taken_for_gone() throws Exception {
        // Given
        HUBSPOT.stubFor(post(UPDATE).willReturn(okJson("{\"results\":[]}")));
        HUBSPOT.stubFor(post("/crm/v3/objects/contacts/batch/read")
                .willReturn(okJson("{\"results\":[],\"errors\":[{\"category\":\"OBJECT_NOT_FOUND\","
                        + "\"context\":{\"ids\":[\"302\"]}}]}")));

        // When, then
        assertThat(perRecord(update(known("k1", "301", 1), known("k2", "302", 2))))
                .containsExactly(Map.entry("k2", new WriteResult.Gone()));
    }

    @Test
    void an_object_that_is_found_without_its_id_is_not_archived() throws Exception {
        // Given
        HUBSPOT.stubFor(post("/crm/v3/objects/contacts/batch/read")
                .willReturn(okJson("{\"results\":[{\"properties\":{\"customer_id\":\"k1\"}}]}")));
        HUBSPOT.stubFor(post("/crm/v3/objects/contacts/batch/archive")
                .willReturn(aResponse().withStatus(204)));

        // When, then
        assertThat(perRecord(update(new CrmWrite("k1", "people-0-1", adapter.removal(Operation.ARCHIVE)))))
                .isEmpty();
    }

    @Test
    void what_a_lookup_has_found_is_not_taken_for_archived_whatever_its_status() throws Exception {
        // Given
        HUBSPOT.stubFor(post("/crm/v3/objects/contacts/batch/read")
                .willReturn(okJson("{\"results\":[{\"id\":\"301\",\"properties\":{\"customer_id\":\"k1\"}}]}")
                        .withStatus(201)));
        HUBSPOT.stubFor(post("/crm/v3/objects/contacts/batch/archive")
                .willReturn(aResponse().withStatus(503)));

        // When, then
        assertThat(update(new CrmWrite("k1", "people-0-1", adapter.removal(Operation.ARCHIVE))))
                .isInstanceOf(RetryAll.class);
    }

    @Test
    void what_hubspot_calls_a_request_is_shown_only_if_it_is_a_word() throws Exception {
        // Given
        answer(aResponse().withStatus(403).withBody("{\"correlationId\":\"Jane Doe\"}"));

        // When, then
        assertThat(((Failed) send("k1")).message()).contains("HTTP 403)").doesNotContain("Jane");
    }

    @Test
    void a_known_object_that_hubspot_says_is_missing_is_gone_and_another_one_is_not_blamed() throws Exception {
        // Given
        HUBSPOT.stubFor(
                post(UPDATE).willReturn(aResponse().withStatus(404).withBody("{\"category\":\"OBJECT_NOT_FOUND\"}")));

        // When, then
        assertThat(update(known("k1", "301", 1), known("k2", "302", 2))).isInstanceOf(Refused.class);
        assertThat(perRecord(update(known("k1", "301", 1)))).containsEntry("k1", new WriteResult.Gone());
    }

    private BatchOutcome update(CrmWrite... writes) throws Exception {
        return adapter.send(new CrmBatch("contacts", List.of(writes)))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .outcome();
    }

    private CrmWrite known(String id, String hubSpotId, int offset) {
        return new CrmWrite(id, hubSpotId, "people-0-" + offset, Operation.UPDATE_KNOWN, payload());
    }

    private static void answer(ResponseDefinitionBuilder answer) {
        HUBSPOT.stubFor(post(UPSERT).willReturn(answer));
    }

    private BatchOutcome send(String... ids) throws Exception {
        return sendAndListen(ids).outcome();
    }

    private CrmAnswer sendAndListen(String... ids) throws Exception {
        List<CrmWrite> writes = IntStream.range(0, ids.length)
                .mapToObj(i -> new CrmWrite(ids[i], "people-0-" + (i + 1), payload()))
                .toList();
        return adapter.send(new CrmBatch("contacts", writes))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    private Payload payload() {
        return adapter.prepare(Map.of("firstname", "O'Brien")).fold(Preparation.Ready::payload, unfit -> {
            throw new AssertionError(unfit.reason());
        });
    }

    private static Map<String, WriteResult> perRecord(BatchOutcome outcome) {
        return ((PerRecord) outcome).byExternalId();
    }

    private static Reason reasonOf(WriteResult result) {
        return ((WriteResult.Rejected) result).reason();
    }
}
