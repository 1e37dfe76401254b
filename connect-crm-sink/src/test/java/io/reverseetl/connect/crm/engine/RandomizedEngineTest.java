// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Many runs of random records, faults and rebalances against a CRM that remembers everything. Each run is checked at
 * every step; a failure names its seed, and {@code new RandomRun(seed).play()} plays it again.
 */
class RandomizedEngineTest {

    private static final int RUNS = 1_000;

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
        RandomRun.Tally tally = new RandomRun.Tally();

        // When
        for (long seed = 0; seed < 200; seed++) {
            RandomRun run = new RandomRun(seed);
            run.play();
            tally.add(run.tally());
        }

        // Then
        assertThat(tally.byKind().keySet())
                .contains(
                        "written",
                        "superseded",
                        "rejected",
                        "refused batch",
                        "failed batch",
                        "lost answer",
                        "unaccounted",
                        "retryable",
                        "rebalance",
                        "rewind",
                        "too many",
                        "breaker OPEN",
                        "crash",
                        "unchanged");
    }
}
