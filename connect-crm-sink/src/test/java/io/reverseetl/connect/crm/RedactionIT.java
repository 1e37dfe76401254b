// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static io.reverseetl.connect.crm.TaskBench.P0;
import static io.reverseetl.connect.crm.TaskBench.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.reverseetl.testing.cluster.BrokerSecurity;
import io.reverseetl.testing.crm.SimulatorSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to records, no field's value and no secret is in what an operator gets to see. */
@ExtendWith(SecuredBroker.Resolver.class)
class RedactionIT {

    /** In each field's value and each of the sink's secrets; records have other keys. */
    private static final String SECRET = "SECRET";

    private static final String TOKEN = SECRET + "-token";

    /** Quotes what it was sent wherever HubSpot has words. */
    private static final String QUOTING = """
            {"status":"error","category":"VALIDATION_ERROR","correlationId":"321540a4","message":"SECRET is not valid",
             "errors":[{"message":"SECRET was not one of","code":"INVALID_OPTION","in":"SECRET value",
                        "context":{"propertyName":["firstname"],"value":["SECRET"]}}],
             "context":{"email":["SECRET value"],"token":["SECRET-token"]}}
            """;

    @RegisterExtension
    static final WireMockExtension QUOTER = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private final CapturedLog log = new CapturedLog();
    private final Simulator crm = new Simulator(SimulatorSettings.defaults().withToken(TOKEN));
    private final Map<String, String> config = new HashMap<>(TaskBench.config(crm.url()));
    private final TaskBench bench = new TaskBench();

