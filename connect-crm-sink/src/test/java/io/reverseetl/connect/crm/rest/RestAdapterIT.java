// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.rest;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static io.reverseetl.connect.crm.rest.RestBench.reason;
import static io.reverseetl.connect.crm.rest.RestBench.results;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.BatchOutcome.Failed;
import io.reverseetl.connect.crm.spi.BatchOutcome.Refused;
import io.reverseetl.connect.crm.spi.BatchOutcome.RetryAll;
import io.reverseetl.connect.crm.spi.BatchOutcome.RetryAll.Trouble;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.crm.spi.QuotaReading;
import io.reverseetl.connect.crm.spi.WriteResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the config describes, on the wire: each shape of a request, and each shape of an answer. */
class RestAdapterIT {

    @RegisterExtension
    static final WireMockExtension CRM = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private @Nullable RestBench bench;

    @AfterEach
    void close() {
        if (bench != null) {
            bench.close();
        }
    }

    /** @param config keys and values in turn */
    private RestBench crm(String... config) {
        bench = new RestBench(CRM.baseUrl(), config);
        return bench;
    }

    private static void answer(ResponseDefinitionBuilder answer) {
        CRM.stubFor(any(anyUrl()).willReturn(answer));
    }

    private static void answer(MappingBuilder call, ResponseDefinitionBuilder answer) {
        CRM.stubFor(call.willReturn(answer));
    }

    // Requests

    @Test
    void one_object_a_request_with_its_id_in_the_path_and_among_the_fields() throws Exception {
        // Given
        answer(okJson("{}"));

        // When
        crm("rest.write", "PUT /v1/{object}/{id}?by={id.property}").upsert("a/b c");

        // Then
        CRM.verify(putRequestedFor(urlEqualTo("/v1/contacts/a%2Fb%20c?by=ref"))
                .withHeader("Content-Type", containing("application/json"))
                .withRequestBody(equalToJson("{\"ref\":\"a/b c\",\"name\":\"A/B C\"}")));
    }

    @Test
    void an_id_can_stand_in_the_path_alone() throws Exception {
        // Given
        answer(okJson("{}"));

        // When
        crm("rest.write", "PATCH /contacts/{id}", "rest.id.in.fields", "false").upsert("k1");

        // Then
        CRM.verify(patchRequestedFor(urlEqualTo("/contacts/k1")).withRequestBody(equalToJson("{\"name\":\"K1\"}")));
    }

    @Test
    void several_records_are_an_array() throws Exception {
        // Given
        answer(okJson("[]"));

        // When
        crm("rest.write", "POST /contacts", "rest.body", "{records}").upsert("k1", "k2");

        // Then
        CRM.verify(postRequestedFor(urlEqualTo("/contacts"))
                .withRequestBody(equalToJson("[{\"ref\":\"k1\",\"name\":\"K1\"},{\"ref\":\"k2\",\"name\":\"K2\"}]")));
    }

    @Test
    void records_of_any_form_stand_anywhere_in_a_body() throws Exception {
        // Given
        answer(okJson("[]"));

        // When: an id that would break out of a pasted text.
        crm(
                        "rest.write",
                        "POST /contacts",
                        "rest.body",
                        "{\"list\":{\"of\":\"{object}\",\"items\":\"{records}\"},\"by\":[\"{id.property}\"],\"n\":1.5}",
                        "rest.record",
                        "{\"type\":\"contact\",\"id\":\"crm:{id}\",\"attributes\":\"{fields}\"}",
                        "rest.id.in.fields",
                        "false")
                .upsert("k\"1");

        // Then
        CRM.verify(postRequestedFor(urlEqualTo("/contacts")).withRequestBody(equalToJson("""
                {"list":{"of":"contacts","items":[
                   {"type":"contact","id":"crm:k\\"1","attributes":{"name":"K\\"1"}}]},"by":["ref"],"n":1.5}
                """)));
    }

    @Test
    void records_can_stand_in_lines() throws Exception {
        // Given
        answer(okJson("{}"));

        // When
        crm("rest.write", "POST /import", "rest.body", "{lines}").upsert("k1", "k2");

        // Then
        CRM.verify(postRequestedFor(urlEqualTo("/import"))
                .withHeader("Content-Type", equalTo("application/x-ndjson"))
                .withRequestBody(equalTo("{\"name\":\"K1\",\"ref\":\"k1\"}\n{\"name\":\"K2\",\"ref\":\"k2\"}\n")));
    }

