// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import static io.reverseetl.connect.crm.TaskBench.P0;
import static io.reverseetl.connect.crm.TaskBench.P1;
import static io.reverseetl.connect.crm.TaskBench.config;
import static io.reverseetl.connect.crm.TaskBench.record;
import static io.reverseetl.connect.crm.TaskBench.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.reverseetl.testing.crm.SimulatorSettings;
import io.reverseetl.testing.crm.hubspot.InvalidRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole sink between a test that plays Connect and a simulated HubSpot. */
class CrmSinkTaskIT {

    private final TaskBench bench = new TaskBench();
    private Simulator crm = new Simulator(SimulatorSettings.defaults());

    @AfterEach
    void close() {
        bench.close();
        crm.close();
    }

    @Test
    void records_become_contacts_and_their_offsets_are_committed() {
        // Given
        bench.start(config(crm.url()));

        // When
        bench.put(records(1_000)).awaitCommittable(P0, 1_000);

        // Then
        assertThat(crm.contacts()).hasSize(1_000);
        assertThat(crm.contacts().get("user7@example.org")).containsEntry("firstname", "User 7");
        assertThat(crm.upserts()).isLessThan(20);
    }

    @Test
    void many_versions_of_one_contact_end_with_the_newest() {
        // Given
        bench.start(config(crm.url()));

        // When
        for (int i = 0; i < 200; i++) {
            bench.put(record(0, i, "ada@example.org", Map.of("firstname", "Ada " + i)));
        }
        bench.awaitCommittable(P0, 200);

        // Then
        assertThat(crm.contacts()).hasSize(1);
        assertThat(crm.contacts().get("ada@example.org")).containsEntry("firstname", "Ada 199");
    }

    @Test
    void a_record_that_the_crm_refuses_goes_to_the_dead_letter_queue_and_the_others_go_through() {
        // Given
        bench.start(config(crm.url()));
        SinkRecord guilty = record(0, 100, "not an address", Map.of("firstname", "Mallory"));

        // When
        bench.put(records(100)).put(guilty).awaitCommittable(P0, 101);

        // Then
        assertThat(crm.contacts()).hasSize(100);
        assertThat(bench.context.reported).containsOnlyKeys(guilty);
        assertThat(bench.context.reported.get(guilty))
                .startsWith("category=VALIDATION code=INVALID_EMAIL")
                .contains("fields=email", "status=400", "request.id=")
                .doesNotContain("not an address", "Mallory");
    }

    @Test
    void an_answer_of_207_is_not_success_for_all() {
        // Given
        crm.close();
        crm = new Simulator(SimulatorSettings.defaults().withInvalidRecords(InvalidRecords.PARTIAL));
        bench.start(config(crm.url()));
        SinkRecord guilty = record(0, 10, "not an address", Map.of("firstname", "Mallory"));

        // When
        bench.put(records(10)).put(guilty).awaitCommittable(P0, 11);

        // Then
        assertThat(crm.contacts()).hasSize(10);
        assertThat(bench.context.reported).containsOnlyKeys(guilty);
        assertThat(bench.context.reported.get(guilty))
                .startsWith("category=VALIDATION")
                .contains("status=207");
    }

    @Test
    void two_spellings_of_one_address_are_one_contact_whose_versions_keep_their_order() {
        // Given
        bench.start(config(crm.url()));

        // When
        for (int i = 0; i < 50; i++) {
            String spelling = i % 2 == 0 ? "Ada@example.org" : "ada@Example.org";
            bench.put(record(0, i, spelling, Map.of("firstname", "Ada " + i)));
        }
        bench.awaitCommittable(P0, 50);

        // Then
        assertThat(crm.contacts()).containsOnlyKeys("ada@example.org");
        assertThat(crm.contacts().get("ada@example.org")).containsEntry("firstname", "Ada 49");
    }

    @Test
    void a_tombstone_goes_to_the_dead_letter_queue_and_does_not_fail_the_task() {
        // Given
        bench.start(config(crm.url()));

        // When
        bench.put(record(0, 0, "ada@example.org", null)).put(records(3).get(1)).awaitCommittable(P0, 2);

        // Then
        assertThat(bench.context.reported.values()).singleElement().asString().startsWith("category=TOMBSTONE");
        assertThat(crm.contacts()).containsOnlyKeys("user1@example.org");
    }

    @Test
    void closing_partitions_waits_no_longer_than_allowed_for_a_crm_that_does_not_answer() {
        // Given
        Map<String, String> config = config(crm.url());
        config.put("close.timeout.ms", "200");
        bench.start(config);
        crm.faults("[{\"kind\":\"delay\",\"millis\":3600000,\"times\":10}]");
        bench.put(records(1));
        await().atMost(TaskBench.PATIENCE).pollInSameThread().until(() -> crm.upserts() == 1);

        // When
        Instant before = Instant.now();
        bench.task.close(Set.of(P0));

        // Then
        assertThat(Duration.between(before, Instant.now())).isBetween(Duration.ofMillis(200), Duration.ofSeconds(5));
        assertThat(bench.committable(P0)).isEqualTo(-1);
    }

