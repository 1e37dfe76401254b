// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverseetl.testing.cluster.BrokerSecurity;
import io.reverseetl.testing.crm.SimulatorSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Dead letters of one sink, read by another one that knows the first one's state. */
@ExtendWith(SecuredBroker.Resolver.class)
class ReplayIT {

    private static final TopicPartition P1 = TaskBench.P1;
    private static final TopicPartition LETTERS = new TopicPartition("people.rejected", 0);

    private final Simulator crm = new Simulator(SimulatorSettings.defaults());
    private final Map<String, String> config = new HashMap<>(TaskBench.config(crm.url()));
    private final Map<String, String> replay = new HashMap<>();
    private TaskBench bench = new TaskBench();

    @BeforeEach
    void configure(SecuredBroker broker) {
        broker.createIfMissing(TaskBench.TOPIC, 2);
        config.putAll(broker.settings(BrokerSecurity.ADMIN));
        config.put("state.topic", SecuredBroker.newName());
        config.put("skip.unchanged", "true");
        replay.putAll(config);
        replay.put("topics", LETTERS.topic());
        replay.put("replay.dead.letters", "true");
    }

    @AfterEach
    void close() {
        bench.close();
        crm.close();
    }

    @Test
    void a_dead_letter_older_than_what_the_crm_has_acknowledged_is_superseded_and_another_one_written() {
        // Given: of ada, a later change was written meanwhile
        startOn(config, P1);
        bench.put(person(P1, 0, "ada@example.org", "New", "2026-11-23T05:00:00Z"))
                .awaitCommittable(P1, 1);
        int before = crm.upserts();

        // When
        startOn(replay, LETTERS);
        bench.put(
                        letter(0, "ada@example.org", "Old", "2026-11-23T04:00:00Z"),
                        letter(1, "bob@example.org", "Bob", "2026-11-23T04:00:00Z"))
                .awaitCommittable(LETTERS, 2);

        // Then
        assertThat(crm.contacts().get("ada@example.org")).containsEntry("firstname", "New");
        assertThat(crm.contacts().get("bob@example.org")).containsEntry("firstname", "Bob");
        assertThat(crm.upserts()).isEqualTo(before + 1);
    }

    @Test
    void what_a_replay_has_written_is_known_to_the_sink_that_takes_over_again() {
        // Given
        startOn(config, P1);
        startOn(replay, LETTERS);
        bench.put(letter(0, "bob@example.org", "Bob", "2026-11-23T04:00:00Z")).awaitCommittable(LETTERS, 1);
        int before = crm.upserts();

        // When
        startOn(config, P1);
        bench.put(person(P1, 5, "bob@example.org", "Bob", "2026-11-23T06:00:00Z"))
                .awaitCommittable(P1, 6);

        // Then
        assertThat(crm.upserts()).isEqualTo(before);
    }

    @Test
    void a_record_that_is_no_dead_letter_is_rejected() {
        // Given
        startOn(config, P1);
        startOn(replay, LETTERS);

        // When
        bench.put(person(LETTERS, 0, "bob@example.org", "Bob", "2026-11-23T04:00:00Z"))
                .awaitCommittable(LETTERS, 1);

        // Then
        assertThat(bench.context.reported.values())
                .singleElement()
                .asString()
                .contains("code=NO_DEAD_LETTER", "errors.deadletterqueue.context.headers.enable=true");
    }

    @Test
    void a_replay_without_the_state_of_the_sink_is_refused() {
        assertThatThrownBy(() -> bench.task.start(replay)).hasMessageContainingAll("state.topic", "does not exist");
    }

    private void startOn(Map<String, String> config, TopicPartition partition) {
        bench.close();
        bench = new TaskBench();
        bench.task.start(config);
        bench.open(Set.of(partition)).awaitResumed();
    }

    private static SinkRecord person(TopicPartition at, long offset, String id, String name, String changed) {
        SinkRecord record = new SinkRecord(
                at.topic(),
                at.partition(),
                null,
                id,
                null,
                Map.of("firstname", name),
                offset,
                0L,
                TimestampType.CREATE_TIME);
        record.headers().add("reverseetl.source.timestamp", changed, (Schema) null);
        return record;
    }

    /** As Connect writes it: rejected from partition 1, by this sink and, at the last replay, once more. */
    private static SinkRecord letter(long offset, String id, String name, String changed) {
        SinkRecord letter = person(LETTERS, offset, id, name, changed);
        letter.headers().add("__connect.errors.topic", TaskBench.TOPIC, (Schema) null);
        letter.headers().add("__connect.errors.partition", 1, (Schema) null);
        letter.headers().add("__connect.errors.topic", "people.rejected", (Schema) null);
        letter.headers().add("__connect.errors.partition", 0, (Schema) null);
        return letter;
    }
}
