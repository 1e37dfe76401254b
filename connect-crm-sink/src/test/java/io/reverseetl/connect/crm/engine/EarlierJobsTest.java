// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import static io.reverseetl.connect.crm.engine.EngineBench.P0;
import static io.reverseetl.connect.crm.engine.EngineBench.P1;
import static io.reverseetl.connect.crm.engine.EngineBench.contents;
import static io.reverseetl.connect.crm.engine.EngineBench.rejected;
import static io.reverseetl.connect.crm.engine.EngineBench.written;
import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.crm.spi.BatchOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Jobs that outlive the task that began them, or its partitions. */
class EarlierJobsTest extends JobsBench {

    // --- crashes between every two steps -----------------------------------------------------------------------

    @Test
    void after_a_crash_before_the_job_is_stored_all_is_sent_again() {
        // Given
        bench.accept(P0, 0, "ada", "n=1").tick();
        accept(bench.lastSent());

        // When
        restart();
        bench.accept(P0, 0, "ada", "n=1").tick();

        // Then
        assertThat(bench.asked).isEmpty();
        assertThat(contents(bench.lastSent())).containsExactly("ada:n=1");
    }

    @Test
    void after_a_crash_before_a_stored_job_was_asked_about_it_is_asked_about() {
        // Given
        bench.accept(P0, 0, "ada", "n=1").tick();
        accept(bench.lastSent());
        state.landAll();

        // When
        restart();

        // Then
        assertThat(bench.asked).extracting(EarlierJob::job).containsExactly(JOB);
        assertThat(state.isOpen(P0)).isFalse();
        assertThat(state.isOpen(P1)).isTrue();
    }

    @Test
    void what_an_earlier_job_has_written_is_not_sent_again_and_what_it_has_not_is() {
        // Given
        begin();
        restart();

        // When
        bench.complete(bench.asked.get(0), new BatchOutcome.PerRecord(Map.of("ada", written(), "bob", rejected())));

        // Then
        assertThat(state.isOpen(P0)).isTrue();
        bench.accept(P0, 0, "ada", "n=1").accept(P0, 1, "bob", "n=1").tick();
        assertThat(contents(bench.lastSent())).containsExactly("bob:n=1");
        state.landAll();
        assertThat(bench.outcomes).containsEntry("people-0-0", "unchanged");
        assertThat(bench.offsets()).containsEntry(P0, 1L);
    }

    @Test
    void an_offset_waits_until_what_an_earlier_job_has_written_is_stored() {
        // Given
        begin();
        restart();
        bench.complete(bench.asked.get(0), new BatchOutcome.PerRecord(Map.of("ada", written())));

        // When
        bench.accept(P0, 0, "ada", "n=1").tick();

        // Then
        assertThat(bench.offsets()).containsEntry(P0, 0L);
        state.landAll();
        assertThat(bench.offsets()).containsEntry(P0, 1L);
    }

    @Test
    void where_unchanged_records_are_written_all_the_same_that_of_an_earlier_job_is_not_written_twice() {
        // Given
        state.writeUnchanged();
        begin();
        restart();
        bench.complete(bench.asked.get(0), new BatchOutcome.PerRecord(Map.of("ada", written())));
        bench.accept(P0, 0, "ada", "n=1").tick();
        assertThat(bench.sent).isEmpty();

        // When
        bench.accept(P0, 1, "ada", "n=1").tick();

        // Then
        assertThat(contents(bench.lastSent())).containsExactly("ada:n=1");
    }

    @Test
    void a_record_that_says_something_else_than_the_job_did_is_sent() {
        // Given
        begin();
        restart();
        bench.complete(bench.asked.get(0), new BatchOutcome.PerRecord(Map.of("ada", written())));

        // When
        bench.accept(P0, 0, "ada", "n=9").tick();

        // Then
        assertThat(contents(bench.lastSent())).containsExactly("ada:n=9");
    }

    @Test
    void an_earlier_job_is_asked_about_until_it_is_over_with_growing_waits() {
        // Given
        begin();
        restart();

        // When, then
        bench.complete(bench.asked.get(0), new BatchOutcome.Accepted(JOB, Duration.ofSeconds(1), true));
        assertThat(bench.after(1_499).asked).hasSize(1);
        assertThat(bench.after(1).asked).hasSize(2);
        bench.complete(bench.asked.get(1), unavailable());
        assertThat(bench.after(99).asked).hasSize(2);
        assertThat(bench.after(1).asked).hasSize(3);
        assertThat(bench.engine.nextTickAt()).isEqualTo(SendQueue.NEVER);
        assertThat(state.isOpen(P0)).isFalse();
    }

    @Test
    void an_earlier_job_that_was_refused_has_done_nothing() {
        // Given
        begin();
        restart();

        // When
        bench.complete(bench.asked.get(0), new BatchOutcome.Refused(EngineBench.invalid()));

        // Then
        assertThat(state.isOpen(P0)).isTrue();
        bench.accept(P0, 0, "ada", "n=1").tick();
        assertThat(contents(bench.lastSent())).containsExactly("ada:n=1");
    }

