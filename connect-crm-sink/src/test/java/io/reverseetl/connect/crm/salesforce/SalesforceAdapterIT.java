// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.salesforce;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.reverseetl.connect.crm.auth.Authorization;
import io.reverseetl.connect.crm.http.HttpSettings;
import io.reverseetl.connect.crm.http.HttpTransport;
import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.BatchOutcome.Failed;
import io.reverseetl.connect.crm.spi.BatchOutcome.PerRecord;
import io.reverseetl.connect.crm.spi.BatchOutcome.Refused;
import io.reverseetl.connect.crm.spi.BatchOutcome.RetryAll;
import io.reverseetl.connect.crm.spi.BatchOutcome.RetryAll.Trouble;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.NullPolicy;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.crm.spi.Payload;
import io.reverseetl.connect.crm.spi.Preparation;
import io.reverseetl.connect.crm.spi.WriteResult;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documented answers of Salesforce, and the undocumented ones of what stands between it and us. */
class SalesforceAdapterIT {

    private static final String UPSERT = "/services/data/v62.0/composite/sobjects/Contact/Ext__c";
    private static final String RECORDS = "/services/data/v62.0/composite/sobjects";
    private static final String QUERY = "/services/data/v62.0/query";
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T21:00:00Z"), ZoneOffset.UTC);

    private static final FieldLimits NO_LIMITS = new FieldLimits(CompletableFuture::new, CLOCK);

    @RegisterExtension
    static final WireMockExtension SALESFORCE = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private HttpTransport transport;

    @BeforeEach
    void open() {
        transport = new HttpTransport(
                Authorization.Header.bearer(new Password("secret")),
                HttpSettings.plain("test/1", 4, Duration.ofSeconds(2)));
    }

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void a_batch_is_sent_as_documented() throws Exception {
        // Given
        answer(okJson("[{\"id\":\"003A\",\"success\":true,\"errors\":[],\"created\":true}]"));

        // When
        BatchOutcome outcome = send("k1");

        // Then
        assertThat(((PerRecord) outcome).byExternalId()).containsEntry("k1", new WriteResult.Written("003A", true));
        SALESFORCE.verify(patchRequestedFor(urlEqualTo(UPSERT))
                .withHeader("Authorization", equalTo("Bearer secret"))
                .withRequestBody(equalToJson("""
                        {"allOrNone":false,"records":[
                          {"attributes":{"type":"Contact"},"Ext__c":"k1","LastName":"O'Brien",
                           "Account":{"AcctExt__c":"A9"}}]}
                        """)));
    }

