// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import static io.reverseetl.connect.crm.TaskBench.P0;
import static io.reverseetl.connect.crm.TaskBench.P1;
import static io.reverseetl.connect.crm.TaskBench.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.reverseetl.testing.cluster.BrokerSecurity;
import io.reverseetl.testing.crm.SimulatorSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a task finds of what tasks before it have left in the state topic of a real broker. */
@ExtendWith(SecuredBroker.Resolver.class)
class StateIT {

    private final Simulator crm = new Simulator(SimulatorSettings.defaults());
    private final Map<String, String> config = new HashMap<>(TaskBench.config(crm.url()));
    private final String stateTopic = SecuredBroker.newName();
    private TaskBench bench = new TaskBench();

    @BeforeEach
    void configure(SecuredBroker broker) {
        broker.createIfMissing(TaskBench.TOPIC, 2);
        config.putAll(broker.settings(BrokerSecurity.ADMIN));
        config.put("state.topic", stateTopic);
        config.put("skip.unchanged", "true");
    }

    @AfterEach
    void close() {
        bench.close();
        crm.close();
    }

    @Test
    void after_a_restart_only_what_has_changed_is_sent() {
        // Given
        start().put(people(0, 500, 0)).awaitCommittable(P0, 500);
        int before = crm.upserts();
        restart();

        // When: all of them again, two of them changed
        bench.put(people(500, 500, 2)).awaitCommittable(P0, 1_000);

        // Then
        assertThat(crm.upserts()).isEqualTo(before + 1);
        assertThat(crm.contacts().get("user1@example.org")).containsEntry("firstname", "Changed 1");
        assertThat(crm.contacts().get("user2@example.org")).containsEntry("firstname", "User 2");
    }

    @Test
    void a_partition_that_comes_from_another_task_brings_its_state_along() {
        // Given: this task has one partition, the other task the other
        try (TaskBench other = new TaskBench()) {
            start();
            other.start(config).revoke(List.of(P0)).open(List.of(P1)).awaitResumed();
            other.put(record(1, 0, "ada@example.org", Map.of("firstname", "Ada")))
                    .awaitCommittable(P1, 1);
            int before = crm.upserts();

            // When
            other.revoke(List.of(P1));
            bench.open(List.of(P1)).awaitResumed();
            bench.put(record(1, 1, "ada@example.org", Map.of("firstname", "Ada")))
                    .awaitCommittable(P1, 2);

            // Then
            assertThat(crm.upserts()).isEqualTo(before);
        }
    }

    @Test
    void a_partition_that_was_away_for_a_while_comes_back_with_what_was_written_meanwhile() {
        // Given: this task writes 1; another one takes over and writes 2
        start().put(record(0, 0, "ada@example.org", Map.of("firstname", "1"))).awaitCommittable(P0, 1);
        bench.revoke(List.of(P0));
        try (TaskBench other = new TaskBench()) {
            other.start(config).awaitResumed();
            other.put(record(0, 1, "ada@example.org", Map.of("firstname", "2"))).awaitCommittable(P0, 2);
        }

        // When
        bench.open(List.of(P0)).awaitResumed();
        bench.put(record(0, 2, "ada@example.org", Map.of("firstname", "1"))).awaitCommittable(P0, 3);

        // Then
        assertThat(crm.contacts().get("ada@example.org")).containsEntry("firstname", "1");
    }

    @Test
    void with_another_mapping_or_target_everything_is_news() {
        // Given
        start().put(people(0, 100, 0)).awaitCommittable(P0, 100);
        int before = crm.upserts();

        // When
        config.put("transforms.contact.mapping", "firstname = first_name");
        config.put("transforms", "contact");
        restart();
        bench.put(people(100, 100, 0)).awaitCommittable(P0, 200);

        // Then
        assertThat(crm.upserts()).isGreaterThan(before);
    }

    @Test
    void without_skipping_everything_is_sent_but_remembered() {
        // Given
        config.put("skip.unchanged", "false");
        start().put(people(0, 100, 0)).awaitCommittable(P0, 100);
        int before = crm.upserts();

        // When
        bench.put(people(100, 100, 0)).awaitCommittable(P0, 200);

        // Then
        int after = crm.upserts();
        assertThat(after).isGreaterThan(before);
        config.put("skip.unchanged", "true");
        restart();
        bench.put(people(200, 100, 0)).awaitCommittable(P0, 300);
        assertThat(crm.upserts()).isEqualTo(after);
    }

    @Test
    void an_entry_that_an_operator_deletes_makes_its_object_unknown(SecuredBroker broker) {
        // Given
        start().put(record(0, 0, "ada@example.org", Map.of("firstname", "Ada"))).awaitCommittable(P0, 1);
        int before = crm.upserts();
        broker.send(stateTopic, 0, broker.records(stateTopic).get(0).key(), null);

        // When
        restart();
        bench.put(record(0, 1, "ada@example.org", Map.of("firstname", "Ada"))).awaitCommittable(P0, 2);

        // Then
        assertThat(crm.upserts()).isEqualTo(before + 1);
    }