    @Test
    void values_keep_their_kind_and_a_field_that_says_the_id_too() throws Exception {
        // Given
        answer(okJson("{}"));
        RestBench crm = crm("rest.write", "POST /contacts");

        // When
        crm.send(
                id -> crm.payload(Map.of(
                        "ref",
                        7L,
                        "price",
                        new BigDecimal("1E+3"),
                        "ratio",
                        0.1f,
                        "active",
                        true,
                        "tags",
                        Arrays.asList("a", null),
                        "address",
                        Map.of("city", "O'Brien \"Town\""))),
                "7");

        // Then
        CRM.verify(postRequestedFor(urlEqualTo("/contacts")).withRequestBody(equalToJson("""
                {"ref":7,"price":1000,"ratio":0.1,"active":true,"tags":["a",null],
                 "address":{"city":"O'Brien \\"Town\\""}}
                """)));
        assertThat(CRM.findAll(postRequestedFor(urlEqualTo("/contacts"))).get(0).getBodyAsString())
                .contains("\"price\":1000,");
    }

    @Test
    void headers_are_those_of_the_config_and_a_repeated_request_has_the_key_that_it_had() throws Exception {
        // Given
        answer(aResponse().withStatus(503));
        RestBench crm = crm(
                "rest.write", "POST /contacts",
                "rest.headers", "{\"Prefer\":\"of={object}\",\"Idempotency-Key\":\"{idempotency.key}\"}");

        // When
        crm.upsert("k1");
        crm.upsert("k1");
        crm.upsert("k2");

        // Then
        List<LoggedRequest> requests =
                CRM.findAll(postRequestedFor(urlEqualTo("/contacts")).withHeader("Prefer", equalTo("of=contacts")));
        List<String> keys = requests.stream()
                .map(request -> request.getHeader("Idempotency-Key"))
                .toList();
        assertThat(keys.get(0)).hasSize(36).isEqualTo(keys.get(1)).isNotEqualTo(keys.get(2));
    }