    @Test
    void results_are_those_of_the_writes_in_their_order() throws Exception {
        // Given
        answer(okJson("""
                [{"id":"003A","success":true,"errors":[],"created":true},
                 {"success":false,"errors":[{"statusCode":"STRING_TOO_LONG","message":"Last Name: data value too large:"
                   ,"fields":["LastName","Secret Value"]}]},
                 {"success":false,"errors":[{"statusCode":"UNABLE_TO_LOCK_ROW","message":"..","fields":[]}]}]
                """));

        // When
        Map<String, WriteResult> results = ((PerRecord) send("k1", "k2", "k3")).byExternalId();

        // Then: a name that we have not sent is not believed.
        assertThat(results).containsOnlyKeys("k1", "k2", "k3");
        assertThat(results).containsEntry("k1", new WriteResult.Written("003A", true));
        assertThat(((WriteResult.Rejected) results.get("k2")).reason())
                .hasToString("category=VALIDATION code=STRING_TOO_LONG fields=LastName status=200");
        assertThat(results.get("k3")).isInstanceOf(WriteResult.Retryable.class);
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void an_error_of_a_record_does_what_the_table_says(ErrorCode code) throws Exception {
        // Given
        answer(okJson("[{\"success\":false,\"errors\":[{\"statusCode\":\"" + code + "\",\"fields\":[]}]}]"));

        // When
        WriteResult result = ((PerRecord) send("k1")).byExternalId().get("k1");

        // Then
        assertThat(result)
                .isInstanceOf(
                        switch (code.action()) {
                            case RETRY -> WriteResult.Retryable.class;
                            case REJECT -> WriteResult.Rejected.class;
                            case FAIL -> WriteResult.Fatal.class;
                        });
    }

    @Test
    void a_code_that_nobody_knows_rejects_the_record() throws Exception {
        // Given
        answer(okJson("[{\"success\":false,\"errors\":[{\"statusCode\":\"NEW_ONE\",\"message\":\"Jane is odd\"}]}]"));

        // When
        WriteResult result = ((PerRecord) send("k1")).byExternalId().get("k1");

        // Then
        assertThat(((WriteResult.Rejected) result).reason()).hasToString("category=VALIDATION code=NEW_ONE status=200");
    }

    @Test
    void a_reference_to_nobody_rejects_the_record_though_its_code_is_that_of_an_unknown_field() throws Exception {
        // Given
        answer(okJson("""
                [{"success":false,"errors":[{"statusCode":"INVALID_FIELD","fields":[],
                  "message":"Foreign key external ID: a9 not found for field AcctExt__c in entity Account"}]}]
                """));

        // When
        WriteResult result = ((PerRecord) send("k1")).byExternalId().get("k1");

        // Then
        assertThat(((WriteResult.Rejected) result).reason().toString())
                .contains("code=INVALID_FIELD", "does not exist")
                .doesNotContain("a9");
    }

    @Test
    void an_unknown_field_fails_the_task_and_is_named_if_we_have_sent_it() throws Exception {
        // Given
        answer(okJson("[{\"success\":false,\"errors\":[{\"statusCode\":\"INVALID_FIELD_FOR_INSERT_UPDATE\","
                + "\"message\":\"Jane\",\"fields\":[\"LastName\"]}]}]"));

        // When
        WriteResult result = ((PerRecord) send("k1")).byExternalId().get("k1");

        // Then
        assertThat(((WriteResult.Fatal) result).message())
                .contains("'LastName'", "Contact")
                .doesNotContain("Jane");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "<html>It works</html>", "[{\"success\":true},{\"success\":true}]"})
    void an_answer_that_accounts_for_nothing_is_asked_for_again(String body) throws Exception {
        // Given
        answer(okJson(body));

        // When, then
        assertThat(send("k1")).isInstanceOf(RetryAll.class);
    }

    @Test
    void fewer_results_than_records_are_nobodys_as_any_of_them_may_be_missing() throws Exception {
        // Given
        answer(okJson("[{\"id\":\"003A\",\"success\":true,\"errors\":[],\"created\":true}]"));

        // When, then
        assertThat(send("k1", "k2")).isInstanceOf(RetryAll.class);
    }

    static Stream<Arguments> limits() {
        return Stream.of(
                Arguments.of("TotalRequests Limit exceeded.", Optional.of(Duration.ofHours(1)), "DAILY_QUOTA_USED_UP"),
                Arguments.of(
                        "ConcurrentRequests (Concurrent API Requests) Limit exceeded.",
                        Optional.empty(),
                        "CONCURRENT_REQUESTS"));
    }

    @ParameterizedTest
    @MethodSource("limits")
    void too_many_requests_at_a_time_are_not_too_many_a_day(String message, Optional<Duration> after, String code)
            throws Exception {
        // Given
        answer(status(403).withBody("[{\"errorCode\":\"REQUEST_LIMIT_EXCEEDED\",\"message\":\"" + message + "\"}]"));

        // When
        RetryAll outcome = (RetryAll) send("k1");

        // Then
        assertThat(outcome.after()).isEqualTo(after);
        assertThat(outcome.trouble()).isEqualTo(Trouble.TOO_MANY);
        assertThat(outcome.reason()).hasToString("category=TIMEOUT code=" + code + " status=403");
    }