    @Test
    void the_offset_of_a_rejected_record_is_held_until_its_report_has_arrived() {
        // Given
        bench.start(config(crm.url()));
        bench.context.reportArrival = new CompletableFuture<>();
        bench.put(record(0, 0, "not an address", Map.of("firstname", "Mallory")));
        await().atMost(TaskBench.PATIENCE).pollInSameThread().until(() -> {
            bench.put();
            return !bench.context.reported.isEmpty();
        });
        assertThat(bench.committable(P0)).isZero();

        // When
        bench.context.reportArrival.complete(null);

        // Then
        bench.awaitCommittable(P0, 1);
    }

    @Test
    void without_a_dead_letter_queue_a_rejected_record_fails_the_task_which_says_why() {
        // Given
        bench.context.hasReporter = false;
        bench.start(config(crm.url()));

        // When
        bench.put(record(0, 3, "not an address", Map.of("firstname", "Mallory")));

        // Then
        assertThat(failure())
                .hasMessageContainingAll("people-0-3", "code=INVALID_EMAIL", "errors.tolerance=all")
                .hasMessageNotContainingAny("Mallory", "not an address");
    }

    @Test
    void without_a_dead_letter_queue_but_with_tolerance_a_rejected_record_is_passed_over() {
        // Given
        bench.context.hasReporter = false;
        Map<String, String> config = config(crm.url());
        config.put("errors.tolerance", "all");
        bench.start(config);

        // When
        bench.put(record(0, 0, "not an address", Map.of("firstname", "Mallory")));

        // Then
        bench.awaitCommittable(P0, 1);
    }

    @Test
    void faults_of_all_kinds_lose_and_double_nothing() {
        // Given
        bench.start(config(crm.url()));
        crm.faults("""
                [{"kind":"status","status":503},{"kind":"reset-after","times":2},{"kind":"garbage"},
                 {"kind":"status","status":429,"retryAfter":1},{"kind":"reset-before"},{"kind":"status","status":477}]
                """);

        // When
        bench.put(records(500)).awaitCommittable(P0, 500);

        // Then
        assertThat(crm.contacts()).hasSize(500);
        assertThat(bench.context.reported).isEmpty();
    }

    @Test
    void a_page_in_the_place_of_the_crm_keeps_no_task_from_starting() {
        // Given
        crm.faults("[{\"kind\":\"garbage\"}]");

        // When
        bench.start(config(crm.url()));
        bench.put(records(10)).awaitCommittable(P0, 10);

        // Then
        assertThat(crm.contacts()).hasSize(10);
    }

    @Test
    void a_token_that_is_refused_while_running_fails_the_task_with_what_to_do() {
        // Given
        crm.close();
        crm = new Simulator(SimulatorSettings.defaults().withToken("right"));
        Map<String, String> config = config(crm.url());
        config.put("auth.type", "bearer");
        config.put("auth.token", "wrong-secret");
        config.put("validate.live", "false");
        bench.start(config);

        // When
        bench.put(records(1));

        // Then
        assertThat(failure()).hasMessageContaining("auth.token").hasMessageNotContaining("wrong-secret");
        assertThat(bench.committable(P0)).isZero();
    }

    @Test
    void a_field_that_the_crm_does_not_know_fails_the_task_instead_of_rejecting_every_record() {
        // Given
        bench.start(config(crm.url()));

        // When
        bench.put(record(0, 0, "ada@example.org", Map.of("shoe_size", "38")));

        // Then
        assertThat(failure()).hasMessageContainingAll("'shoe_size'", "Create it in HubSpot", "transform");
        assertThat(bench.context.reported).isEmpty();
    }

    @Test
    void a_partition_that_goes_is_forgotten_and_written_by_whoever_gets_it_next() {
        // Given
        bench.start(config(crm.url())).open(Set.of(P1));
        crm.faults("[{\"kind\":\"status\",\"status\":503,\"retryAfter\":1}]");
        bench.put(record(1, 0, "bob@example.org", Map.of("firstname", "Bob")));
        await().atMost(TaskBench.PATIENCE).pollInSameThread().until(() -> crm.upserts() == 1);

        // When
        bench.revoke(List.of(P1));
        bench.put(records(1)).awaitCommittable(P0, 1);

        // Then
        assertThat(crm.contacts()).containsOnlyKeys("user0@example.org");
        assertThat(bench.committable(P1)).isEqualTo(-1);
    }

