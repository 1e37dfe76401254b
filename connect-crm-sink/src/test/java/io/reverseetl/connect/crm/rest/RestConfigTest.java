// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.support.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each template and place is compiled before anything runs, and what is wrong is said on its key. */
class RestConfigTest {

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("rest.write", "contacts", "POST /v1/contacts"),
                Arguments.of("rest.write", "GET /contacts", "POST or PUT or PATCH"),
                Arguments.of("rest.write", "POST https://x.io/contacts", "the slash that follows crm.url"),
                Arguments.of("rest.write", "POST /contacts#x", "%23"),
                Arguments.of("rest.write", "POST /contacts?q=[a|b]", "%20"),
                Arguments.of("rest.write", "PUT /contacts/{key}", "{key} means nothing here"),
                Arguments.of("rest.write", "PUT /contacts/{crm.id}", "{object}, {id.property}, {id}."),
                Arguments.of("rest.body", "{\"a\":", "not JSON"),
                Arguments.of("rest.body", "{\"a\":1}", "{record}, {records} or {lines}"),
                Arguments.of("rest.body", "{\"a\":\"{record}\",\"b\":\"{records}\"}", "one of the texts"),
                Arguments.of("rest.body", "[\"{lines}\"]", "{lines}"),
                Arguments.of("rest.body", "{\"id\":\"{id}\",\"all\":\"{records}\"}", "rest.record"),
                Arguments.of("rest.body", "{\"a\":\"{record}\"} {}", "not JSON"),
                Arguments.of("rest.record", "{\"id\":\"{id}\"}", "\"{fields}\""),
                Arguments.of("rest.headers", "Prefer: x", "not JSON"),
                Arguments.of("rest.headers", "[]", "JSON object"),
                Arguments.of("rest.headers", "{\"a b\":\"x\"}", "'a b'"),
                Arguments.of("rest.headers", "{\"a\":\"x\\ny\"}", "'a'"),
                Arguments.of("rest.headers", "{\"a\":\"{ids}\"}", "{ids} means nothing here"),
                Arguments.of("rest.error.path", "$.error", "JSON pointer"),
                Arguments.of("rest.result.path", "data", "/data/id"),
                Arguments.of("rest.result.key.path", "/id", "rest.result.path"),
                Arguments.of("rest.status.written", "200-299,422", "rest.status.refused"),
                Arguments.of("rest.update", "PUT /x/{crm.id}", "rest.search"),
                Arguments.of("rest.search.body", "{\"id\":\"{id}\"}", "rest.search"),
                Arguments.of("rest.delete", "DELETE /x/{crm.id}", "{crm.id} means nothing here"),
                Arguments.of("rest.delete", "DELETE /x/{id}?all={ids}", "one {id} or several {ids}"),
                Arguments.of("rest.delete.body", "{\"ids\":\"{ids}\"}", "rest.delete"),
                Arguments.of("rest.job.id.path", "/job", "belong together"),
                Arguments.of("rest.probe", "POST /me", "GET"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void what_is_wrong_is_said_on_its_key(String key, String value, String message) {
        // When
        Map<String, List<String>> problems = problems("rest.write", "POST /contacts", key, value);

        // Then
        assertThat(problems).containsOnlyKeys(key);
        assertThat(problems.get(key)).singleElement().asString().contains(message);
    }

    @Test
    void the_call_that_writes_is_needed() {
        assertThat(problems()).containsOnlyKeys("rest.write");
    }

    @Test
    void a_search_needs_to_be_told_what_it_finds_and_what_is_done_then() {
        // When
        Map<String, List<String>> problems = problems(
                "rest.write", "POST /x", "rest.search", "GET /x", "rest.search.body", "{}", "rest.body", "{records}");

        // Then
        assertThat(problems)
                .containsOnlyKeys(
                        "rest.search", "rest.search.body", "rest.search.result.path", "rest.update", "rest.body");
    }

    @Test
    void a_request_with_several_records_has_no_id_in_its_path() {
        assertThat(problems("rest.write", "PUT /x/{id}", "rest.body", "{records}"))
                .containsOnlyKeys("rest.write");
    }

    @Test
    void a_request_with_several_records_has_no_fields_for_its_headers() {
        assertThat(problems(
                        "rest.write", "POST /x", "rest.body", "{records}", "rest.headers", "{\"a\":\"{fields.b}\"}"))
                .containsOnlyKeys("rest.headers");
    }

    @Test
    void an_update_needs_a_search() {
        // Given
        AdapterSettings settings =
                RestBench.settings("http://localhost", RestBench.parsed("rest.write", "POST /x"), Operation.UPDATE);
        Problems problems = new Problems();

        // When
        new RestProvider().check(settings, problems);

        // Then
        assertThat(problems.byKey()).containsOnlyKeys("rest.search");
    }

    @Test
    void a_job_is_followed_by_what_belongs_together() {
        assertThat(problems("rest.write", "POST /x", "rest.job", "GET /jobs"))
                .containsOnlyKeys("rest.job", "rest.job.id.path", "rest.job.status.path");
    }

    @Test
    void deletes_that_become_jobs_go_together() {
        // When
        Map<String, List<String>> problems = problems(
                "rest.write", "POST /x",
                "rest.body", "{records}",
                "rest.delete", "DELETE /x/{id}",
                "rest.job", "GET /jobs/{job.id}",
                "rest.job.id.path", "/id",
                "rest.job.status.path", "/status");

        // Then
        assertThat(problems).containsOnlyKeys("rest.delete");
    }

    @Test
    void deletes_need_a_call() {
        // Given
        Map<String, Object> parsed = RestBench.parsed("rest.write", "POST /x");
        parsed.put("delete.mode", "delete");
        Problems problems = new Problems();

        // When
        new RestProvider().check(RestBench.settings("http://localhost", parsed), problems);

        // Then
        assertThat(problems.byKey()).containsOnlyKeys("rest.delete");
    }

    @Test
    void how_many_records_a_request_takes_is_for_the_config_to_say() {
        // Given
        Map<String, Object> batch = RestBench.parsed("rest.write", "POST /x", "rest.body", "{records}");
        List<Integer> most = new ArrayList<>();

        // When
        most.add(new RestProvider().maxBatchRecords(RestBench.parsed("rest.write", "POST /x")));
        most.add(new RestProvider().maxBatchRecords(batch));
        batch.put("batch.max.records", 500);
        most.add(new RestProvider().maxBatchRecords(batch));

        // Then
        assertThat(most).containsExactly(1, 100, 500);
    }

    private static Map<String, List<String>> problems(String... config) {
        Problems problems = new Problems();
        new RestConfig(RestBench.parsed(config), problems).read();
        return problems.byKey();
    }
}