    static Stream<Arguments> wholeRequests() {
        return Stream.of(
                Arguments.of(300, "[\"/services/data/v62.0/sobjects/Contact/003A\"]", Refused.class),
                Arguments.of(400, error("JSON_PARSER_ERROR"), Refused.class),
                Arguments.of(400, error("INVALID_FIELD"), Failed.class),
                Arguments.of(
                        400,
                        "[{\"errorCode\":\"INVALID_FIELD\",\"message\":\"Foreign key external ID: a9 not found\"}]",
                        Refused.class),
                Arguments.of(400, error("UNABLE_TO_LOCK_ROW"), RetryAll.class),
                Arguments.of(401, error("INVALID_SESSION_ID"), Failed.class),
                Arguments.of(403, error("API_DISABLED_FOR_ORG"), Failed.class),
                Arguments.of(404, error("NOT_FOUND"), Failed.class),
                Arguments.of(307, "", Failed.class),
                Arguments.of(413, "", Refused.class),
                Arguments.of(414, "", Refused.class),
                Arguments.of(431, "", Refused.class),
                Arguments.of(500, error("UNKNOWN_EXCEPTION"), RetryAll.class),
                Arguments.of(503, "<html>maintenance</html>", RetryAll.class));
    }

    private static String error(String code) {
        return "[{\"errorCode\":\"" + code + "\",\"message\":\"Jane\"}]";
    }

    @ParameterizedTest
    @MethodSource("wholeRequests")
    void a_request_that_is_refused_is_bisected_repeated_or_fatal(int status, String body, Class<?> outcome)
            throws Exception {
        // Given
        answer(status(status).withBody(body));

        // When
        BatchOutcome found = send("k1", "k2");

        // Then
        assertThat(found).isInstanceOf(outcome);
        assertThat(found.toString()).doesNotContain("Jane");
    }

    @Test
    void a_connection_that_breaks_is_tried_again() throws Exception {
        // Given
        answer(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));