    @Test
    void the_partitions_are_paused_while_too_much_waits_and_resumed_after() {
        // Given
        Map<String, String> config = config(crm.url());
        config.put("buffer.max.bytes", "20000");
        crm.faults("[{\"kind\":\"status\",\"status\":503,\"times\":3,\"retryAfter\":1}]");
        config.put("validate.live", "false");
        bench.start(config);

        // When
        bench.put(records(100));

        // Then
        await().atMost(TaskBench.PATIENCE).pollInSameThread().until(() -> {
            bench.put();
            return bench.context.paused.contains(P0);
        });
        bench.awaitCommittable(P0, 100);
        bench.put();
        assertThat(bench.context.paused).isEmpty();
    }

    @Test
    void a_rebalance_while_too_much_waits_leaves_no_partition_paused_for_ever() {
        // Given
        Map<String, String> config = config(crm.url());
        config.put("buffer.max.bytes", "20000");
        config.put("close.timeout.ms", "100");
        bench.start(config);
        crm.faults("[{\"kind\":\"delay\",\"millis\":3600000,\"times\":10}]");
        bench.put(records(100));
        await().atMost(TaskBench.PATIENCE).pollInSameThread().until(() -> {
            bench.put();
            return bench.context.paused.contains(P0);
        });

        // When: Connect calls the task while it has no partitions.
        bench.revoke(List.of(P0)).put().open(List.of(P0));

        // Then
        assertThat(bench.context.paused).isEmpty();
    }

    @Test
    void a_partition_that_comes_while_too_much_waits_is_paused_too() {
        // Given
        Map<String, String> config = config(crm.url());
        config.put("buffer.max.bytes", "20000");
        bench.start(config);
        crm.faults("[{\"kind\":\"delay\",\"millis\":3600000,\"times\":10}]");
        bench.put(records(100));
        await().atMost(TaskBench.PATIENCE).pollInSameThread().until(() -> {
            bench.put();
            return bench.context.paused.contains(P0);
        });

        // When
        bench.open(List.of(P1));

        // Then
        assertThat(bench.context.paused).containsExactlyInAnyOrder(P0, P1);
    }

    @Test
    void stopping_does_not_wait_for_a_crm_that_never_answers() {
        // Given
        Map<String, String> config = config(crm.url());
        bench.start(config);
        crm.faults("[{\"kind\":\"delay\",\"millis\":3600000,\"times\":10}]");
        bench.put(records(500));
        await().atMost(TaskBench.PATIENCE).pollInSameThread().until(() -> crm.upserts() > 0);

        // When
        Instant before = Instant.now();
        bench.task.stop();

        // Then
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void handing_over_never_waits_for_a_crm_that_is_dead() {
        // Given
        Map<String, String> config = config(crm.url());
        config.put("buffer.max.bytes", "100000");
        bench.start(config);
        crm.faults("[{\"kind\":\"delay\",\"millis\":3600000,\"times\":10000}]");
        List<Duration> puts = new ArrayList<>();

        // When
        for (int round = 0; round < 200; round++) {
            int from = round * 10;
            List<SinkRecord> polled =
                    bench.context.paused.isEmpty() ? records(from + 10).subList(from, from + 10) : List.of();
            Instant before = Instant.now();
            bench.put(polled);
            puts.add(Duration.between(before, Instant.now()));
        }

        // Then: but for a pause of the machine now and then.
        Collections.sort(puts);
        assertThat(puts.get(190)).isLessThan(Duration.ofMillis(100));
    }

    @Test
    void records_of_which_the_transforms_dropped_all_do_not_hold_the_offset() {
        // Given
        bench.start(config(crm.url()));

        // When
        Map<TopicPartition, OffsetAndMetadata> offsets = bench.task.preCommit(Map.of(P0, new OffsetAndMetadata(41)));

        // Then
        assertThat(offsets.get(P0).offset()).isEqualTo(41);
    }

    @Test
    void while_records_have_no_outcome_each_put_asks_to_be_called_again_soon() {
        // Given
        bench.start(config(crm.url()));
        crm.faults("[{\"kind\":\"delay\",\"millis\":500}]");

        // When
        bench.put(records(1));
        bench.context.timeout = -1;
        bench.put();

        // Then
        assertThat(bench.context.timeout).isBetween(1L, 1_000L);
    }

    @Test
    void while_records_have_no_outcome_each_commit_asks_for_a_call_too_as_a_pause_swallows_that_of_a_put() {
        // Given
        bench.start(config(crm.url()));
        crm.faults("[{\"kind\":\"delay\",\"millis\":3600000}]");
        bench.put(records(1));
        bench.context.timeout = -1;

        // When
        bench.committable(P0);

        // Then
        assertThat(bench.context.timeout).isBetween(1L, 1_000L);
    }

    private Throwable failure() {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        await().atMost(TaskBench.PATIENCE).pollInSameThread().until(() -> {
            failure.set(catchThrowable(() -> bench.put()));
            return failure.get() != null;
        });
        return failure.get();
    }
}
