// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import static io.reverseetl.connect.crm.engine.EngineBench.P0;
import static io.reverseetl.connect.crm.engine.EngineBench.contents;
import static io.reverseetl.connect.crm.engine.EngineBench.written;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class UnaccountedTest {

    private final EngineBench bench = new EngineBench();

    @Test
    void a_record_without_a_result_is_sent_again() {
        // Given
        bench.accept(P0, 0, "ada", "n=1").accept(P0, 1, "bob", "n=1").tick();

        // When
        bench.answer(bench.lastSent(), Map.of("ada", written())).after(100);

        // Then
        assertThat(contents(bench.lastSent())).containsExactly("bob:n=1");
        assertThat(bench.writeAll(bench.lastSent()).outcomes).containsEntry("people-0-1", "written");
    }

    @Test
    void without_a_result_twice_it_is_rejected_and_never_counts_as_written() {
        // Given
        bench.accept(P0, 0, "ada", "n=1").accept(P0, 1, "bob", "n=1").tick();
        bench.answer(bench.lastSent(), Map.of("ada", written()));
        bench.accept(P0, 2, "cyd", "n=1").after(100);
        assertThat(contents(bench.lastSent())).containsExactly("cyd:n=1", "bob:n=1");

        // When
        bench.answer(bench.lastSent(), Map.of("cyd", written())).after(100_000);

        // Then
        assertThat(bench.outcomes.get("people-0-1")).startsWith("category=UNACCOUNTED");
        assertThat(bench.offsets()).containsEntry(P0, 1L);
        assertThat(bench.reportAll().offsets()).containsEntry(P0, 3L);
    }

    @Test
    void when_nothing_is_accounted_for_the_crm_is_to_blame_and_no_record_is_rejected() {
        // Given
        bench.accept(P0, 0, "ada", "n=1").accept(P0, 1, "bob", "n=1").tick();

        // When
        for (int answer = 0; answer < 3; answer++) {
            bench.failForNow(bench.lastSent()).after(1_000);
        }

        // Then
        assertThat(contents(bench.lastSent())).containsExactly("ada:n=1", "bob:n=1");
        assertThat(bench.outcomes).isEmpty();
        assertThat(bench.writeAll(bench.lastSent()).offsets()).containsEntry(P0, 2L);
    }

    @Test
    void results_for_records_that_were_not_sent_are_of_no_account() {
        // Given
        bench.accept(P0, 0, "ada", "n=1").tick();

        // When
        bench.answer(bench.lastSent(), Map.of("somebody", written()));

        // Then
        assertThat(bench.outcomes).isEmpty();
    }
}
