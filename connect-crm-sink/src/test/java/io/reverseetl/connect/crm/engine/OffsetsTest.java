// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import static io.reverseetl.connect.crm.engine.EngineBench.P0;
import static io.reverseetl.connect.crm.engine.EngineBench.P1;
import static io.reverseetl.connect.crm.engine.EngineBench.contents;
import static io.reverseetl.connect.crm.engine.EngineBench.rejected;
import static io.reverseetl.connect.crm.engine.EngineBench.written;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OffsetsTest {

    private final EngineBench bench = new EngineBench();

    @Test
    void nothing_is_committed_past_a_record_without_an_outcome() {
        // Given
        bench.accept(P0, 10, "ada", "n=1").tick();
        bench.accept(P0, 11, "bob", "n=1").tick();

        // When
        bench.writeAll(bench.sent.get(1));

        // Then
        assertThat(bench.offsets()).containsEntry(P0, 10L);
        assertThat(bench.writeAll(bench.sent.get(0)).offsets()).containsEntry(P0, 12L);
    }

    @Test
    void offsets_may_have_gaps() {
        // Given
        bench.accept(P0, 10, "ada", "n=1").accept(P0, 17, "bob", "n=1").tick();

        // When
        bench.answer(bench.lastSent(), Map.of("ada", written()));

        // Then
        assertThat(bench.offsets()).containsEntry(P0, 17L);
    }

    @Test
    void partitions_do_not_hold_each_other() {
        // Given
        bench.accept(P0, 0, "ada", "n=1").tick();
        bench.accept(P1, 0, "bob", "n=1").tick();

        // When
        bench.writeAll(bench.sent.get(1));

        // Then
        assertThat(bench.offsets()).containsEntry(P0, 0L).containsEntry(P1, 1L);
    }

    @Test
    void a_rejected_record_holds_its_offset_until_it_has_been_reported() {
        // Given
        bench.accept(P0, 0, "ada", "n=1").tick();

        // When
        bench.answer(bench.lastSent(), Map.of("ada", rejected()));

        // Then
        assertThat(bench.offsets()).containsEntry(P0, 0L);
        assertThat(bench.reportAll().offsets()).containsEntry(P0, 1L);
    }

    @Test
    void a_record_that_needs_no_write_lets_its_offset_go() {
        // Given
        Intake ignored = new Intake.Ignored(new EngineBench.At(P0, 4));

        // When
        bench.engine.accept(List.of(ignored));

        // Then
        assertThat(bench.offsets()).containsEntry(P0, 5L);
        assertThat(bench.outcomes).containsEntry("people-0-4", "ignored");
    }

    @Test
    void a_partition_that_goes_takes_its_waiting_records_along() {
        // Given
        bench.accept(P0, 0, "ada", "n=1").accept(P1, 0, "bob", "n=1");

        // When
        bench.engine.forget(Set.of(P0));
        bench.tick();

        // Then
        assertThat(contents(bench.lastSent())).containsExactly("bob:n=1");
        assertThat(bench.offsets()).containsOnlyKeys(P1);
    }

    @Test
    void a_late_answer_for_a_partition_that_has_come_back_resolves_nothing() {
        // Given
        bench.accept(P0, 0, "ada", "n=1").tick();
        bench.engine.forget(Set.of(P0));
        bench.accept(P0, 0, "ada", "n=1").tick();

        // When
        bench.writeAll(bench.sent.get(0));

        // Then
        assertThat(bench.offsets()).containsEntry(P0, 0L);
        assertThat(bench.writeAll(bench.sent.get(1)).offsets()).containsEntry(P0, 1L);
    }

    @Test
    void a_key_whose_request_is_on_the_wire_stays_busy_though_its_partition_has_gone() {
        // Given
        bench.accept(P0, 0, "ada", "n=1").tick();
        bench.engine.forget(Set.of(P0));

        // When
        bench.accept(P0, 0, "ada", "n=1").tick();

        // Then
        assertThat(bench.sent).hasSize(1);
        assertThat(bench.engine.isOnTheWire(Set.of(P0))).isTrue();
        bench.writeAll(bench.sent.get(0));
        assertThat(bench.sent).hasSize(2);
    }

    @Test
    void what_failed_on_the_wire_is_not_sent_again_for_a_partition_that_has_gone() {
        // Given
        bench.accept(P0, 0, "ada", "n=1").accept(P1, 0, "bob", "n=1").tick();
        bench.failForNow(bench.sent.get(0));

        // When
        bench.engine.forget(Set.of(P0));
        bench.after(100);

        // Then
        assertThat(contents(bench.lastSent())).containsExactly("bob:n=1");
        assertThat(bench.accept(P0, 0, "ada", "n=2").tick().sent).hasSize(2);
        assertThat(contents(bench.writeAll(bench.lastSent()).lastSent())).containsExactly("ada:n=2");
    }

    @Test
    void of_versions_laid_over_one_another_those_of_a_partition_that_has_gone_are_left_out() {
        // Given
        bench.accept(P0, 0, "ada", "city=Paris n=1").accept(P1, 0, "ada", "n=2").tick();
        bench.failForNow(bench.sent.get(0));

        // When
        bench.engine.forget(Set.of(P1));
        bench.after(100);

        // Then
        assertThat(contents(bench.lastSent())).containsExactly("ada:city=Paris n=1");
        assertThat(bench.writeAll(bench.lastSent()).outcomes).containsExactly(Map.entry("people-0-0", "written"));
    }

    @Test
    void a_consumer_that_is_set_back_begins_anew() {
        // Given
        bench.accept(P0, 5, "ada", "n=1").accept(P0, 6, "bob", "n=1").tick();
        bench.answer(bench.sent.get(0), Map.of("ada", written()));
        assertThat(bench.offsets()).containsEntry(P0, 6L);
        bench.outcomes.clear();

        // When
        bench.accept(P0, 5, "ada", "n=1");

        // Then
        assertThat(bench.offsets()).containsEntry(P0, 5L);
        bench.tick().writeAll(bench.lastSent());
        assertThat(bench.outcomes).containsExactly(Map.entry("people-0-5", "written"));
        assertThat(bench.offsets()).containsEntry(P0, 6L);
    }

    @Test
    void a_rejection_of_a_partition_that_has_gone_is_nobodys_business() {
        // Given
        bench.accept(P0, 0, "ada", "n=1").tick();

        // When
        bench.engine.forget(Set.of(P0));
        bench.answer(bench.sent.get(0), Map.of("ada", rejected()));

        // Then
        assertThat(bench.unreported).isEmpty();
    }
}
