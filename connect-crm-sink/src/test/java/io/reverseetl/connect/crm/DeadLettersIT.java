// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import static io.reverseetl.connect.crm.TaskBench.P0;
import static io.reverseetl.connect.crm.TaskBench.record;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.reverseetl.testing.cluster.BrokerSecurity;
import io.reverseetl.testing.crm.SimulatorSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rejected records as the transforms have left them, in a topic of a real broker. */
@ExtendWith(SecuredBroker.Resolver.class)
class DeadLettersIT {

    private static final HeaderConverter HEADERS = new SimpleHeaderConverter();
    private static final String CHANGED = "2026-11-23T04:00:00Z";

    private final Simulator crm = new Simulator(SimulatorSettings.defaults());
    private final Map<String, String> config = new HashMap<>(TaskBench.config(crm.url()));
    private final String letters = SecuredBroker.newName();
    private TaskBench bench = new TaskBench();

    @BeforeEach
    void configure(SecuredBroker broker) {
        broker.createIfMissing(TaskBench.TOPIC, 2);
        config.putAll(broker.settings(BrokerSecurity.ADMIN));
        config.put("errors.tolerance", "all");
        config.put("dlq.record", "transformed");
        config.put("dlq.topic", letters);
    }

    @AfterEach
    void close() {
        bench.close();
        crm.close();
    }

    @Test
    void a_rejected_record_is_put_aside_as_it_is_now_with_the_reason_in_headers(SecuredBroker broker) {
        // Given
        bench.start(config);

        // When
        bench.put(
                        record(0, 0, "ada@example.org", Map.of("firstname", "Ada")),
                        record(0, 1, "not an address", Map.of("firstname", "Mallory")),
                        record(0, 2, "bob@example.org", null))
                .awaitCommittable(P0, 3);

        // Then
        assertThat(broker.records(letters))
                .extracting(ConsumerRecord::key, ConsumerRecord::value)
                .containsExactlyInAnyOrder(
                        tuple(json("\"not an address\""), json("{\"firstname\":\"Mallory\"}")),
                        tuple(json("\"bob@example.org\""), null));
        assertThat(broker.records(letters))
                .extracting(letter -> header(letter, "crm.error.category") + " " + header(letter, "crm.error.code")
                        + " from " + header(letter, "__connect.errors.offset"))
                .containsExactlyInAnyOrder("VALIDATION INVALID_EMAIL from 1", "TOMBSTONE null from 2");
        assertThat(bench.context.reported).isEmpty();
    }

    @Test
    void a_right_that_is_missing_fails_the_task_and_is_named(SecuredBroker broker) {
        // Given: a user who may not write
        config.putAll(broker.settings(SecuredBroker.SINK));
        config.put("validate.live", "false");
        broker.createIfMissing(letters, 1);
        broker.allow(SecuredBroker.SINK, TOPIC, letters, DESCRIBE);

        // When
        bench.start(config);

        // Then
        await().atMost(TaskBench.PATIENCE)
                .pollInSameThread()
                .untilAsserted(() -> assertThat(catchThrowable(() -> bench.put()))
                        .hasMessageContainingAll("dlq.topic", "[WRITE]", letters));
    }

    @Test
    void no_offset_is_committed_past_a_record_that_cannot_be_put_aside(SecuredBroker broker) {
        // Given
        String narrow = broker.newTopic(1, Map.of("max.message.bytes", "50"));
        config.put("dlq.topic", narrow);
        bench.start(config);

        // When
        bench.put(record(0, 0, "not an address", Map.of("firstname", "Mallory")));

        // Then: nor when the loop has been told of all that there was to tell
        await().atMost(TaskBench.PATIENCE)
                .pollInSameThread()
                .untilAsserted(() -> assertThat(catchThrowable(() -> bench.put()))
                        .hasMessageContainingAll("dlq.topic", narrow, "max.message.bytes"));
        await().during(Duration.ofMillis(300)).pollInSameThread().until(() -> bench.committable(P0) <= 0);
    }