    @Test
    void a_dry_run_remembers_nothing_as_it_writes_nothing() {
        // Given
        config.put("dry.run", "true");
        start().put(people(0, 100, 0)).awaitCommittable(P0, 100);

        // When
        config.put("dry.run", "false");
        restart();
        bench.put(people(100, 100, 0)).awaitCommittable(P0, 200);

        // Then
        assertThat(crm.contacts()).hasSize(100);
    }

    @Test
    void records_are_wanted_only_once_the_state_is_loaded() {
        // When
        bench.start(config);

        // Then
        assertThat(bench.context.paused).containsExactly(P0);
        assertThat(bench.context.timeout).isPositive();
        bench.awaitResumed();
    }

    @Test
    void partitions_that_are_assigned_while_connect_waits_for_records_do_not_wait_for_the_next_commit() {
        // When
        bench.task.start(config);

        // Then
        assertThat(bench.context.timeout).isBetween(1L, 1_000L);

        // When
        bench.context.timeout = -1;
        bench.task.put(List.of());

        // Then
        assertThat(bench.context.timeout).isBetween(1L, 1_000L);
    }

    @Test
    void the_state_topic_is_created_compacted_and_with_as_many_partitions_as_the_input(SecuredBroker broker) {
        // Given
        String input = broker.newTopic(3);
        config.put("topics", input);

        // When
        bench.task.start(config);
        bench.open(Set.of(new TopicPartition(input, 2))).awaitResumed();

        // Then
        assertThat(broker.describe(stateTopic).orElseThrow().partitions()).hasSize(3);
        assertThat(broker.config(stateTopic, "cleanup.policy")).isEqualTo("compact");
    }

    @Test
    void what_is_stored_holds_no_value_of_a_record(SecuredBroker broker) {
        // Given
        start().put(record(0, 0, "ada@example.org", Map.of("firstname", "Ada"))).awaitCommittable(P0, 1);

        // When
        List<ConsumerRecord<String, String>> stored = broker.records(stateTopic);

        // Then
        assertThat(stored).hasSize(1);
        assertThat(stored.get(0).partition()).isZero();
        assertThat(stored.get(0).key() + stored.get(0).value())
                .contains("\"topic\":\"people\"", "\"content\":\"", "\"crm.id\":\"")
                .doesNotContainIgnoringCase("ada");
    }

    @Test
    void a_state_topic_with_too_few_partitions_is_refused_with_what_to_do(SecuredBroker broker) {
        // Given
        config.put("topics", broker.newTopic(3));
        config.put("state.topic", broker.newCompactedTopic(2));

        // When, then
        assertThatThrownBy(() -> bench.start(config))
                .hasMessageContainingAll("state.topic", "has 2 partitions", "has 3", "--partitions 3");
    }

    @Test
    void an_input_topic_that_has_grown_beyond_the_state_topic_fails_the_task(SecuredBroker broker) {
        // Given: the config names its topics by a pattern, so that nobody knows them at the start
        String input = broker.newTopic(3);
        config.remove("topics");
        config.put("topics.regex", input);
        config.put("state.topic", broker.newCompactedTopic(2));
        bench.task.start(config);

        // When
        bench.open(Set.of(new TopicPartition(input, 2)));

        // Then
        await().atMost(TaskBench.PATIENCE)
                .pollInSameThread()
                .untilAsserted(() -> assertThat(catchThrowable(() -> bench.put()))
                        .hasMessageContainingAll("state.topic", "has 2 partitions", "has 3"));
    }

    @Test
    void a_record_that_nobody_can_read_fails_the_task_and_is_named(SecuredBroker broker) {
        // Given: a topic that holds something else
        start().put(record(0, 0, "ada@example.org", Map.of("firstname", "Ada"))).awaitCommittable(P0, 1);
        broker.send(stateTopic, 0, "{\"v\":2}", "{\"v\":2}");

        // When
        bench.close();
        bench = new TaskBench().start(config);

        // Then
        await().atMost(TaskBench.PATIENCE)
                .pollInSameThread()
                .untilAsserted(() -> assertThat(catchThrowable(() -> bench.put()))
                        .hasMessageContainingAll("state.topic", stateTopic + "-0-1", "its version is 2"));
    }

    private TaskBench start() {
        return bench.start(config).awaitResumed();
    }

    private void restart() {
        bench.close();
        bench = new TaskBench();
        start();
    }

    /** Everybody, of whom the first few have changed. */
    private static List<SinkRecord> people(int firstOffset, int count, int changed) {
        return IntStream.range(0, count)
                .mapToObj(i -> record(
                        0,
                        firstOffset + i,
                        "user" + i + "@example.org",
                        Map.of("firstname", (i < changed ? "Changed " : "User ") + i)))
                .toList();
    }
}