    @AfterEach
    void close() {
        bench.close();
        crm.close();
        log.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"original", "transformed"})
    void rejections_retries_and_a_failure_show_none(String form, SecuredBroker broker) throws JMException {
        // Given
        Map<String, String> own = ownTopics(form);
        broker.createIfMissing(TaskBench.TOPIC, 2);
        config.putAll(broker.settings(BrokerSecurity.ADMIN));
        config.putAll(own);
        config.put("auth.type", "bearer");
        config.put("auth.token", TOKEN);
        config.put("id.from", "value.email");
        config.put("errors.tolerance", "all");
        config.put("skip.unchanged", "true");
        bench.start(config).awaitResumed();
        crm.faults("[{\"kind\":\"status\",\"status\":503},{\"kind\":\"reset-after\"},{\"kind\":\"garbage\"},"
                + "{\"kind\":\"status\",\"status\":429,\"retryAfter\":0},{\"kind\":\"status\",\"status\":477}]");

        // When
        bench.put(
                        record(0, 0, "key-0", Map.of("email", "SECRET@example.org", "firstname", "SECRET")),
                        record(0, 1, "key-1", Map.of("email", "SECRET is no address", "firstname", "SECRET")),
                        record(0, 2, "key-2", Map.of("email", "b@example.org", "lifecyclestage", "SECRET")),
                        record(0, 3, "key-3", Map.of("email", "c@example.org", "firstname", Map.of("a", "SECRET"))),
                        record(
                                0,
                                4,
                                "key-4",
                                Map.of("email", "d@example.org", "firstname", SECRET.getBytes(StandardCharsets.UTF_8))),
                        record(0, 5, "key-5", Map.of("firstname", "SECRET")),
                        record(0, 6, "key-6", Map.of("email", List.of("SECRET"))),
                        record(0, 7, "key-7", null))
                .awaitCommittable(P0, 8);
        Map<String, Object> figures = figures();
        Throwable failure = failureOf(
                () -> bench.put(record(0, 8, "key-0", Map.of("email", "SECRET@example.org", "shoe_size", "SECRET"))));

        // Then: all but the first were rejected, and are told of.
        List<String> rejected = new ArrayList<>(bench.context.reported.values());
        List<ConsumerRecord<String, String>> letters =
                form.equals("original") ? List.of() : broker.records(own.get("dlq.topic"));
        assertThat(rejected.size() + letters.size()).isEqualTo(7);
        assertThat(broker.records(own.get("results.topic"))).hasSizeGreaterThanOrEqualTo(8);
        assertThat(figures.toString()).contains("rejected-total");
        letters.forEach(letter -> letter.headers()
                .forEach(header ->
                        rejected.add(header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8))));
        assertThat(String.join("\n", rejected)).contains("INVALID_EMAIL");
        assertThat(stackTrace(failure)).contains("shoe_size");
        assertNoneIn(log.text());
        assertNoneIn(stackTrace(failure));
        assertNoneIn(rejected.toString());
        assertNoneIn(figures.toString());
        assertNoneIn(text(broker.records(own.get("results.topic"))));
        assertNoneIn(text(broker.records(own.get("state.topic"))));
    }

    @ParameterizedTest
    @ValueSource(ints = {207, 400, 401, 403, 404, 409, 413, 422, 429, 500, 503})
    void a_crm_that_quotes_what_it_was_sent_makes_none_show(int status) {
        // Given
        config.put("crm.url", QUOTER.baseUrl());
        config.put("validate.live", "false");
        config.put("auth.type", "bearer");
        config.put("auth.token", TOKEN);
        config.put("retry.timeout.ms", "0");
        config.put("retry.timeout.action", "reject");
        QUOTER.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status).withBody(QUOTING)));
        bench.start(config);

        // When
        String told = toldOf(() -> bench.put(record(0, 0, "ada@example.org", Map.of("firstname", "SECRET"))));

        // Then
        assertThat(told).contains(String.valueOf(status));
        assertNoneIn(told);
        assertNoneIn(log.text());
    }

    @Test
    void a_warning_says_when_dead_letters_will_have_no_reason() {
        // Given
        config.put("auth.type", "bearer");
        config.put("auth.token", TOKEN);
        config.put("errors.tolerance", "all");
        config.put("errors.deadletterqueue.topic.name", "people.rejected");
        config.put("errors.deadletterqueue.context.headers.enable", "true");
        bench.start(config);
        assertThat(log.text()).doesNotContain("errors.deadletterqueue");
        bench.close();

        // When
        config.remove("errors.deadletterqueue.context.headers.enable");
        bench.start(config);

        // Then
        assertThat(log.text()).contains("WARN", "set errors.deadletterqueue.context.headers.enable=true");
    }

    /** Topics that no other test uses, by their keys. */
    private static Map<String, String> ownTopics(String form) {
        Map<String, String> own =
                new HashMap<>(Map.of("results.topic", SecuredBroker.newName(), "state.topic", SecuredBroker.newName()));
        if (form.equals("transformed")) {
            own.put("dlq.topic", SecuredBroker.newName());
        }
        own.put("dlq.record", form);
        return own;
    }

    private void assertNoneIn(String seen) {
        assertThat(seen).doesNotContain(SECRET, "-not-a-secret");
        String password = config.get("kafka.ssl.truststore.password");
        if (password != null) {
            assertThat(seen).doesNotContain(password);
        }
    }

    /** The failure of the task, sooner or later. */
    private Throwable failureOf(Runnable put) {
        List<Throwable> failures = new ArrayList<>();
        Throwable first = catchThrowable(put::run);
        await().atMost(TaskBench.PATIENCE).pollInSameThread().until(() -> {
            Throwable failure = first == null ? catchThrowable(() -> bench.put()) : first;
            if (failure != null) {
                failures.add(failure);
            }
            return failure != null;
        });
        return failures.get(0);
    }

    /** What the task says of a record: the reason of its rejection, or its own failure. */
    private String toldOf(Runnable put) {
        List<String> told = new ArrayList<>();
        put.run();
        await().atMost(TaskBench.PATIENCE).pollInSameThread().until(() -> {
            Throwable failure = catchThrowable(() -> bench.put());
            if (failure != null) {
                told.add(stackTrace(failure));
            }
            told.addAll(bench.context.reported.values());
            return !told.isEmpty();
        });
        return told.toString();
    }

    private static String stackTrace(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static String text(List<ConsumerRecord<String, String>> records) {
        return String.join(
                "\n",
                records.stream()
                        .map(record -> record.key() + " " + record.value())
                        .toList());
    }

    /** The task's figures, by their names. */
    private static Map<String, Object> figures() throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        Map<String, Object> figures = new HashMap<>();
        for (ObjectName bean : server.queryNames(new ObjectName("io.reverseetl:type=crm-sink,*"), null)) {
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(bean).getAttributes()) {
                figures.put(bean + " " + attribute.getName(), server.getAttribute(bean, attribute.getName()));
            }
        }
        return figures;
    }
}
