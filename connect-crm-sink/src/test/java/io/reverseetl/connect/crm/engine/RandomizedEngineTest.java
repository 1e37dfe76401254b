// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Many runs of random records, faults and rebalances against a CRM that remembers everything. Each run is checked at
 * every step; a failure names its seed, and {@code new RandomRun(seed).play()} plays it again.
 */
class RandomizedEngineTest {

    private static final int RUNS = 3_000;

    @Test
    void whatever_happens_every_record_has_one_outcome_and_no_object_goes_back_in_time() {
        long firstSeed = Long.getLong("random.seed", System.nanoTime());
        for (long seed = firstSeed; seed < firstSeed + RUNS; seed++) {
            try {
                new RandomRun(seed).play();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("Run again with -Drandom.seed=" + seed, e);
            }
        }
    }

    @Test
    void the_runs_do_meet_what_they_are_for() {
        // Given
        Tally tally = new Tally();

        // When
        for (long seed = 0; seed < 200; seed++) {
            RandomRun run = new RandomRun(seed);
            run.play();
            tally.add(run.tally());
        }

        // Then
        assertThat(tally.byKind().keySet())
                .contains("written", "unchanged", "superseded", "ignored", "rejected")
                .contains("reset_before", "reset_after", "reset_midway", "garbage", "wrong_answer", "late answer")
                .contains("unavailable", "unavailable_with_wait", "too_many", "too_many_with_wait")
                .contains("refused batch", "some_later", "some_unaccounted", "breaker OPEN", "breaker HALF_OPEN")
                .contains("job", "job to be started", "earlier job")
                .contains("pause", "rebalance", "rewind", "restart", "crash", "failure");
    }
}
