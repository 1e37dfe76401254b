// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import static io.reverseetl.connect.crm.TaskBench.P0;
import static io.reverseetl.connect.crm.TaskBench.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reverseetl.testing.crm.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of CRMs that are described by config alone, as they stand, with the simulator. */
class RestExamplesIT {

    private static final String TOKEN = "t0ken";
    private static final String PIPEDRIVE_KEY = "9dc80c50d78a15643bfc4ca79d76156a73a1ca0e";

    private final TaskBench bench = new TaskBench();
    private final Simulator crm = new Simulator(SimulatorSettings.defaults().withToken(TOKEN));

    @AfterEach
    void close() {
        bench.close();
        crm.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zoho-contacts", "pipedrive-persons", "zendesk-users", "odoo-partners"})
    void an_example_is_valid_as_it_stands(String folder) throws IOException {
        assertThat(problems(example(folder, TOKEN))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zoho-contacts", "pipedrive-persons", "zendesk-users"})
    void a_token_that_the_crm_refuses_is_found_by_the_probe(String folder) throws IOException {
        assertThat(problems(example(folder, "wrong")))
                .containsOnlyKeys("auth.token")
                .allSatisfy((key, messages) ->
                        assertThat(messages).singleElement().asString().contains("HTTP 401"));
    }

    @Test
    void zoho_answers_for_each_record_in_order() throws IOException {
        // Given
        bench.start(example("zoho-contacts", TOKEN));

        // When
        bench.put(
                        record(0, 1, Map.of("Last_Name", "Lovelace", "Email", "ada@example.org")),
                        record(1, 2, Map.of("Last_Name", "Byron", "Email", "nowhere")),
                        record(2, 3, Map.of("Email", "who@example.org")),
                        record(3, 4, Map.of("Last_Name", "Hopper", "Email", "grace@example.org")))
                .awaitCommittable(P0, 4);

        // Then
        assertThat(objects("Contacts", "Customer_Id", "Email"))
                .containsOnly(Map.entry("1", "ada@example.org"), Map.entry("4", "grace@example.org"));
        assertThat(bench.context.reported.values())
                .containsExactlyInAnyOrder(
                        "category=VALIDATION code=INVALID_DATA status=207",
                        "category=VALIDATION code=MANDATORY_NOT_FOUND status=207");
    }

    @Test
    void pipedrive_is_searched_first_so_that_nobody_is_there_twice() throws IOException {
        // Given: a person whose creation was not acknowledged.
        bench.start(example("pipedrive-persons", TOKEN));
        crm.faults("[{\"kind\":\"delay\",\"millis\":1},{\"kind\":\"reset-after\"}]");

        // When
        bench.put(record(0, 1, Map.of("name", "Ada"))).awaitCommittable(P0, 1);
        bench.put(record(1, 1, Map.of("name", "Ada L.")), record(2, 2, Map.of("name", "Bob")))
                .awaitCommittable(P0, 3);

        // Then
        assertThat(crm.objects("persons")).hasSize(2);
        assertThat(objects("persons", PIPEDRIVE_KEY, "name"))
                .containsOnly(Map.entry("1", "Ada L."), Map.entry("2", "Bob"));
        assertThat(bench.context.reported).isEmpty();
    }

    @Test
    void pipedrives_persons_go_with_their_rows() throws IOException {
        // Given
        bench.start(example("pipedrive-persons", TOKEN))
                .put(record(0, 1, Map.of("name", "Ada")), record(1, 2, Map.of("name", "Bob")))
                .awaitCommittable(P0, 2);

        // When: one that was never there, too.
        bench.put(record(2, 1, null), record(3, 9, null)).awaitCommittable(P0, 4);

        // Then
        assertThat(objects("persons", PIPEDRIVE_KEY, "name")).containsOnly(Map.entry("2", "Bob"));
        assertThat(bench.context.reported).isEmpty();
    }

    @Test
    void zendesk_makes_jobs_of_calls_which_are_followed_to_their_end() throws IOException {
        // Given
        bench.start(example("zendesk-users", TOKEN));

        // When
        bench.put(
                        record(0, 1, Map.of("name", "Ada", "email", "ada@example.org")),
                        record(1, 2, Map.of("name", "Bob", "email", "nowhere")),
                        record(2, 3, Map.of("name", "Grace")))
                .awaitCommittable(P0, 3);
        bench.put(record(3, 1, Map.of("name", "Ada L.")), record(4, 3, null), record(5, 9, null))
                .awaitCommittable(P0, 6);

        // Then
        assertThat(objects("users", "external_id", "name")).containsOnly(Map.entry("1", "Ada L."));
        assertThat(bench.context.reported.values())
                .containsExactly("category=VALIDATION code=RecordInvalid status=200");
    }

    @Test
    void zendesk_ends_with_the_latest_rows_though_calls_and_jobs_fail() throws IOException {
        // Given
        try (Simulator failing = new Simulator(
                SimulatorSettings.defaults().withToken(TOKEN).withFaultRate(0.1).withSeed(3))) {
            Map<String, String> config = example("zendesk-users", TOKEN);
            config.put("crm.url", failing.url());
            config.put("validate.live", "false");
            config.put("batch.max.records", "25");
            bench.start(config);

            // When: two versions of everybody, of which the second is wrong for a few.
            bench.put(IntStream.range(0, 100)
                            .mapToObj(i -> record(i, i, Map.of("name", "A" + i)))
                            .toList())
                    .awaitCommittable(P0, 100);
            bench.put(IntStream.range(0, 100)
                            .mapToObj(i -> record(100 + i, i, i % 40 == 7 ? Map.of() : Map.of("name", "B" + i)))
                            .toList())
                    .awaitCommittable(P0, 200);

            // Then
            Map<String, String> expected = new HashMap<>();
            IntStream.range(0, 100).forEach(i -> expected.put(String.valueOf(i), (i % 40 == 7 ? "A" : "B") + i));
            assertThat(objects(failing, "users", "external_id", "name")).isEqualTo(expected);
            assertThat(bench.context.reported.values())
                    .hasSize(3)
                    .containsOnly("category=VALIDATION code=RecordInvalid status=200");
        }
    }

    @Test
    void odoo_takes_back_a_whole_call_and_only_the_guilty_are_rejected() throws IOException {
        // Given
        Map<String, String> config = example("odoo-partners", TOKEN);
        config.put("batch.linger.ms", "200");
        bench.start(config);
        List<SinkRecord> records = new ArrayList<>();
        IntStream.range(0, 40)
                .forEach(i -> records.add(record(i, i, i == 13 || i == 31 ? Map.of() : Map.of("name", "P" + i))));

        // When
        bench.put(records).awaitCommittable(P0, 40);

        // Then
        assertThat(objects("res.partner", "ref", "name"))
                .hasSize(38)
                .doesNotContainKeys("13", "31")
                .containsEntry("39", "P39");
        assertThat(bench.context.reported.values())
                .containsOnly("category=VALIDATION code=odoo.exceptions.ValidationError status=200")
                .hasSize(2);
    }

    /** The config of an example, with the addresses and secrets that the worker puts in, and short waits. */
    private Map<String, String> example(String folder, String token) throws IOException {
        JsonNode example =
                new ObjectMapper().readTree(Files.readString(Path.of("..", "config-examples", folder, "sink.json")));
        Map<String, String> config = new HashMap<>();
        example.path("config")
                .properties()
                .forEach(entry -> config.put(
                        entry.getKey(),
                        entry.getValue()
                                .asText()
                                .replace("${env:REVERSE_ETL_CRM_URL}", crm.url())
                                .replace("${env:REVERSE_ETL_CRM_TOKEN}", token)));
        config.put("name", example.path("name").asText());
        config.put("batch.linger.ms", "5");
        config.put("retry.backoff.ms", "20");
        return config;
    }

    private static Map<String, List<String>> problems(Map<String, String> config) {
        Map<String, List<String>> problems = new HashMap<>();
        for (ConfigValue value : new CrmSinkConnector().validate(config).configValues()) {
            if (!value.errorMessages().isEmpty()) {
                problems.put(value.name(), value.errorMessages());
            }
        }
        return problems;
    }

    /** A record as it is after the transforms. */
    private static SinkRecord record(long offset, int customer, @Nullable Map<String, Object> fields) {
        return new SinkRecord(
                TOPIC, 0, null, Map.of("customer_id", customer), null, fields, offset, 0L, TimestampType.CREATE_TIME);
    }

    /** One property of each live object, by another. */
    private Map<String, String> objects(String type, String key, String property) {
        return objects(crm, type, key, property);
    }

    private static Map<String, String> objects(Simulator crm, String type, String key, String property) {
        Map<String, String> objects = new HashMap<>();
        crm.objects(type)
                .forEach(object -> objects.put(
                        object.path("properties").path(key).asText(),
                        object.path("properties").path(property).asText()));
        return objects;
    }
}