    @Test
    void the_rights_that_the_guide_lists_are_enough(SecuredBroker broker) {
        // Given
        config.putAll(broker.settings(SecuredBroker.SINK));
        broker.allow(SecuredBroker.SINK, TOPIC, letters, CREATE, WRITE);
        bench.start(config);

        // When
        bench.put(record(0, 0, "not an address", Map.of("firstname", "Mallory")))
                .awaitCommittable(P0, 1);

        // Then
        assertThat(broker.records(letters)).hasSize(1);
    }

    @Test
    void a_record_that_json_has_no_form_for_fails_the_task_and_is_named() {
        // Given
        bench.start(config);

        // When
        bench.put(record(0, 5, "ada@example.org", Map.of("firstname", Optional.of("Mallory"))));

        // Then
        await().atMost(TaskBench.PATIENCE)
                .pollInSameThread()
                .untilAsserted(() -> assertThat(catchThrowable(() -> bench.put()))
                        .hasMessageContainingAll("people-0-5", "dlq.record=original")
                        .hasMessageNotContaining("Mallory"));
        assertThat(bench.committable(P0)).isLessThanOrEqualTo(5);
    }

    @Test
    void a_replay_reads_them_without_transforms_and_does_not_take_the_crm_back_in_time(SecuredBroker broker) {
        // Given: two records run into their deadline, and of one of them a later change is written then
        config.put("state.topic", SecuredBroker.newName());
        config.put("retry.timeout.ms", "0");
        config.put("retry.timeout.action", "reject");
        bench.start(config).awaitResumed();
        crm.faults("[{\"kind\":\"status\",\"status\":503}]");
        bench.put(changed(0, "ada@example.org", "Old", CHANGED), changed(1, "bob@example.org", "Bob", CHANGED))
                .awaitCommittable(P0, 2);
        bench.put(changed(2, "ada@example.org", "New", "2026-11-23T05:00:00Z")).awaitCommittable(P0, 3);
        bench.close();

        // When
        bench = new TaskBench();
        config.put("topics", letters);
        config.put("replay.dead.letters", "true");
        config.put("dlq.topic", letters + ".again");
        bench.task.start(config);
        TopicPartition partition = new TopicPartition(letters, 0);
        bench.open(Set.of(partition)).awaitResumed();
        bench.put(broker.records(letters).stream().map(DeadLettersIT::read).toList())
                .awaitCommittable(partition, 2);

        // Then
        assertThat(crm.contacts().get("ada@example.org")).containsEntry("firstname", "New");
        assertThat(crm.contacts().get("bob@example.org")).containsEntry("firstname", "Bob");
        assertThat(bench.context.reported).isEmpty();
    }

    private static SinkRecord changed(long offset, String id, String name, String changed) {
        SinkRecord record = record(0, offset, id, Map.of("firstname", name));
        record.headers().addString("reverseetl.source.timestamp", changed);
        return record;
    }

    /** As Connect reads it, by {@code JsonConverter}. */
    private static SinkRecord read(ConsumerRecord<String, String> letter) {
        try (JsonConverter keys = new JsonConverter();
                JsonConverter values = new JsonConverter()) {
            keys.configure(Map.of(), true);
            values.configure(Map.of(), false);
            SinkRecord record = new SinkRecord(
                    letter.topic(),
                    letter.partition(),
                    null,
                    keys.toConnectData(letter.topic(), letter.key().getBytes(UTF_8))
                            .value(),
                    null,
                    values.toConnectData(letter.topic(), letter.value().getBytes(UTF_8))
                            .value(),
                    letter.offset(),
                    letter.timestamp(),
                    TimestampType.CREATE_TIME);
            letter.headers().forEach(header -> {
                SchemaAndValue read = HEADERS.toConnectHeader(letter.topic(), header.key(), header.value());
                record.headers().add(header.key(), read);
            });
            return record;
        }
    }

    private static String json(String payload) {
        return "{\"schema\":null,\"payload\":" + payload + "}";
    }

    private static String header(ConsumerRecord<String, String> letter, String name) {
        return letter.headers().lastHeader(name) == null
                ? null
                : new String(letter.headers().lastHeader(name).value(), UTF_8);
    }
}
