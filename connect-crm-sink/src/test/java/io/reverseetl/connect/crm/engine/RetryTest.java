// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import static io.reverseetl.connect.crm.engine.EngineBench.P0;
import static io.reverseetl.connect.crm.engine.EngineBench.contents;
import static io.reverseetl.connect.crm.engine.EngineBench.retryable;
import static io.reverseetl.connect.crm.engine.EngineBench.written;
import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.crm.engine.EngineSettings.TimeoutAction;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.WriteResult;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetryTest {

    /** Four hours, and more than any backoff. */
    private static final long HOURS_AND_BACKOFF =
            Duration.ofHours(4).plusSeconds(10).toMillis();

    private final EngineBench bench = new EngineBench();

    @Test
    void only_the_record_that_failed_is_sent_again() {
        // Given
        bench.accept(P0, 0, "ada", "n=1").accept(P0, 1, "bob", "n=1").tick();

        // When
        bench.answer(bench.lastSent(), Map.of("ada", written(), "bob", retryable()))
                .after(100);

        // Then
        assertThat(contents(bench.lastSent())).containsExactly("bob:n=1");
    }

    @Test
    void a_record_waits_as_long_as_the_crm_asks_and_a_little_more() {
        // Given
        bench.accept(P0, 0, "ada", "n=1").tick();

        // When
        bench.answer(bench.lastSent(), Map.of("ada", retryable(Duration.ofSeconds(2))))
                .after(2_099);

        // Then
        assertThat(bench.sent).hasSize(1);
        assertThat(bench.after(1).sent).hasSize(2);
    }

    @Test
    void the_bound_of_the_wait_doubles_with_each_failure_up_to_the_longest() {
        // Given
        EngineBench patient =
                new EngineBench(new EngineSettings(4, 1_000_000, 0, 2, 1_000_000, Long.MAX_VALUE, TimeoutAction.FAIL));
        patient.accept(P0, 0, "ada", "n=1").tick();

        // When
        for (int failure = 0; failure < 9; failure++) {
            patient.failForNow(patient.lastSent()).after(10_000);
        }

        // Then
        assertThat(patient.holds).containsExactly(100L, 200L, 400L, 800L, 1_600L, 3_200L, 6_400L, 10_000L, 10_000L);
    }

    @Test
    void nothing_is_sent_while_the_crm_is_left_alone() {
        // Given
        bench.accept(P0, 0, "ada", "n=1").tick();

        // When
        bench.failForNow(bench.lastSent(), Duration.ofSeconds(30));
        bench.accept(P0, 1, "bob", "n=1").after(30_099);

        // Then
        assertThat(bench.sent).hasSize(1);
        assertThat(bench.after(1).sent).hasSize(2);
    }

    @Test
    void a_crm_that_asks_for_years_is_asked_again_after_a_day() {
        // Given
        bench.accept(P0, 0, "ada", "n=1").tick();

        // When
        bench.failForNow(bench.lastSent(), Duration.ofDays(3_650));

        // Then
        assertThat(bench.holds).containsExactly(Duration.ofDays(1).toMillis() + 100);
    }

    @Test
    void a_crm_that_asks_for_no_wait_at_all_is_left_alone_all_the_same() {
        // Given
        bench.accept(P0, 0, "ada", "n=1").tick();

        // When
        bench.failForNow(bench.lastSent(), Duration.ZERO).after(99);

        // Then
        assertThat(bench.sent).hasSize(1);
        assertThat(bench.after(1).sent).hasSize(2);
    }

    @Test
    void requests_that_fail_together_count_as_one_failure() {
        // Given
        bench.accept(P0, 0, "ada", "n=1").tick();
        bench.accept(P0, 1, "bob", "n=1").tick();

        // When
        bench.failForNow(bench.sent.get(0)).failForNow(bench.sent.get(1));

        // Then
        assertThat(bench.holds).containsExactly(100L);
    }

    @Test
    void a_crm_that_comes_back_is_asked_by_one_request_at_first() {
        // Given
        bench.accept(P0, 0, "ada", "n=1").tick();
        bench.accept(P0, 1, "bob", "n=1").tick();
        bench.failForNow(bench.sent.get(0)).failForNow(bench.sent.get(1));

        // When
        bench.after(100);

        // Then
        assertThat(bench.sent).hasSize(3);
        bench.writeAll(bench.sent.get(2));
        assertThat(bench.sent).hasSize(4);
    }

    @Test
    void a_record_that_an_outage_kept_waiting_is_tried_before_its_deadline_counts() {
        // Given
        bench.accept(P0, 0, "ada", "n=1").tick();
        bench.failForNow(bench.lastSent(), Duration.ofHours(2));

        // When
        bench.after(Duration.ofHours(2).toMillis() + 100).writeAll(bench.lastSent());

        // Then
        assertThat(bench.outcomes).containsEntry("people-0-0", "written");
        assertThat(bench.failure()).isEmpty();
    }

    @Test
    void a_wait_that_the_crm_asks_for_does_not_count_towards_the_deadline() {
        // Given
        bench.accept(P0, 0, "ada", "n=1").tick();
        bench.failForNow(bench.lastSent(), Duration.ofHours(4)).after(HOURS_AND_BACKOFF);

        // When
        bench.failForNow(bench.lastSent()).after(200).writeAll(bench.lastSent());

        // Then
        assertThat(bench.outcomes).containsEntry("people-0-0", "written");
        assertThat(bench.failure()).isEmpty();
    }

    @Test
    void nor_does_it_count_for_the_records_of_other_requests() {
        // Given
        bench.accept(P0, 0, "ada", "n=1").tick();
        bench.accept(P0, 1, "bob", "n=1").tick();
        bench.failForNow(bench.sent.get(0));
        bench.failForNow(bench.sent.get(1), Duration.ofHours(4)).after(HOURS_AND_BACKOFF);

        // When
        bench.failForNow(bench.lastSent());

        // Then
        assertThat(contents(bench.lastSent())).containsExactly("ada:n=1");
        assertThat(bench.failure()).isEmpty();
    }

    @Test
    void nor_for_a_record_that_alone_is_to_wait() {
        // Given
        bench.accept(P0, 0, "ada", "n=1").tick();
        bench.answer(bench.lastSent(), Map.of("ada", retryable(Duration.ofHours(4))))
                .after(HOURS_AND_BACKOFF);

        // When
        bench.answer(bench.lastSent(), Map.of("ada", retryable()));

        // Then
        assertThat(bench.failure()).isEmpty();
    }

    @Test
    void waits_that_overlap_are_left_out_once_and_the_rest_counts() {
        // Given: two requests are told to wait, one of them an hour after the other.
        bench.accept(P0, 0, "ada", "n=1").tick();
        bench.accept(P0, 1, "bob", "n=1").tick();
        bench.failForNow(bench.sent.get(0), Duration.ofHours(2))
                .after(Duration.ofHours(1).toMillis());
        bench.failForNow(bench.sent.get(1), Duration.ofHours(4)).after(HOURS_AND_BACKOFF);
        bench.failForNow(bench.lastSent());
        assertThat(bench.failure()).isEmpty();

        // When: with the ten seconds before, a minute has gone by in which the CRM could be asked.
        bench.after(50_000).failForNow(bench.lastSent());

        // Then
        assertThat(bench.failure()).isPresent();
    }

    @Test
    void after_the_deadline_the_task_fails_and_says_which_record_and_why() {
        // Given
        bench.accept(P0, 7, "ada", "n=1").tick();
        bench.failForNow(bench.lastSent()).after(60_000);

        // When
        bench.failForNow(bench.lastSent());

        // Then
        assertThat(bench.failure())
                .hasValueSatisfying(message -> assertThat(message)
                        .contains("people-0-7", "retry.timeout.ms", "code=HTTP_503", "retry.timeout.action=reject"));
        assertThat(bench.after(100_000).sent).hasSize(2);
    }

    @Test
    void after_the_deadline_the_record_is_rejected_if_the_user_says_so() {
        // Given
        EngineBench rejecting = new EngineBench(EngineBench.onTimeout(TimeoutAction.REJECT));
        rejecting.accept(P0, 0, "ada", "n=1").tick();
        rejecting.failForNow(rejecting.lastSent()).after(60_000);

        // When
        rejecting.failForNow(rejecting.lastSent());

        // Then
        assertThat(rejecting.outcomes).containsEntry("people-0-0", "category=TIMEOUT code=HTTP_503 status=503");
        assertThat(rejecting.failure()).isEmpty();
        assertThat(rejecting.after(100_000).sent).hasSize(2);
        assertThat(rejecting.reportAll().offsets()).containsEntry(P0, 1L);
    }

    @Test
    void a_fatal_answer_stops_everything() {
        // Given
        bench.accept(P0, 0, "ada", "n=1").tick();

        // When
        bench.complete(bench.lastSent(), new BatchOutcome.Failed("The token was refused"));
        bench.accept(P0, 1, "bob", "n=1").after(100_000);

        // Then
        assertThat(bench.failure()).contains("The token was refused");
        assertThat(bench.sent).hasSize(1);
        assertThat(bench.offsets()).containsEntry(P0, 0L);
    }

    @Test
    void a_fatal_result_of_one_record_stops_everything_but_what_was_written_counts() {
        // Given
        bench.accept(P0, 0, "ada", "n=1").accept(P0, 1, "bob", "n=1").tick();

        // When
        bench.answer(bench.lastSent(), Map.of("ada", written(), "bob", new WriteResult.Fatal("No such property")));

        // Then
        assertThat(bench.failure()).contains("No such property");
        assertThat(bench.offsets()).containsEntry(P0, 1L);
    }

    @Test
    void a_request_that_fails_by_itself_keeps_nobody_else_waiting() {
        // Given: a CRM that has answered for a while.
        for (int i = 0; i < 20; i++) {
            bench.accept(P0, i, "k" + i, "n=1").tick().writeAll(bench.lastSent());
        }
        bench.accept(P0, 20, "ada", "n=1").tick();

        // When
        bench.failForNow(bench.lastSent())
                .accept(P0, 21, "bob", "n=1")
                .accept(P0, 22, "ada", "n=2")
                .tick();

        // Then: others go on, and the key that failed keeps its order.
        assertThat(contents(bench.lastSent())).containsExactly("bob:n=1");
        assertThat(bench.holds).isEmpty();
        bench.after(99);
        assertThat(bench.sent).hasSize(22);
        assertThat(contents(bench.after(1).lastSent())).containsExactly("ada:n=1");
    }

    @Test
    void several_that_fail_after_one_another_do() {
        // Given
        for (int i = 0; i < 20; i++) {
            bench.accept(P0, i, "k" + i, "n=1").tick().writeAll(bench.lastSent());
        }

        // When
        for (int i = 20; i < 25; i++) {
            bench.accept(P0, i, "k" + i, "n=1").tick();
            bench.failForNow(bench.lastSent());
        }

        // Then
        assertThat(bench.holds).isNotEmpty();
    }

    @Test
    void a_partition_that_goes_takes_along_what_waits_to_be_sent_again() {
        // Given
        for (int i = 0; i < 20; i++) {
            bench.accept(P0, i, "k" + i, "n=1").tick().writeAll(bench.lastSent());
        }
        bench.accept(P0, 20, "ada", "n=1").tick().failForNow(bench.lastSent());
        int sent = bench.sent.size();

        // When
        bench.engine.forget(Set.of(P0));

        // Then
        assertThat(bench.after(1_000).sent).hasSize(sent);
        assertThat(bench.engine.nextTickAt()).isEqualTo(SendQueue.NEVER);
    }
}
