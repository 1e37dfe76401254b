// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import static io.reverseetl.connect.crm.engine.EngineBench.P0;
import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.crm.limit.Breaker.State;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.Reason;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private static final long OPEN = EngineBench.BREAKER_OPEN.toMillis();

    private final EngineBench bench =
            new EngineBench(EngineBench.onTimeout(EngineSettings.TimeoutAction.REJECT, Long.MAX_VALUE));

    @Test
    void after_failures_in_a_row_the_crm_is_left_alone_and_no_more_records_are_wanted() {
        // Given
        bench.accept(P0, 0, "ada", "n=1").tick();

        // When
        failUntilOpen();

        // Then
        assertThat(bench.breaker).containsExactly(State.OPEN);
        assertThat(bench.engine.status().full()).isTrue();
        int sent = bench.sent.size();
        assertThat(bench.after(OPEN - 1).sent).hasSize(sent);
    }

    @Test
    void then_one_request_finds_out_that_it_is_back() {
        // Given
        bench.accept(P0, 0, "ada", "n=1").accept(P0, 1, "bob", "n=1").tick();
        failUntilOpen();
        bench.accept(P0, 2, "cem", "n=1").accept(P0, 3, "dan", "n=1").accept(P0, 4, "eve", "n=1");
        int sent = bench.sent.size();
        assertThat(bench.after(OPEN).sent).hasSize(sent + 1);

        // When
        bench.writeAll(bench.lastSent());

        // Then
        assertThat(bench.breaker).containsExactly(State.OPEN, State.HALF_OPEN, State.CLOSED);
        assertThat(bench.engine.status().full()).isFalse();
        assertThat(bench.sent).hasSize(sent + 2);
    }

    @Test
    void if_that_one_fails_too_the_wait_begins_anew() {
        // Given
        bench.accept(P0, 0, "ada", "n=1").tick();
        failUntilOpen();
        bench.after(OPEN);

        // When
        bench.failForNow(bench.lastSent());

        // Then
        int sent = bench.sent.size();
        assertThat(bench.after(OPEN - 1).sent).hasSize(sent);
        assertThat(bench.after(1).sent).hasSize(sent + 1);
    }

    @Test
    void a_crm_that_answers_too_many_requests_is_not_down() {
        // Given
        bench.accept(P0, 0, "ada", "n=1").tick();

        // When
        for (int i = 0; i < 2 * EngineBench.BREAKER_FAILURES; i++) {
            bench.complete(bench.lastSent(), tooMany()).after(60_000);
        }

        // Then
        assertThat(bench.breaker).isEmpty();
    }

    @Test
    void an_answer_in_between_begins_the_count_anew() {
        // Given
        bench.accept(P0, 0, "ada", "n=1").tick();
        for (int i = 0; i < EngineBench.BREAKER_FAILURES - 1; i++) {
            bench.failForNow(bench.lastSent()).after(10_000);
        }
        bench.writeAll(bench.lastSent()).accept(P0, 1, "bob", "n=1").tick();

        // When
        bench.failForNow(bench.lastSent());

        // Then
        assertThat(bench.breaker).isEmpty();
    }

    private void failUntilOpen() {
        for (int i = 0; i < EngineBench.BREAKER_FAILURES; i++) {
            // The longest backoff, so that the batch is on its way again.
            bench.after(10_000).failForNow(bench.lastSent());
        }
    }

    private static CrmAnswer tooMany() {
        return CrmAnswer.of(new BatchOutcome.RetryAll(
                Optional.empty(), Reason.unavailable("HTTP_429", 429, ""), BatchOutcome.RetryAll.Trouble.TOO_MANY));
    }
}
