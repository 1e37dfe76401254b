// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.testing.crm.SimulatorSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the sink's Kafka user must be allowed to do, and what is said when it is not. */
@ExtendWith(SecuredBroker.Resolver.class)
class PrivilegesIT {

    private final Simulator crm = new Simulator(SimulatorSettings.defaults());
    private final Map<String, String> config = new HashMap<>(TaskBench.config(crm.url()));
    private final TaskBench bench = new TaskBench();
    private String input;
    private String state;

    @BeforeEach
    void configure(SecuredBroker broker) {
        input = broker.newTopic(2);
        state = broker.newCompactedTopic(2);
        config.putAll(broker.settings(SecuredBroker.SINK));
        config.put("topics", input);
        config.put("state.topic", state);
        config.put("skip.unchanged", "true");
    }

    @AfterEach
    void close() {
        bench.close();
        crm.close();
    }

    @Test
    void the_rights_that_the_guide_lists_are_enough(SecuredBroker broker) {
        // Given: a state topic that does not exist yet
        state = SecuredBroker.newName();
        config.put("state.topic", state);
        broker.allow(SecuredBroker.SINK, TOPIC, input, DESCRIBE);
        broker.allow(SecuredBroker.SINK, TOPIC, state, CREATE, READ, WRITE);
        TopicPartition partition = new TopicPartition(input, 1);

        // When
        assertThat(problems()).isEmpty();
        bench.task.start(config);
        bench.open(Set.of(partition)).awaitResumed();
        bench.put(new SinkRecord(
                        input,
                        1,
                        null,
                        "ada@example.org",
                        null,
                        Map.of("firstname", "Ada"),
                        0,
                        0L,
                        TimestampType.CREATE_TIME))
                .awaitCommittable(partition, 1);

        // Then
        assertThat(broker.records(state)).hasSize(1);
    }

    @Test
    void a_right_that_is_missing_is_named_on_the_key_of_its_topic(SecuredBroker broker) {
        // Given
        broker.allow(SecuredBroker.SINK, TOPIC, input, DESCRIBE);
        broker.allow(SecuredBroker.SINK, TOPIC, state, READ);

        // When
        Map<String, List<String>> problems = problems();

        // Then
        assertThat(problems).containsOnlyKeys("state.topic");
        assertThat(problems.get("state.topic").get(0)).contains("[WRITE]", state);
    }

    @Test
    void an_input_topic_that_may_not_be_described_is_named(SecuredBroker broker) {
        // Given
        broker.allow(SecuredBroker.SINK, TOPIC, state, READ, WRITE);

        // When
        Map<String, List<String>> problems = problems();

        // Then
        assertThat(problems).containsOnlyKeys("state.topic");
        assertThat(problems.get("state.topic").get(0)).contains("[DESCRIBE]", input);
    }

    @Test
    void a_state_topic_that_may_not_be_created_is_to_be_created_by_somebody_else(SecuredBroker broker) {
        // Given
        state = SecuredBroker.newName();
        config.put("state.topic", state);
        broker.allow(SecuredBroker.SINK, TOPIC, input, DESCRIBE);
        broker.allow(SecuredBroker.SINK, TOPIC, state, DESCRIBE);

        // When
        Map<String, List<String>> problems = problems();

        // Then
        assertThat(problems).containsOnlyKeys("state.topic");
        assertThat(problems.get("state.topic").get(0))
                .contains("CREATE", state, "2 partitions", "cleanup.policy=compact");
    }

    @Test
    void credentials_that_are_refused_are_a_problem_of_their_key() {
        // Given
        config.computeIfPresent(
                "kafka.sasl.jaas.config", (key, right) -> right.replace("password=\"", "password=\"wrong-"));

        // When
        Map<String, List<String>> problems = problems();

        // Then
        assertThat(problems).containsOnlyKeys("kafka.sasl.jaas.config");
        assertThat(problems.toString()).doesNotContain("wrong-");
    }

    @Test
    void a_broker_that_is_not_trusted_is_a_problem_of_the_trust_store() {
        // Given
        config.keySet().removeIf(key -> key.startsWith("kafka.ssl."));

        // When, then
        assertThat(problems()).containsOnlyKeys("kafka.ssl.truststore.location");
    }

    @Test
    void brokers_that_do_not_answer_are_a_problem_of_their_addresses_and_the_switch_is_named() {
        // Given: nobody listens on port 1
        config.put("kafka.bootstrap.servers", "127.0.0.1:1");

        // When
        Map<String, List<String>> problems = problems();

        // Then
        assertThat(problems).containsOnlyKeys("kafka.bootstrap.servers");
        assertThat(problems.get("kafka.bootstrap.servers").get(0)).contains("validate.live=false");
    }

    private Map<String, List<String>> problems() {
        return new CrmSinkConnector()
                .validate(config).configValues().stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));
    }
}
