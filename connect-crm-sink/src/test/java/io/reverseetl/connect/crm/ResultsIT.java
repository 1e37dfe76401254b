// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import static io.reverseetl.connect.crm.TaskBench.P0;
import static io.reverseetl.connect.crm.TaskBench.record;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reverseetl.testing.cluster.BrokerSecurity;
import io.reverseetl.testing.crm.SimulatorSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the results topic of a real broker says of each record. */
@ExtendWith(SecuredBroker.Resolver.class)
class ResultsIT {

    private final Simulator crm = new Simulator(SimulatorSettings.defaults());
    private final Map<String, String> config = new HashMap<>(TaskBench.config(crm.url()));
    private final String results = SecuredBroker.newName();
    private final TaskBench bench = new TaskBench();

    @BeforeEach
    void configure(SecuredBroker broker) {
        broker.createIfMissing(TaskBench.TOPIC, 2);
        config.putAll(broker.settings(BrokerSecurity.ADMIN));
        config.put("results.topic", results);
        config.put("delete.mode", "ignore");
    }

    @AfterEach
    void close() {
        bench.close();
        crm.close();
    }

    @Test
    void each_record_has_one_result_without_a_value(SecuredBroker broker) {
        // Given
        config.put("state.topic", SecuredBroker.newName());
        config.put("skip.unchanged", "true");
        bench.start(config).awaitResumed();

        // When
        bench.put(record(0, 0, "ada@example.org", Map.of("firstname", "Ada"))).awaitCommittable(P0, 1);
        bench.put(
                        record(0, 1, "ada@example.org", Map.of("firstname", "Ada")),
                        record(0, 2, "bob@example.org", null),
                        record(0, 3, "not an address", Map.of("firstname", "Mallory")))
                .awaitCommittable(P0, 4);

        // Then
        List<JsonNode> told = told(broker);
        assertThat(told)
                .extracting(result -> result.path("offset").asInt() + " "
                        + result.path("outcome").asText())
                .containsExactlyInAnyOrder("0 written", "1 unchanged", "2 ignored", "3 rejected");
        assertThat(of(told, 0).path("created").asBoolean()).isTrue();
        assertThat(of(told, 0).path("crm.id").asText()).isNotEmpty();
        assertThat(of(told, 0).path("key").asText()).isEqualTo("ada@example.org");
        assertThat(of(told, 3).path("reason").asText()).startsWith("category=VALIDATION code=INVALID_EMAIL");
        assertThat(told.toString()).doesNotContain("Ada", "Mallory");
    }

    @Test
    void a_result_says_in_how_many_batches_the_record_was_sent_and_how_long_it_took(SecuredBroker broker) {
        // Given
        bench.start(config);
        crm.faults("[{\"kind\":\"status\",\"status\":503},{\"kind\":\"delay\",\"millis\":300}]");

        // When
        bench.put(record(0, 0, "ada@example.org", Map.of("firstname", "Ada"))).awaitCommittable(P0, 1);
        bench.put(record(0, 1, "bob@example.org", null)).awaitCommittable(P0, 2);

        // Then
        List<JsonNode> told = told(broker);
        assertThat(of(told, 0).path("attempts").asInt()).isEqualTo(2);
        assertThat(of(told, 0).path("latency.ms").asLong()).isBetween(300L, TaskBench.PATIENCE.toMillis());
        assertThat(of(told, 1).path("attempts").asInt(-1)).isZero();
    }

    @Test
    void no_offset_is_committed_past_a_record_whose_result_cannot_be_told(SecuredBroker broker) {
        // Given: a user who may not write
        config.putAll(broker.settings(SecuredBroker.SINK));
        config.put("validate.live", "false");
        broker.createIfMissing(results, 1);
        broker.allow(SecuredBroker.SINK, TOPIC, results, DESCRIBE);
        bench.start(config);

        // When
        bench.put(record(0, 0, "ada@example.org", Map.of("firstname", "Ada")));

        // Then
        await().atMost(TaskBench.PATIENCE)
                .pollInSameThread()
                .untilAsserted(() -> assertThat(catchThrowable(() -> bench.put()))
                        .hasMessageContainingAll("results.topic", "[WRITE]", results));
        assertThat(bench.committable(P0)).isLessThanOrEqualTo(0);
    }

    @Test
    void the_rights_that_the_guide_lists_are_enough(SecuredBroker broker) {
        // Given
        config.putAll(broker.settings(SecuredBroker.SINK));
        broker.allow(SecuredBroker.SINK, TOPIC, results, CREATE, WRITE);
        bench.start(config);

        // When
        bench.put(record(0, 0, "ada@example.org", Map.of("firstname", "Ada"))).awaitCommittable(P0, 1);

        // Then
        assertThat(told(broker)).hasSize(1);
    }

    private static JsonNode of(List<JsonNode> told, long offset) {
        return told.stream()
                .filter(result -> result.path("offset").asLong() == offset)
                .findFirst()
                .orElseThrow();
    }

    private List<JsonNode> told(SecuredBroker broker) {
        ObjectMapper json = new ObjectMapper();
        return broker.records(results).stream()
                .map(result -> {
                    try {
                        return json.readTree(result.value());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }
}