        // When, then
        assertThat(send("k1")).isInstanceOf(RetryAll.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api-usage=10018/100000",
                "api-usage=10018/100000; per-app-api-usage=17/250(appName=sync)",
                "per-app-api-usage=17/250(appName=sync); api-usage=10018/100000"
            })
    void the_quota_is_read_from_the_header(String header) throws Exception {
        // Given
        answer(okJson("[{\"id\":\"003A\",\"success\":true}]").withHeader("Sforce-Limit-Info", header));

        // When
        CrmAnswer answer = listen(adapter(Operation.UPSERT), "k1");

        // Then
        assertThat(answer.quota().dailyLimit()).isEqualTo(OptionalLong.of(100_000));
        assertThat(answer.quota().dailyRemaining()).isEqualTo(OptionalLong.of(89_982));
    }

    @Test
    void an_update_goes_to_records_that_exist_and_creates_none() throws Exception {
        // Given
        SALESFORCE.stubFor(get(urlPathEqualTo(QUERY)).willReturn(okJson("""
                {"totalSize":1,"done":true,"records":[{"Id":"003A","Ext__c":"O'K\\\\1"}]}
                """)));
        SALESFORCE.stubFor(patch(RECORDS).willReturn(okJson("[{\"id\":\"003A\",\"success\":true,\"errors\":[]}]")));

        // When
        CrmAnswer answer = listen(adapter(Operation.UPDATE), "o'k\\1", "missing");

        // Then
        Map<String, WriteResult> results = ((PerRecord) answer.outcome()).byExternalId();
        assertThat(results).containsEntry("o'k\\1", new WriteResult.Written("003A", false));
        assertThat(((WriteResult.Rejected) results.get("missing")).reason().code())
                .isEqualTo("OBJECT_NOT_FOUND");
        SALESFORCE.verify(getRequestedFor(urlPathEqualTo(QUERY))
                .withQueryParam(
                        "q", equalTo("SELECT Id,Ext__c FROM Contact WHERE Ext__c IN ('o\\'k\\\\1','missing')")));
        SALESFORCE.verify(patchRequestedFor(urlEqualTo(RECORDS)).withRequestBody(equalToJson("""
                {"allOrNone":false,"records":[{"attributes":{"type":"Contact"},"id":"003A","LastName":"O'Brien",
                                               "Account":{"AcctExt__c":"A9"}}]}
                """)));
    }

    @Test
    void a_lookup_of_long_ids_takes_as_many_calls_as_it_was_said_to_take() throws Exception {
        // Given
        SALESFORCE.stubFor(get(urlPathEqualTo(QUERY)).willReturn(okJson("{\"totalSize\":0,\"records\":[]}")));
        String[] ids =
                IntStream.range(0, 100).mapToObj(i -> "ü".repeat(100) + i).toArray(String[]::new);
        SalesforceAdapter adapter = adapter(Operation.UPDATE);

        // When
        CrmAnswer answer = listen(adapter, ids);

        // Then
        assertThat(((PerRecord) answer.outcome()).byExternalId()).hasSize(100);
        int queries = SALESFORCE.findAll(getRequestedFor(urlPathEqualTo(QUERY))).size();
        assertThat(queries).isEqualTo(adapter.calls(batch(adapter, ids)) - 1).isGreaterThan(5);
        assertThat(SALESFORCE.findAll(getRequestedFor(urlPathEqualTo(QUERY))))
                .allSatisfy(query -> assertThat(query.getUrl()).hasSizeLessThan(8_000));
    }

    @Test
    void a_lookup_that_fails_is_the_answer_of_its_batch() throws Exception {
        // Given
        SALESFORCE.stubFor(get(urlPathEqualTo(QUERY)).willReturn(status(503)));

        // When, then
        assertThat(listen(adapter(Operation.UPDATE), "k1").outcome()).isInstanceOf(RetryAll.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"totalSize\":2,\"records\":[{\"Id\":\"003A\",\"Ext__c\":\"k1\"}]}",
                "{\"totalSize\":1,\"records\":[{\"Id\":\"003A,003B&allOrNone=true\",\"Ext__c\":\"k1\"}]}",
                "{\"totalSize\":1,\"records\":[{\"Ext__c\":\"k1\"}]}",
                "{\"totalSize\":1,\"records\":[{\"Id\":\"003A\"}]}"
            })
    void a_lookup_that_keeps_something_back_takes_nothing_for_missing(String found) throws Exception {
        // Given
        SALESFORCE.stubFor(get(urlPathEqualTo(QUERY)).willReturn(okJson(found)));

        // When, then
        assertThat(listen(adapter(Operation.UPDATE), "k1", "k2").outcome()).isInstanceOf(RetryAll.class);
        SALESFORCE.verify(0, patchRequestedFor(anyUrl()));
    }

    @Test
    void a_record_that_is_deleted_already_is_gone() throws Exception {
        // Given
        SALESFORCE.stubFor(get(urlPathEqualTo(QUERY))
                .willReturn(okJson("{\"totalSize\":1,\"records\":[{\"Id\":\"003A\",\"Ext__c\":\"k1\"}]}")));
        SALESFORCE.stubFor(any(urlPathEqualTo(RECORDS))
                .willReturn(okJson(
                        "[{\"id\":\"003A\",\"success\":false,\"errors\":[{\"statusCode\":\"ENTITY_IS_DELETED\"}]}]")));
        SalesforceAdapter adapter = adapter(Operation.UPSERT);
        List<CrmWrite> writes = List.of(
                new CrmWrite("k1", "people-0-1", adapter.removal(Operation.DELETE)),
                new CrmWrite("k2", "people-0-2", adapter.removal(Operation.DELETE)));

        // When
        BatchOutcome outcome = adapter.send(new CrmBatch("Contact", writes))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .outcome();

        // Then
        assertThat(((PerRecord) outcome).byExternalId())
                .containsOnly(
                        Map.entry("k1", new WriteResult.Written("003A", false)),
                        Map.entry("k2", new WriteResult.Written("", false)));
        SALESFORCE.verify(deleteRequestedFor(urlEqualTo(RECORDS + "?allOrNone=false&ids=003A")));
    }

    @Test
    void an_insert_creates_records_that_do_not_exist_and_rejects_the_others() throws Exception {
        // Given
        exists("K2");
        SALESFORCE.stubFor(post(RECORDS).willReturn(okJson("[{\"id\":\"003B\",\"success\":true,\"errors\":[]}]")));
        SalesforceAdapter adapter = adapter(Operation.INSERT);

        // When
        Map<String, WriteResult> results =
                ((PerRecord) listen(adapter, "k1", "k2").outcome()).byExternalId();

        // Then
        assertThat(results).containsEntry("k1", new WriteResult.Written("003B", true));
        assertThat(((WriteResult.Rejected) results.get("k2")).reason().toString())
                .contains("category=VALIDATION code=DUPLICATE_VALUE fields=Ext__c", "write.mode=insert");
        assertThat(adapter.calls(batch(adapter, "k1", "k2"))).isEqualTo(2);
        SALESFORCE.verify(postRequestedFor(urlEqualTo(RECORDS)).withRequestBody(equalToJson("""
                {"allOrNone":false,"records":[{"attributes":{"type":"Contact"},"Ext__c":"k1","LastName":"O'Brien",
                                               "Account":{"AcctExt__c":"A9"}}]}
                """)));
    }

    static Stream<ResponseDefinitionBuilder> lostAnswers() {
        return Stream.of(
                aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
                status(503),
                okJson("<html>It works</html>"),
                // Of the second record it says nothing.
                okJson(refusal("UNABLE_TO_LOCK_ROW")));
    }

    @ParameterizedTest
    @MethodSource("lostAnswers")
    void what_a_call_without_an_answer_has_created_is_written(ResponseDefinitionBuilder lost) throws Exception {
        // Given
        SalesforceAdapter adapter = adapter(Operation.INSERT);
        exists();
        SALESFORCE.stubFor(post(RECORDS).willReturn(lost));
        assertThat(listen(adapter, "k0", "k1").outcome().toString()).doesNotContain("Written", "Rejected");
        exists("k1", "k2");
        SALESFORCE.stubFor(post(RECORDS).willReturn(okJson(refusal("REQUIRED_FIELD_MISSING"))));

        // When
        Map<String, WriteResult> results =
                ((PerRecord) listen(adapter, "k0", "k1", "k2").outcome()).byExternalId();
        Map<String, WriteResult> again =
                ((PerRecord) listen(adapter, "k0", "k1", "k2").outcome()).byExternalId();

        // Then: k2 was in no such call, and what has had its result is no longer in doubt.
        assertThat(results).containsEntry("k1", new WriteResult.Written("003A", true));
        assertThat(results.get("k0")).isInstanceOf(WriteResult.Rejected.class);
        assertThat(results.get("k2")).isInstanceOf(WriteResult.Rejected.class);
        assertThat(again.values()).allMatch(result -> result instanceof WriteResult.Rejected);
    }

    static Stream<ResponseDefinitionBuilder> refusedRequests() {
        return Stream.of(
                status(400).withBody(error("JSON_PARSER_ERROR")),
                status(403).withBody("[{\"errorCode\":\"REQUEST_LIMIT_EXCEEDED\",\"message\":\"ConcurrentRequests\"}]"),
                okJson(refusal("UNABLE_TO_LOCK_ROW")));
    }

    @ParameterizedTest
    @MethodSource("refusedRequests")
    void what_was_refused_for_now_has_created_nothing(ResponseDefinitionBuilder refused) throws Exception {
        // Given
        SalesforceAdapter adapter = adapter(Operation.INSERT);
        exists();
        SALESFORCE.stubFor(post(RECORDS).willReturn(refused));
        assertThat(listen(adapter, "k1").outcome().toString()).doesNotContain("Written", "Rejected");
        exists("k1");

        // When
        BatchOutcome outcome = listen(adapter, "k1").outcome();

        // Then
        assertThat(((PerRecord) outcome).byExternalId().get("k1")).isInstanceOf(WriteResult.Rejected.class);
    }

    @Test
    void what_a_call_without_an_answer_creates_after_the_next_lookup_is_written_too() throws Exception {
        // Given
        SalesforceAdapter adapter = adapter(Operation.INSERT);
        exists();
        SALESFORCE.stubFor(post(RECORDS).willReturn(status(503)));
        assertThat(listen(adapter, "k1").outcome()).isInstanceOf(RetryAll.class);
        SALESFORCE.stubFor(post(RECORDS).willReturn(okJson(refusal("DUPLICATE_VALUE"))));
        then(found("k1"));

        // When
        BatchOutcome outcome = listen(adapter, "k1").outcome();

        // Then
        assertThat(((PerRecord) outcome).byExternalId()).containsEntry("k1", new WriteResult.Written("003A", true));
    }

    @Test
    void a_lookup_that_fails_after_a_refusal_leaves_the_doubt_and_the_results_of_others() throws Exception {
        // Given
        SalesforceAdapter adapter = adapter(Operation.INSERT);
        exists();
        SALESFORCE.stubFor(post(RECORDS).willReturn(status(503)));
        assertThat(listen(adapter, "k1").outcome()).isInstanceOf(RetryAll.class);
        SALESFORCE.stubFor(post(RECORDS)
                .willReturn(okJson("[{\"success\":false,\"errors\":[{\"statusCode\":\"DUPLICATE_VALUE\"}]},"
                        + "{\"id\":\"003B\",\"success\":true}]")));
        then(status(503));

        // When
        Map<String, WriteResult> first =
                ((PerRecord) listen(adapter, "k1", "k2").outcome()).byExternalId();
        exists("k1");
        Map<String, WriteResult> second = ((PerRecord) listen(adapter, "k1").outcome()).byExternalId();

        // Then
        assertThat(first.get("k1")).isInstanceOf(WriteResult.Retryable.class);
        assertThat(first).containsEntry("k2", new WriteResult.Written("003B", true));
        assertThat(second).containsEntry("k1", new WriteResult.Written("003A", true));
    }

    private static String refusal(String code) {
        return "[{\"success\":false,\"errors\":[{\"statusCode\":\"" + code + "\"}]}]";
    }

    /** Every lookup finds these, whatever it asks for. */
    private static void exists(String... ids) {
        SALESFORCE.stubFor(get(urlPathEqualTo(QUERY)).willReturn(found(ids)));
    }

    /** The next lookup finds nothing, and those after it get another answer. */
    private static void then(ResponseDefinitionBuilder later) {
        SALESFORCE.stubFor(get(urlPathEqualTo(QUERY))
                .inScenario("lookups")
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("later")
                .willReturn(found()));
        SALESFORCE.stubFor(get(urlPathEqualTo(QUERY))
                .inScenario("lookups")
                .whenScenarioStateIs("later")
                .willReturn(later));
    }

    private static ResponseDefinitionBuilder found(String... ids) {
        return okJson(Stream.of(ids)
                .map(id -> "{\"Id\":\"003A\",\"Ext__c\":\"" + id + "\"}")
                .collect(Collectors.joining(",", "{\"totalSize\":" + ids.length + ",\"records\":[", "]}")));
    }

    private static void answer(ResponseDefinitionBuilder answer) {
        SALESFORCE.stubFor(any(anyUrl()).willReturn(answer));
    }

    private BatchOutcome send(String... ids) throws Exception {
        return listen(adapter(Operation.UPSERT), ids).outcome();
    }

    private static CrmAnswer listen(SalesforceAdapter adapter, String... ids) throws Exception {
        return adapter.send(batch(adapter, ids)).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static CrmBatch batch(SalesforceAdapter adapter, String... ids) {
        return new CrmBatch(
                "Contact",
                IntStream.range(0, ids.length)
                        .mapToObj(i -> new CrmWrite(ids[i], "people-0-" + (i + 1), payload(adapter)))
                        .toList());
    }

    private SalesforceAdapter adapter(Operation write) {
        URI url = URI.create(SALESFORCE.baseUrl());
        AdapterSettings settings =
                new AdapterSettings(url, "Contact", "Ext__c", NullPolicy.CLEAR, Map.of(), write, List.of(), Map.of());
        BulkSettings noBulk = new BulkSettings(0, Duration.ofHours(1));
        return new SalesforceAdapter(settings, new SalesforceApi(url, "v62.0"), noBulk, NO_LIMITS, transport, CLOCK);
    }

    private static Payload payload(SalesforceAdapter adapter) {
        return adapter.prepare(Map.of("LastName", "O'Brien", "Account.AcctExt__c", "A9"))
                .fold(Preparation.Ready::payload, unfit -> {
                    throw new AssertionError(unfit.reason());
                });
    }
}