    @Test
    void records_that_say_the_same_have_keys_of_their_own() throws Exception {
        // Given
        answer(okJson("{}"));
        RestBench crm = crm("rest.write", "POST /contacts", "rest.headers", "{\"Key\":\"{idempotency.key}\"}");

        // When
        crm.send(id -> crm.payload(Map.of("name", "Ada")), "k1", "k2");

        // Then
        assertThat(CRM.findAll(postRequestedFor(urlEqualTo("/contacts"))))
                .extracting(request -> request.getHeader("Key"))
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void headers_say_what_the_record_does_and_are_left_out_where_it_says_nothing() throws Exception {
        // Given
        answer(okJson("{}"));
        RestBench crm = crm(
                "rest.write", "POST /contacts",
                "rest.headers", "{\"X-Region\":\"r-{fields.Home region}\",\"X-Ref\":\"{id}\"}");
        Map<String, Object> nowhere = new HashMap<>();
        nowhere.put("Home region", null);

        // When
        crm.send(id -> crm.payload(id.equals("k1") ? Map.of("Home region", 7) : nowhere), "k1", "k2");

        // Then
        CRM.verify(
                1,
                postRequestedFor(anyUrl()).withHeader("X-Ref", equalTo("k1")).withHeader("X-Region", equalTo("r-7")));
        CRM.verify(
                1, postRequestedFor(anyUrl()).withHeader("X-Ref", equalTo("k2")).withoutHeader("X-Region"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Zürich", "a\r\nX-Admin: 1"})
    void a_value_that_cannot_stand_in_a_header_is_not_sent(String region) throws Exception {
        // Given
        RestBench crm = crm("rest.write", "POST /contacts", "rest.headers", "{\"X-Region\":\"{fields.region}\"}");

        // When
        Map<String, WriteResult> results = results(crm.send(id -> crm.payload(Map.of("region", region)), "k1"));

        // Then
        assertThat(reason(results.get("k1"))).contains("code=HEADER_NOT_ASCII fields=X-Region");
        CRM.verify(0, postRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void an_id_that_would_be_a_place_in_a_path_is_not_sent(String id) throws Exception {
        // When
        Map<String, WriteResult> results =
                results(crm("rest.write", "PUT /contacts/{id}").upsert(id));

        // Then
        assertThat(reason(results.get(id))).contains("code=ID_NOT_IN_A_PATH");
        CRM.verify(0, putRequestedFor(anyUrl()));
    }

    // Answers

    private static final String[] BY_INDEX = {
        "rest.write", "POST /contacts",
        "rest.body", "{\"data\":\"{records}\"}",
        "rest.result.path", "/data",
        "rest.result.status.path", "/code",
        "rest.result.id.path", "/details/id",
        "rest.status.written", "200-299,SUCCESS",
        "rest.status.retry", "429,500-599,LOCKED",
        "rest.status.fatal", "NO_LICENCE"
    };

    @Test
    void results_are_in_the_order_of_the_records() throws Exception {
        // Given
        answer(okJson("""
                {"data":[{"code":"SUCCESS","details":{"id":11}},{"code":"INVALID_DATA","details":{}},
                         {"code":"LOCKED"},{"code":"NO_LICENCE"},{"details":{"id":"15"}}]}
                """));

        // When
        Map<String, WriteResult> results = results(crm(BY_INDEX).upsert("k1", "k2", "k3", "k4", "k5"));

        // Then
        assertThat(results)
                .containsEntry("k1", new WriteResult.Written("11", false))
                .containsEntry("k5", new WriteResult.Written("15", false));
        assertThat(reason(results.get("k2"))).isEqualTo("category=VALIDATION code=INVALID_DATA status=200");
        assertThat(results.get("k3")).isInstanceOf(WriteResult.Retryable.class);
        assertThat(((WriteResult.Fatal) results.get("k4")).message()).contains("NO_LICENCE", "rest.status.fatal");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"data\":[{\"code\":\"SUCCESS\"}]}", "{\"data\":{}}", "{}", ""})
    void results_that_cannot_be_told_apart_account_for_nobody(String body) throws Exception {
        // Given
        answer(okJson(body));

        // When
        Map<String, WriteResult> results = results(crm(BY_INDEX).upsert("k1", "k2"));

        // Then
        assertThat(results).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "true", "\"SUCCESS\"", "1"})
    void a_result_in_which_no_status_can_stand_says_nothing(String result) throws Exception {
        // Given
        answer(okJson("{\"data\":[" + result + ",{\"code\":{\"of\":\"its own\"}}]}"));

        // When
        Map<String, WriteResult> results = results(crm(BY_INDEX).upsert("k1", "k2"));

        // Then
        assertThat(results).containsOnlyKeys("k2");
        assertThat(results.get("k2")).isInstanceOf(WriteResult.Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4294967296", "1.0", "true", "\"one\"", "-1", "2", "99999999999999999999"})
    void a_place_that_no_record_has_is_nobodys(String place) throws Exception {
        // Given
        answer(okJson("{\"items\":[{\"index\":" + place + ",\"status\":201}]}"));

        // When
        Map<String, WriteResult> results = results(crm(
                        "rest.write", "POST /contacts",
                        "rest.body", "{records}",
                        "rest.result.path", "/items",
                        "rest.result.index.path", "/index",
                        "rest.result.status.path", "/status")
                .upsert("k1", "k2"));

        // Then
        assertThat(results).isEmpty();
    }

    @Test
    void results_that_contradict_one_another_are_none_and_a_null_is_no_id() throws Exception {
        // Given
        answer(okJson("""
                {"items":[{"key":"k1","status":422},{"key":"k1","status":201},
                          {"key":"k2","status":200,"id":null},{"key":"k2","status":200,"id":null}]}
                """));

        // When
        Map<String, WriteResult> results = results(crm(
                        "rest.write", "POST /contacts",
                        "rest.body", "{records}",
                        "rest.result.path", "/items",
                        "rest.result.key.path", "/key",
                        "rest.result.status.path", "/status",
                        "rest.result.id.path", "/id")
                .upsert("k1", "k2"));

        // Then
        assertThat(results).containsExactly(Map.entry("k2", new WriteResult.Written("", false)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"items\":[{\"key\":\"k2\",\"status\":422},{\"key\":\"k1\",\"status\":201,\"id\":\"11\"},{\"key\":\"?\"}]}",
                "{\"items\":{\"k2\":{\"status\":\"422\"},\"k1\":{\"status\":\"201\",\"id\":11}}}"
            })
    void results_are_found_by_their_key(String body) throws Exception {
        // Given
        answer(aResponse().withStatus(207).withBody(body));

        // When
        Map<String, WriteResult> results = results(crm(
                        "rest.write", "POST /contacts",
                        "rest.body", "{records}",
                        "rest.result.path", "/items",
                        "rest.result.key.path", "/key",
                        "rest.result.status.path", "/status",
                        "rest.result.id.path", "/id")
                .upsert("k1", "k2", "k3"));

        // Then
        assertThat(results).containsOnlyKeys("k1", "k2").containsEntry("k1", new WriteResult.Written("11", true));
        assertThat(reason(results.get("k2"))).isEqualTo("category=VALIDATION code=422 status=207");
    }

    @Test
    void without_places_the_status_speaks_for_all() throws Exception {
        // Given
        answer(aResponse().withStatus(202).withBody("thanks"));

        // When
        Map<String, WriteResult> results = results(
                crm("rest.write", "POST /contacts", "rest.body", "{records}").upsert("k1", "k2"));

        // Then
        assertThat(results).containsOnlyKeys("k1", "k2").containsValue(new WriteResult.Written("", false));
    }

    @Test
    void the_answer_to_one_record_is_its_result() throws Exception {
        // Given
        answer(okJson("{\"success\":true,\"data\":{\"id\":5}}").withStatus(201));

        // When
        Map<String, WriteResult> results =
                results(crm("rest.write", "POST /contacts", "rest.result.id.path", "/data/id")
                        .upsert("k1"));

        // Then
        assertThat(results).containsExactly(Map.entry("k1", new WriteResult.Written("5", true)));
    }

    private static final String[] JSON_RPC = {
        "rest.write", "POST /jsonrpc",
        "rest.body", "{\"jsonrpc\":\"2.0\",\"method\":\"call\",\"id\":1,\"params\":{\"rows\":\"{records}\"}}",
        "rest.error.path", "/error/code",
        "rest.status.retry", "429,500-599,LOCK",
        "rest.status.fatal", "100",
        "rest.result.path", "/result",
        "rest.result.id.path", "/"
    };

    @Test
    void an_error_in_an_answer_that_looks_well_refuses_the_request() throws Exception {
        // Given: the code is one that as an HTTP status would mean success.
        answer(okJson("{\"error\":{\"code\":200,\"message\":\"secret@x.io\"},\"result\":null}"));

        // When
        BatchOutcome outcome = crm(JSON_RPC).upsert("k1", "k2");

        // Then
        assertThat(((Refused) outcome).reason()).hasToString("category=VALIDATION code=200 status=200");
    }

    @Test
    void an_error_can_be_one_that_passes_or_one_that_somebody_must_mend() throws Exception {
        RestBench crm = crm(JSON_RPC);
        answer(okJson("{\"error\":{\"code\":\"LOCK\"}}"));
        assertThat(((RetryAll) crm.upsert("k1")).reason().toString()).contains("code=LOCK");
        answer(okJson("{\"error\":{\"code\":100}}"));
        assertThat(((Failed) crm.upsert("k1")).message()).contains("code=100", "POST /jsonrpc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"result\":[5,6]}", "{\"error\":null,\"result\":[5,6]}", "{\"error\":{},\"result\":[5,6]}"})
    void an_error_that_says_nothing_is_none(String body) throws Exception {
        // Given
        answer(okJson(body));

        // When
        Map<String, WriteResult> results = results(crm(JSON_RPC).upsert("k1", "k2"));

        // Then
        assertThat(results)
                .containsOnly(
                        Map.entry("k1", new WriteResult.Written("5", false)),
                        Map.entry("k2", new WriteResult.Written("6", false)));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 409, 413, 414, 422, 431})
    void a_request_that_is_refused_as_a_whole_is_to_be_halved(int status) throws Exception {
        // Given
        answer(okJson("{\"error\":{\"code\":\"BAD\"}}").withStatus(status).withHeader("X-Request-Id", "r-1"));

        // When
        BatchOutcome outcome = crm(JSON_RPC[0], JSON_RPC[1], "rest.body", "{records}", "rest.error.path", "/error/code")
                .upsert("k1", "k2");

        // Then
        assertThat(((Refused) outcome).reason())
                .asString()
                .startsWith("category=VALIDATION code=BAD status=" + status + " request.id=r-1");
    }

    @Test
    void a_code_that_looks_like_success_takes_nothing_from_a_status_that_passes() throws Exception {
        // Given
        answer(okJson("{\"error\":{\"code\":200}}").withStatus(503));

        // When
        BatchOutcome outcome = crm(JSON_RPC).upsert("k1");

        // Then
        assertThat(outcome).isInstanceOf(RetryAll.class);
    }

    @ParameterizedTest
    @CsvSource({"429,TOO_MANY", "503,DOWN", "408,DOWN"})
    void trouble_that_passes_is_waited_for_as_the_crm_asks(int status, Trouble trouble) throws Exception {
        // Given
        answer(aResponse().withStatus(status).withHeader("Retry-After", "7"));

        // When
        RetryAll outcome = (RetryAll) crm("rest.write", "POST /contacts").upsert("k1");

        // Then
        assertThat(outcome.after()).contains(Duration.ofSeconds(7));
        assertThat(outcome.trouble()).isEqualTo(trouble);
        assertThat(outcome.reason().toString()).contains("code=HTTP_" + status);
    }

    @ParameterizedTest
    @CsvSource({"401,auth.type", "403,auth.type", "404,crm.url", "405,crm.url", "302,redirect", "418,rest.status.retry"
    })
    void what_no_retry_will_change_fails_the_task_and_says_what_to_do(int status, String advice) throws Exception {
        // Given
        answer(aResponse().withStatus(status));

        // When
        Failed outcome = (Failed) crm("rest.write", "POST /{object}").upsert("k1");

        // Then
        assertThat(outcome.message()).contains(advice, "HTTP " + status, "POST /{object}");
    }

    @Test
    void a_page_is_no_answer_of_the_crm() throws Exception {
        // Given
        answer(aResponse().withHeader("Content-Type", "text/html").withBody("<html>Sign in</html>"));

        // When
        BatchOutcome outcome = crm("rest.write", "POST /contacts").upsert("k1");

        // Then
        assertThat(((RetryAll) outcome).reason().toString()).contains("code=ANSWER_NOT_JSON");
    }

    @Test
    void half_an_answer_is_none() throws Exception {
        // Given
        answer(okJson("{\"data\":[{\"code\":\"SUCC"));

        // When
        BatchOutcome outcome = crm(BY_INDEX).upsert("k1");

        // Then
        assertThat(((RetryAll) outcome).reason().toString()).contains("code=ANSWER_NOT_JSON");
    }

    @Test
    void what_is_left_of_the_quota_is_read_from_the_headers_that_are_named() throws Exception {
        // Given
        answer(okJson("{}").withHeader("X-Left", "0").withHeader("X-Left-Today", " 9000000000"));
        RestBench crm = crm(
                "rest.write", "POST /contacts",
                "rest.quota.window.header", "X-Left",
                "rest.quota.daily.header", "x-left-today");

        // When
        QuotaReading quota =
                crm.answer(id -> crm.payload(Map.of("name", "Ada")), "k1").quota();

        // Then
        assertThat(quota)
                .isEqualTo(new QuotaReading(
                        Optional.empty(), OptionalInt.of(0), OptionalLong.empty(), OptionalLong.of(9_000_000_000L)));
    }

    @Test
    void a_quota_is_not_told_again_by_a_call_without_an_answer() throws Exception {
        // Given: it was told by a search, and the call after it was lost.
        answer(get(anyUrl()), okJson("{\"items\":[]}").withHeader("X-Left", "0"));
        answer(post(anyUrl()), aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
        RestBench crm = crm(with(SEARCHED, "rest.quota.window.header", "X-Left"));
        crm.answer(id -> crm.payload(Map.of("name", "Ada")), "k1");
        answer(get(anyUrl()), aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));

        // When
        QuotaReading quota =
                crm.answer(id -> crm.payload(Map.of("name", "Ada")), "k1").quota();

        // Then
        assertThat(quota).isEqualTo(QuotaReading.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "many", "-1", "1.5"})
    void a_quota_that_is_no_number_says_nothing(String left) throws Exception {
        // Given
        answer(okJson("{}").withHeader("X-Left", left));
        RestBench crm = crm("rest.write", "POST /contacts", "rest.quota.window.header", "X-Left");

        // When
        QuotaReading quota =
                crm.answer(id -> crm.payload(Map.of("name", "Ada")), "k1").quota();

        // Then
        assertThat(quota).isEqualTo(QuotaReading.NONE);
    }

    @Test
    void a_broken_connection_is_tried_again() throws Exception {
        // Given
        answer(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));

        // When
        BatchOutcome outcome = crm("rest.write", "POST /contacts").upsert("k1");

        // Then
        assertThat(outcome).isInstanceOf(RetryAll.class);
    }

    // Objects that are searched for

    private static final String[] SEARCHED = {
        "rest.search", "GET /contacts?q={id}&exact=true",
        "rest.search.result.path", "/items",
        "rest.search.id.path", "/item/id",
        "rest.write", "POST /contacts",
        "rest.update", "PUT /contacts/{crm.id}",
        "rest.result.id.path", "/id",
        "rest.delete", "DELETE /contacts/{crm.id}"
    };

    private static void found(String items) {
        answer(get(urlEqualTo("/contacts?q=k%26%2B1&exact=true")), okJson("{\"items\":" + items + "}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null"})
    void an_object_that_is_not_found_is_created(String none) throws Exception {
        // Given
        found(none);
        answer(post(urlEqualTo("/contacts")), okJson("{\"id\":5}").withStatus(201));

        // When
        Map<String, WriteResult> results = results(crm(SEARCHED).upsert("k&+1"));

        // Then
        assertThat(results).containsExactly(Map.entry("k&+1", new WriteResult.Written("5", true)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{\"item\":{\"id\":5}}]", "{\"item\":{\"id\":\"5\"}}"})
    void an_object_that_is_found_is_changed(String one) throws Exception {
        // Given
        found(one);
        answer(put(urlEqualTo("/contacts/5")), okJson("{\"id\":5}"));

        // When
        Map<String, WriteResult> results = results(crm(SEARCHED).upsert("k&+1"));

        // Then
        assertThat(results).containsExactly(Map.entry("k&+1", new WriteResult.Written("5", false)));
        CRM.verify(putRequestedFor(urlEqualTo("/contacts/5"))
                .withRequestBody(equalToJson("{\"ref\":\"k&+1\",\"name\":\"K&+1\"}")));
    }

    @Test
    void several_objects_with_one_id_are_for_somebody_to_merge() throws Exception {
        // Given
        found("[{\"item\":{\"id\":5}},{\"item\":{\"id\":6}}]");

        // When
        Map<String, WriteResult> results = results(crm(SEARCHED).upsert("k&+1"));

        // Then
        assertThat(reason(results.get("k&+1"))).contains("code=SEARCH_AMBIGUOUS", "merge");
        CRM.verify(0, putRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"items\":\"none\"}",
                "{\"items\":[{\"item\":{}}]}",
                "{\"items\":[{\"item\":{\"id\":\"\"}}]}",
                "{\"items\":[{\"item\":{\"id\":\"..\"}}]}",
                "[",
                ""
            })
    void a_search_that_is_not_understood_creates_nothing(String body) throws Exception {
        // Given
        answer(okJson(body));

        // When
        BatchOutcome outcome = crm(SEARCHED).upsert("k&+1");

        // Then
        assertThat(outcome).isInstanceOf(RetryAll.class);
        CRM.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void an_object_that_has_gone_since_it_was_found_is_searched_again() throws Exception {
        // Given
        found("[{\"item\":{\"id\":5}}]");
        answer(put(urlEqualTo("/contacts/5")), aResponse().withStatus(404));

        // When
        Map<String, WriteResult> results = results(crm(SEARCHED).upsert("k&+1"));

        // Then
        assertThat(results.get("k&+1")).isInstanceOf(WriteResult.Retryable.class);
    }

    @Test
    void a_search_can_be_a_document_in_which_the_id_is_a_value() throws Exception {
        // Given
        answer(okJson("{\"ids\":[]}"));

        // When
        crm(
                        "rest.search", "POST /find",
                        "rest.search.body", "{\"where\":[[\"{id.property}\",\"=\",\"{id}\"]],\"in\":\"{object}\"}",
                        "rest.search.result.path", "/ids",
                        "rest.write", "POST /contacts",
                        "rest.update", "PUT /contacts/{crm.id}")
                .upsert("k\"1");

        // Then
        CRM.verify(postRequestedFor(urlEqualTo("/find"))
                .withRequestBody(equalToJson("{\"where\":[[\"ref\",\"=\",\"k\\\"1\"]],\"in\":\"contacts\"}")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"404 | {}", "404 | {\"error\":\"GONE\"}", "200 | {\"error\":\"NO_SUCH\"}"})
    void a_search_can_say_by_its_status_or_code_that_there_is_none(int status, String body) throws Exception {
        // Given
        answer(get(anyUrl()), okJson(body).withStatus(status));
        answer(post(urlEqualTo("/contacts")), okJson("{\"id\":5}").withStatus(201));
        String[] config = with(SEARCHED, "rest.error.path", "/error", "rest.search.status.none", "404,NO_SUCH");

        // When
        Map<String, WriteResult> results = results(crm(config).upsert("k1"));

        // Then
        assertThat(results).containsExactly(Map.entry("k1", new WriteResult.Written("5", true)));
    }

    @Test
    void a_search_whose_path_is_wrong_creates_nothing() throws Exception {
        // Given
        answer(aResponse().withStatus(404));

        // When
        BatchOutcome outcome = crm(SEARCHED).upsert("k1");

        // Then
        assertThat(outcome).isInstanceOf(Failed.class);
        CRM.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void a_proxys_page_does_not_say_that_there_is_none() throws Exception {
        // Given
        answer(aResponse()
                .withStatus(404)
                .withHeader("Content-Type", "text/html")
                .withBody("<p>No site here</p>"));

        // When
        BatchOutcome outcome =
                crm(with(SEARCHED, "rest.search.status.none", "404")).upsert("k1");

        // Then
        assertThat(outcome).isInstanceOf(Failed.class);
        CRM.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void an_update_creates_nothing() throws Exception {
        // Given
        found("[]");
        bench = new RestBench(CRM.baseUrl(), Operation.UPDATE, SEARCHED);

        // When
        Map<String, WriteResult> results = results(bench.upsert("k&+1"));

        // Then
        assertThat(reason(results.get("k&+1"))).contains("code=OBJECT_NOT_FOUND");
        CRM.verify(0, postRequestedFor(anyUrl()));
    }

    private static String[] with(String[] config, String... more) {
        return Stream.concat(Stream.of(config), Stream.of(more)).toArray(String[]::new);
    }

    // Deletes

    private static final String[] TOGETHER = {
        "rest.write", "PUT /contacts/{id}",
        "rest.delete", "POST /contacts/delete",
        "rest.delete.body", "{\"keys\":\"{ids}\"}",
        "rest.result.path", "/items",
        "rest.result.key.path", "/key",
        "rest.result.status.path", "/status"
    };

    @Test
    void objects_are_deleted_together_and_each_has_its_result() throws Exception {
        // Given
        answer(okJson("{\"items\":[{\"key\":\"k3\",\"status\":404},{\"key\":\"k2\",\"status\":\"LOCKED\"},"
                + "{\"key\":\"k1\",\"status\":200}]}"));
        RestBench crm = crm(TOGETHER);

        // When
        Map<String, WriteResult> results = results(crm.delete("k1", "k2", "k3"));

        // Then
        assertThat(crm.calls("k1", "k2", "k3")).isEqualTo(1);
        CRM.verify(
                1,
                postRequestedFor(urlEqualTo("/contacts/delete"))
                        .withRequestBody(equalToJson("{\"keys\":[\"k1\",\"k2\",\"k3\"]}")));
        assertThat(results.get("k1")).isInstanceOf(WriteResult.Written.class);
        assertThat(reason(results.get("k2"))).contains("code=LOCKED");
        assertThat(results.get("k3")).isInstanceOf(WriteResult.Written.class);
    }

    @Test
    void a_lone_one_of_those_that_go_together_has_its_result_too() throws Exception {
        // Given
        answer(okJson("{\"items\":[{\"key\":\"k1\",\"status\":\"LOCKED\"}]}"));

        // When
        Map<String, WriteResult> results = results(crm(TOGETHER).delete("k1"));

        // Then
        assertThat(reason(results.get("k1"))).contains("code=LOCKED");
    }

    @Test
    void ids_can_be_a_list_in_a_path_and_an_answer_without_results_speaks_for_all() throws Exception {
        // Given
        answer(aResponse().withStatus(204));

        // When
        Map<String, WriteResult> results =
                results(crm("rest.write", "PUT /contacts/{id}", "rest.delete", "DELETE /contacts?keys={ids}")
                        .delete("k1", "k&2"));

        // Then
        CRM.verify(1, deleteRequestedFor(urlEqualTo("/contacts?keys=k1,k%262")));
        assertThat(results).containsOnlyKeys("k1", "k&2").containsValue(new WriteResult.Written("", false));
    }

    @Test
    void where_some_of_several_are_gone_they_are_halved_until_each_stands_alone() throws Exception {
        // Given
        answer(aResponse().withStatus(404));
        RestBench crm = crm(TOGETHER);

        // Then
        assertThat(crm.delete("k1", "k2")).isInstanceOf(Refused.class);
        assertThat(results(crm.delete("k1"))).containsValue(new WriteResult.Written("", false));
    }

    @Test
    void objects_are_deleted_one_by_one_and_those_that_are_not_there_are_gone() throws Exception {
        // Given
        answer(any(urlPathMatching("/contacts/k[12]")), aResponse().withStatus(204));
        answer(any(urlEqualTo("/contacts/k3")), aResponse().withStatus(404));
        answer(any(urlEqualTo("/contacts/k4")), aResponse().withStatus(422));
        RestBench crm =
                crm("rest.write", "POST /contacts", "rest.body", "{records}", "rest.delete", "DELETE /contacts/{id}");

        // When
        Map<String, WriteResult> results = results(crm.delete("k1", "k4", "k2", "k3"));

        // Then
        assertThat(crm.calls("k1", "k2", "k3")).isEqualTo(3);
        assertThat(results.get("k4")).isInstanceOf(WriteResult.Rejected.class);
        assertThat(results)
                .hasSize(4)
                .containsEntry("k1", new WriteResult.Written("", false))
                .containsEntry("k3", new WriteResult.Written("", false));
    }

    @Test
    void a_delete_needs_no_result_of_its_own() throws Exception {
        // Given
        answer(aResponse().withStatus(204));
        String[] config = Arrays.copyOf(BY_INDEX, BY_INDEX.length + 2);
        config[BY_INDEX.length] = "rest.delete";
        config[BY_INDEX.length + 1] = "DELETE /contacts/{id}";

        // When
        Map<String, WriteResult> results = results(crm(config).delete("k1", "k2"));

        // Then
        assertThat(results).containsOnlyKeys("k1", "k2").containsValue(new WriteResult.Written("", false));
    }

    @Test
    void what_stands_against_one_delete_holds_back_those_behind_it() throws Exception {
        // Given
        answer(any(urlEqualTo("/contacts/k1")), aResponse().withStatus(204));
        answer(any(urlEqualTo("/contacts/k2")), aResponse().withStatus(503));

        // When
        Map<String, WriteResult> results =
                results(crm("rest.write", "POST /contacts", "rest.delete", "DELETE /contacts/{id}")
                        .delete("k1", "k2", "k3"));

        // Then
        assertThat(results.get("k1")).isInstanceOf(WriteResult.Written.class);
        assertThat(results.get("k2")).isInstanceOf(WriteResult.Retryable.class);
        assertThat(results.get("k3")).isInstanceOf(WriteResult.Retryable.class);
        CRM.verify(0, deleteRequestedFor(urlEqualTo("/contacts/k3")));
    }

    @Test
    void an_object_can_be_searched_for_before_it_is_deleted() throws Exception {
        // Given
        found("[{\"item\":{\"id\":5}}]");
        answer(any(urlEqualTo("/contacts/5")), okJson("{}"));

        // When
        Map<String, WriteResult> results = results(crm(SEARCHED).delete("k&+1"));

        // Then
        assertThat(results.get("k&+1")).isInstanceOf(WriteResult.Written.class);
        CRM.verify(deleteRequestedFor(urlEqualTo("/contacts/5")));
    }

    @Test
    void an_object_that_is_not_found_need_not_be_deleted() throws Exception {
        // Given
        found("[]");

        // When
        Map<String, WriteResult> results = results(crm(SEARCHED).delete("k&+1"));

        // Then
        assertThat(results.get("k&+1")).isInstanceOf(WriteResult.Written.class);
        CRM.verify(0, deleteRequestedFor(anyUrl()));
    }
}
