// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import static io.reverseetl.connect.crm.TaskBench.P0;
import static io.reverseetl.connect.crm.TaskBench.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sessions of a CRM that has a login of its own. */
class LoginIT {

    private static final String PASSWORD = "a \"quoted\" passw0rd";

    private final TaskBench bench = new TaskBench();
    private final MockWebServer crm = new MockWebServer();
    private final Queue<String> logins = new ConcurrentLinkedQueue<>();
    private final AtomicInteger written = new AtomicInteger();
    /** The number of requests that a session lasts. */
    private volatile int lasts = Integer.MAX_VALUE;

    private volatile String answer = "{\"session\":{\"id\":\"s%d\",\"seconds\":1800}}";

    @BeforeEach
    void start() throws IOException {
        crm.setDispatcher(new Dispatcher() {
            private int used;

            @Override
            public synchronized MockResponse dispatch(RecordedRequest request) {
                if (request.getUrl().encodedPath().equals("/login")) {
                    logins.add(request.getHeaders().get("Content-Type") + " "
                            + request.getBody().utf8());
                    used = 0;
                    boolean right = request.getBody().utf8().contains("passw0rd");
                    return answer(right ? 201 : 422, answer.formatted(logins.size()));
                }
                String session = "sid=s" + logins.size();
                if (used++ == lasts || !session.equals(request.getHeaders().get("Cookie"))) {
                    return answer(401, "{}");
                }
                written.incrementAndGet();
                return answer(200, "{}");
            }
        });
        crm.start();
    }

    @AfterEach
    void close() {
        bench.close();
        crm.close();
    }

    private static MockResponse answer(int status, String body) {
        return new MockResponse.Builder().code(status).body(body).build();
    }

    @Test
    void a_session_is_begun_once_and_carried_by_every_request() {
        // Given
        bench.start(config());

        // When
        bench.put(IntStream.range(0, 20).mapToObj(LoginIT::record).toList()).awaitCommittable(P0, 20);

        // Then
        assertThat(written).hasValue(20);
        assertThat(logins)
                .containsExactly(
                        "application/json {\"user\":{\"name\":\"ada\",\"password\":\"a \\\"quoted\\\" passw0rd\"},\"keep\":true}");
    }

    @Test
    void a_session_that_is_over_is_followed_by_another() {
        // Given: one request at a time, so that it is known which one finds the session over.
        lasts = 8;
        Map<String, String> config = config();
        config.put("max.in.flight.requests", "1");
        bench.start(config);

        // When
        bench.put(IntStream.range(0, 20).mapToObj(LoginIT::record).toList()).awaitCommittable(P0, 20);

        // Then
        assertThat(written).hasValue(20);
        assertThat(logins).hasSize(3);
    }

    @Test
    void a_login_that_is_refused_is_found_by_validation_and_shows_no_secret() {
        // Given
        Map<String, String> config = config();
        config.put("auth.password", "wr0ng");
        config.put("validate.live", "true");

        // When
        Map<String, List<String>> problems = problems(config);

        // Then
        assertThat(problems).containsOnlyKeys("auth.password");
        assertThat(problems.get("auth.password"))
                .singleElement()
                .asString()
                .contains("HTTP 422", "auth.login.body")
                .doesNotContain("wr0ng");
    }

    @ParameterizedTest
    @CsvSource({"''", "{}", "'{\"session\":{\"id\":\"two words\"}}'"})
    void an_answer_without_a_token_is_told_of(String without) {
        // Given
        answer = without;
        Map<String, String> config = config();
        config.put("validate.live", "true");

        // When
        Map<String, List<String>> problems = problems(config);

        // Then
        assertThat(problems).containsOnlyKeys("crm.url");
        assertThat(problems.get("crm.url")).singleElement().asString().contains("HTTP 201", "token");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auth.token.url | | auth.token.url",
                "auth.username | | auth.username",
                "auth.password | | auth.password",
                "auth.login.body | {\"user\": | auth.login.body",
                "auth.login.body | {\"user\": \"{user}\"} | auth.login.body",
                "auth.login.body | {\"key\": \"{client.secret}\"} | auth.client.secret",
                "auth.login.token.path | token | auth.login.token.path",
                "auth.login.expires.path | ttl | auth.login.expires.path",
                "auth.login.header | Cookie | auth.login.header",
                "auth.login.header | Cookie: sid | auth.login.header",
                "auth.login.header | Co kie: {token} | auth.login.header"
            })
    void what_cannot_be_is_a_problem_of_its_key(String key, String value, String blamed) {
        // Given
        Map<String, String> config = config();
        config.put(key, value == null ? "" : value);

        // Then
        assertThat(problems(config)).containsOnlyKeys(blamed);
    }

    private Map<String, String> config() {
        Map<String, String> config = TaskBench.config(crm.url("").toString());
        config.put("crm.type", "rest");
        config.put("rest.write", "PUT /people/{id}");
        config.put("rest.probe", "GET /people");
        config.put("validate.live", "false");
        config.put("id.property", "ref");
        config.put("auth.type", "login");
        config.put("auth.token.url", crm.url("/login").toString());
        config.put("auth.username", "ada");
        config.put("auth.password", PASSWORD);
        config.put(
                "auth.login.body",
                "{\"user\": {\"name\": \"{username}\", \"password\": \"{password}\"}, \"keep\": true}");
        config.put("auth.login.token.path", "/session/id");
        config.put("auth.login.expires.path", "/session/seconds");
        config.put("auth.login.header", "Cookie: sid={token}");
        return config;
    }

    private static SinkRecord record(int id) {
        return new SinkRecord(
                TOPIC, 0, null, String.valueOf(id), null, Map.of("name", "P"), id, 0L, TimestampType.CREATE_TIME);
    }

    private static Map<String, List<String>> problems(Map<String, String> config) {
        Map<String, List<String>> problems = new HashMap<>();
        new CrmSinkConnector()
                .validate(config).configValues().stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .forEach(value -> problems.put(value.name(), value.errorMessages()));
        return problems;
    }
}
