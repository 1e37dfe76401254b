// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import static io.reverseetl.connect.crm.engine.EngineBench.P0;
import static io.reverseetl.connect.crm.engine.EngineBench.P1;
import static io.reverseetl.connect.crm.engine.EngineBench.contents;
import static io.reverseetl.connect.crm.engine.EngineBench.rejected;
import static io.reverseetl.connect.crm.engine.EngineBench.retryable;
import static io.reverseetl.connect.crm.engine.EngineBench.written;
import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.crm.engine.EngineSettings.TimeoutAction;
import io.reverseetl.connect.crm.spi.Backlog;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Batches that a CRM makes jobs of. */
class JobsTest extends JobsBench {

    // --- how a backlog becomes a job ---------------------------------------------------------------------------

    @Test
    void a_backlog_waits_for_a_job_to_fill_and_goes_as_one_batch() {
        // Given: two are on the wire, so the others wait.
        bench.backlog = Optional.of(new Backlog(6, 10, 1_000_000, Duration.ofSeconds(5)));
        acceptMany(0, 4);
        acceptMany(4, 8);
        acceptMany(8, 14);
        bench.writeAll(bench.sent.get(0));
        assertThat(bench.sent).hasSize(2);

        // When
        acceptMany(14, 20);

        // Then
        assertThat(bench.sent).hasSize(3);
        assertThat(bench.lastSent().size()).isEqualTo(10);
    }

    @Test
    void a_backlog_that_grows_no_more_goes_after_a_while() {
        // Given
        bench.backlog = Optional.of(new Backlog(6, 10, 1_000_000, Duration.ofSeconds(5)));
        acceptMany(0, 4);
        acceptMany(4, 8);
        acceptMany(8, 14);
        bench.writeAll(bench.sent.get(0)).writeAll(bench.sent.get(1));

        // When
        bench.after(4_999);

        // Then
        assertThat(bench.sent).hasSize(2);
        assertThat(bench.after(1).lastSent().size()).isEqualTo(6);
    }

    @Test
    void a_job_takes_no_more_bytes_than_it_may() {
        // Given: each write takes some 140 bytes.
        bench.backlog = Optional.of(new Backlog(6, 10, 1_000, Duration.ZERO));
        acceptMany(0, 4);
        acceptMany(4, 8);
        acceptMany(8, 18);

        // When
        bench.writeAll(bench.sent.get(0));

        // Then
        assertThat(bench.lastSent().size()).isEqualTo(7);
    }

    @Test
    void few_writes_that_wait_are_no_backlog() {
        // Given
        bench.backlog = Optional.of(new Backlog(6, 10, 1_000_000, Duration.ofSeconds(5)));
        acceptMany(0, 4);
        acceptMany(4, 8);
        acceptMany(8, 13);

        // When
        bench.writeAll(bench.sent.get(0));

        // Then
        assertThat(bench.lastSent().size()).isEqualTo(4);
    }

    // --- a job from its beginning to its end -------------------------------------------------------------------

    @Test
    void a_job_is_stored_before_it_is_asked_about() {
        // Given
        bench.accept(P0, 0, "ada", "n=1").tick();

        // When
        accept(bench.lastSent());
        bench.after(60_000);

        // Then
        assertThat(bench.sent).hasSize(1);
        state.landAll();
        bench.tick();
        assertThat(bench.sent).hasSize(2);
        assertThat(bench.lastSent().job()).contains(JOB);
    }

    @Test
    void the_waits_between_questions_grow_and_come_on_top_of_what_the_crm_asks_for() {
        // Given
        begin();

        // When, then
        for (long wait : List.of(500L, 750L, 1_125L, 1_687L)) {
            int before = bench.sent.size();
            accept(bench.lastSent(), Duration.ofSeconds(1));
            assertThat(bench.after(999 + wait).sent).hasSize(before);
            assertThat(bench.after(1).sent).hasSize(before + 1);
        }
        for (int i = 0; i < 20; i++) {
            accept(bench.lastSent()).after(30_000);
        }
        assertThat(bench.sent).hasSize(26);
    }

    @Test
    void a_job_occupies_no_request_while_it_runs_but_its_keys_wait() {
        // Given
        begin();
        accept(bench.lastSent());

        // When
        bench.accept(P0, 2, "ada", "n=2")
                .accept(P0, 3, "cyd", "n=1")
                .accept(P0, 4, "dan", "n=1")
                .tick();

        // Then
        assertThat(contents(bench.lastSent())).containsExactly("cyd:n=1", "dan:n=1");
    }