    @Test
    void an_earlier_job_that_cannot_be_asked_about_for_too_long_fails_the_task() {
        // Given
        begin();
        restart();
        bench.complete(bench.asked.get(0), unavailable()).after(60_000);

        // When
        bench.complete(bench.asked.get(1), unavailable());

        // Then
        assertThat(bench.failure().orElseThrow()).contains("750", "HTTP_503");
    }

    @Test
    void a_crash_after_the_results_are_known_costs_a_question_and_no_write() {
        // Given: the outcome is told, but neither stored nor committed.
        begin();
        bench.writeAll(bench.lastSent());

        // When
        restart();
        bench.complete(bench.asked.get(0), new BatchOutcome.PerRecord(Map.of("ada", written(), "bob", written())));
        bench.accept(P0, 0, "ada", "n=1").accept(P0, 1, "bob", "n=1").tick();

        // Then
        assertThat(bench.sent).isEmpty();
    }

    // --- rebalances --------------------------------------------------------------------------------------------

    @Test
    void a_job_of_which_a_partition_goes_is_this_tasks_for_the_others_and_the_next_owners_for_that_one() {
        // Given
        bench.accept(P0, 0, "ada", "n=1").accept(P1, 0, "bob", "n=1").tick();
        bench.writeAll(bench.sent.get(0));
        bench.accept(P0, 1, "cyd", "n=1").accept(P1, 1, "dan", "n=1").tick();
        begin(bench.lastSent());

        // When
        bench.engine.forget(Set.of(P1));
        state.drop(P1);
        bench.writeAll(bench.lastSent());

        // Then
        state.landAll();
        assertThat(jobsOf(P0)).isEmpty();
        assertThat(jobsOf(P1)).containsExactly(JOB);
    }

    @Test
    void a_job_whose_partitions_have_all_gone_is_not_asked_about_any_more() {
        // Given
        begin();
        accept(bench.lastSent());

        // When
        bench.engine.forget(Set.of(P0));
        bench.after(60_000);

        // Then
        assertThat(bench.sent).hasSize(2);
        assertThat(bench.engine.isOnTheWire(Set.of(P0))).isFalse();
    }

    @Test
    void a_job_that_is_not_started_is_left_alone_if_a_partition_goes_before_it_is_stored() {
        // Given
        EngineSettings twoAtOnce = EngineBench.SETTINGS;
        bench = new EngineBench(twoAtOnce, state);
        bench.engine.accept(List.of(EngineBench.write(P0, 0, "ada", "n=1"), EngineBench.write(P1, 0, "bob", "n=1")));
        bench.tick();
        bench.engine.forget(Set.of(P1));

        // When
        bench.complete(bench.lastSent(), new BatchOutcome.Accepted(JOB, Duration.ZERO, false));

        // Then: what is left goes as a batch of its own.
        assertThat(contents(bench.lastSent())).containsExactly("ada:n=1");
        assertThat(bench.lastSent().job()).isEmpty();
        state.landAll();
        assertThat(jobsOf(P0)).isEmpty();
    }

    @Test
    void a_job_that_has_started_is_followed_for_the_partitions_that_are_left_and_stored_for_all() {
        // Given
        bench.engine.accept(List.of(EngineBench.write(P0, 0, "ada", "n=1"), EngineBench.write(P1, 0, "bob", "n=1")));
        bench.tick();
        bench.engine.forget(Set.of(P1));

        // When
        accept(bench.lastSent());
        state.landAll();

        // Then: the question is about all of it, as the job is.
        assertThat(contents(bench.tick().lastSent())).containsExactly("ada:n=1", "bob:n=1");
        assertThat(bench.lastSent().job()).contains(JOB);
        assertThat(jobsOf(P1)).containsExactly(JOB);
    }

    @Test
    void an_earlier_job_whose_partition_has_gone_changes_nothing_any_more() {
        // Given
        begin();
        restart();
        state.drop(P0);

        // When
        bench.complete(bench.asked.get(0), new BatchOutcome.PerRecord(Map.of("ada", written())));

        // Then
        state.landAll();
        assertThat(state.find(EngineBench.mark(P0, "ada", "n=1", Mark.NO_TIME).key()))
                .isNull();
        assertThat(jobsOf(P0)).containsExactly(JOB);
    }

    @Test
    void a_partition_that_is_set_back_while_its_records_are_in_a_job_fails_the_task() {
        // Given
        begin();
        accept(bench.lastSent());

        // When
        bench.accept(P0, 0, "ada", "n=1");

        // Then
        assertThat(bench.failure().orElseThrow()).contains("job", "Restart the task");
    }

    @Test
    void a_partition_that_is_set_back_while_its_records_are_being_sent_fails_the_task_if_they_become_a_job() {
        // Given: the job may write after what would be sent now.
        bench.accept(P0, 0, "ada", "n=1").tick();
        bench.accept(P0, 0, "ada", "n=1");
        assertThat(bench.failure()).isEmpty();

        // When
        accept(bench.sent.get(0));

        // Then
        assertThat(bench.failure().orElseThrow()).contains("job", "Restart the task");
        state.landAll();
        assertThat(jobsOf(P0)).containsExactly(JOB);
    }
}
