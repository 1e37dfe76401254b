// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import static io.reverseetl.connect.crm.engine.EngineBench.P0;
import static io.reverseetl.connect.crm.engine.EngineBench.contents;
import static io.reverseetl.connect.crm.engine.EngineBench.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an engine does with what was acknowledged before. */
class StateTest {

    private final FakeState state = new FakeState();
    private EngineBench bench = new EngineBench(EngineBench.SETTINGS, state);

    @Test
    void what_the_crm_holds_already_is_not_sent() {
        // Given
        write(0, "ada", "name=1");

        // When
        bench.accept(P0, 1, "ada", "name=1").tick();

        // Then
        assertThat(bench.sent).hasSize(1);
        assertThat(bench.outcomes).containsEntry("people-0-1", "unchanged");
        assertThat(bench.offsets()).containsEntry(P0, 2L);
    }

    @Test
    void what_the_crm_held_before_a_restart_is_not_sent_either() {
        // Given
        write(0, "ada", "name=1");
        restart();

        // When
        bench.accept(P0, 1, "ada", "name=1").tick();

        // Then
        assertThat(bench.sent).isEmpty();
        assertThat(bench.outcomes).containsEntry("people-0-1", "unchanged");
    }

    @Test
    void no_offset_is_committed_past_a_fingerprint_that_is_not_stored() {
        // Given
        bench.accept(P0, 0, "ada", "name=1").tick();

        // When
        bench.writeAll(bench.lastSent());

        // Then
        assertThat(bench.offsets()).containsEntry(P0, 0L);
        assertThat(bench.engine.isOnTheWire(Set.of(P0))).isTrue();
        state.landAll();
        assertThat(bench.offsets()).containsEntry(P0, 1L);
        assertThat(bench.engine.isOnTheWire(Set.of(P0))).isFalse();
    }

    @Test
    void nothing_is_remembered_of_a_record_that_was_rejected() {
        // Given
        bench.accept(P0, 0, "ada", "name=1").tick();
        bench.answer(bench.lastSent(), Map.of("ada", rejected())).reportAll();

        // When
        bench.accept(P0, 1, "ada", "name=1").tick();

        // Then
        assertThat(bench.sent).hasSize(2);
    }

    @Test
    void a_version_is_compared_with_what_is_on_its_way_too() {
        // Given: the CRM holds 1, and may soon hold 2
        write(0, "ada", "name=1");
        bench.accept(P0, 1, "ada", "name=2").tick();

        // When
        bench.accept(P0, 2, "ada", "name=1").writeAll(bench.lastSent());

        // Then
        assertThat(contents(bench.lastSent())).containsExactly("ada:name=1");
    }

    @Test
    void a_version_whose_answer_was_lost_leaves_nothing_to_rely_on() {
        // Given: 1 is acknowledged, 2 perhaps written, and 1 comes again and takes its place
        write(0, "ada", "name=1");
        bench.accept(P0, 1, "ada", "name=2").tick();
        bench.answer(bench.lastSent(), Map.of("ada", EngineBench.retryable()));
        bench.accept(P0, 2, "ada", "name=1");
        state.landAll();
        assertThat(bench.offsets()).containsEntry(P0, 2L);

        // When
        restart();
        bench.accept(P0, 2, "ada", "name=1").tick();

        // Then
        assertThat(contents(bench.lastSent())).containsExactly("ada:name=1");
    }

    @Test
    void the_offset_of_a_superseded_version_waits_until_the_state_does_not_mislead() {
        // Given
        write(0, "ada", "name=1");
        bench.accept(P0, 1, "ada", "name=2");

        // When
        bench.accept(P0, 2, "ada", "name=3");

        // Then
        assertThat(bench.offsets()).containsEntry(P0, 1L);
        state.landAll();
        assertThat(bench.offsets()).containsEntry(P0, 2L);
    }

    @Test
    void an_object_that_is_new_to_the_state_costs_it_nothing_to_coalesce() {
        // When
        bench.accept(P0, 0, "ada", "name=1").accept(P0, 1, "ada", "name=2");

        // Then
        assertThat(bench.outcomes).containsEntry("people-0-0", "superseded");
        assertThat(bench.offsets()).containsEntry(P0, 1L);
    }

    @Test
    void a_version_older_than_what_the_crm_has_acknowledged_is_superseded() {
        // Given
        bench.engine.accept(List.of(EngineBench.write(P0, 0, "ada", "name=2", 2_000)));
        bench.tick().writeAll(bench.lastSent());
        state.landAll();

        // When
        bench.engine.accept(List.of(EngineBench.write(P0, 1, "ada", "name=1", 1_000)));
        bench.tick();

        // Then
        assertThat(bench.sent).hasSize(1);
        assertThat(bench.outcomes).containsEntry("people-0-1", "superseded");
        assertThat(bench.offsets()).containsEntry(P0, 2L);
    }

    @Test
    void a_version_of_the_same_time_or_of_none_is_not_old() {
        // Given
        bench.engine.accept(List.of(EngineBench.write(P0, 0, "ada", "name=2", 2_000)));
        bench.tick().writeAll(bench.lastSent());

        // When
        bench.engine.accept(List.of(EngineBench.write(P0, 1, "ada", "name=1", 2_000)));
        bench.tick().writeAll(bench.lastSent());
        bench.engine.accept(List.of(EngineBench.write(P0, 2, "ada", "name=3", Mark.NO_TIME)));
        bench.tick();

        // Then
        assertThat(bench.sent).hasSize(3);
    }

    private void write(long offset, String id, String fields) {
        bench.accept(P0, offset, id, fields).tick().writeAll(bench.lastSent());
        state.landAll();
    }

    private void restart() {
        state.crash(0);
        bench = new EngineBench(EngineBench.SETTINGS, state);
    }
}