    @Test
    void each_record_of_a_job_has_its_own_result_and_the_job_is_forgotten_after_that_is_stored() {
        // Given
        begin();
        bench.accept(P0, 2, "ada", "n=2");

        // When
        bench.answer(bench.lastSent(), Map.of("ada", written(), "bob", rejected()))
                .reportAll();

        // Then
        assertThat(bench.outcomes).containsEntry("people-0-0", "written");
        assertThat(bench.outcomes.get("people-0-1")).contains("INVALID");
        state.land(1);
        restart();
        assertThat(bench.asked).as("stored, but not forgotten yet").hasSize(1);
        state.landAll();
    }

    @Test
    void a_job_counts_as_running_until_it_is_over_whichever_task_began_it() {
        // Given
        begin();
        int begun = bench.engine.status().gauges().runningJobs();
        restart();
        int takenUp = bench.engine.status().gauges().runningJobs();

        // When
        bench.complete(bench.asked.get(0), new BatchOutcome.PerRecord(Map.of("ada", written(), "bob", written())));

        // Then
        assertThat(List.of(begun, takenUp)).containsExactly(1, 1);
        assertThat(bench.engine.status().gauges().runningJobs()).isZero();
    }

    @Test
    void a_job_that_is_over_is_not_asked_about_after_a_restart() {
        // Given
        begin();
        bench.writeAll(bench.lastSent());
        state.landAll();

        // When
        restart();

        // Then
        assertThat(bench.asked).isEmpty();
    }

    @Test
    void what_a_job_has_not_done_is_sent_again() {
        // Given
        begin();

        // When
        bench.answer(bench.lastSent(), Map.of("ada", written(), "bob", retryable()))
                .after(1_000);

        // Then
        assertThat(contents(bench.lastSent())).containsExactly("bob:n=1");
        assertThat(bench.lastSent().job()).isEmpty();
    }

    @Test
    void a_job_that_is_refused_as_a_whole_is_halved_and_forgotten() {
        // Given
        begin();

        // When
        bench.refuse(bench.lastSent());

        // Then
        assertThat(contents(bench.lastSent())).hasSize(1);
        assertThat(bench.lastSent().job()).isEmpty();
        state.landAll();
        restart();
        assertThat(bench.asked).isEmpty();
    }

    @Test
    void what_is_said_of_a_job_as_a_whole_is_not_put_on_the_rest_after_a_partition_has_gone() {
        // Given
        bench.accept(P0, 0, "ada", "n=1").accept(P1, 0, "bob", "n=1").tick();
        begin(bench.lastSent());
        bench.failForNow(bench.lastSent());

        // When
        bench.engine.forget(Set.of(P1));
        bench.after(100);
        Batch question = bench.lastSent();
        bench.refuse(question);

        // Then: the adapter knows what the job holds, and bob may have been to blame.
        assertThat(contents(question)).containsExactly("ada:n=1", "bob:n=1");
        assertThat(bench.outcomes).isEmpty();
        assertThat(contents(bench.lastSent())).containsExactly("ada:n=1");
        assertThat(bench.lastSent().job()).isEmpty();
    }

    @Test
    void a_question_that_fails_is_asked_again() {
        // Given
        begin();

        // When
        bench.failForNow(bench.lastSent()).after(100);

        // Then
        assertThat(bench.sent).hasSize(3);
        assertThat(bench.lastSent().job()).contains(JOB);
    }

    @Test
    void a_job_that_cannot_be_asked_about_for_too_long_fails_the_task_and_rejects_nothing() {
        // Given: it may be writing yet.
        bench = new EngineBench(EngineBench.onTimeout(TimeoutAction.REJECT), state);
        begin();
        bench.failForNow(bench.lastSent()).after(60_000);

        // When
        bench.failForNow(bench.lastSent());

        // Then
        assertThat(bench.failure().orElseThrow()).contains("750", "HTTP_503", "Restart the task");
        assertThat(bench.outcomes).isEmpty();
    }

    @Test
    void without_a_state_a_job_is_asked_about_at_once() {
        // Given
        bench = new EngineBench();
        bench.accept(P0, 0, "ada", "n=1").tick();

        // When
        accept(bench.lastSent());
        bench.tick().writeAll(bench.lastSent());

        // Then
        assertThat(bench.outcomes).containsEntry("people-0-0", "written");
    }

    private void acceptMany(int from, int to) {
        for (int i = from; i < to; i++) {
            bench.engine.accept(List.of(EngineBench.write(P0, i, "c" + i, "n=1")));
        }
        bench.tick();
    }
}
