// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import static io.reverseetl.connect.crm.engine.EngineBench.P0;
import static io.reverseetl.connect.crm.engine.EngineBench.P1;
import static io.reverseetl.connect.crm.engine.EngineBench.contents;
import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.crm.engine.EngineSettings.TimeoutAction;
import io.reverseetl.connect.crm.spi.Operation;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RemovalTest {

    private final EngineBench bench = new EngineBench(EngineBench.linger(10));

    @Test
    void a_removal_takes_the_place_of_what_waits_to_be_said_of_its_object() {
        // Given
        bench.accept(P0, 0, "ada", "a=1").accept(P0, 1, "ada", "b=1");

        // When
        bench.remove(P0, 2, "ada").after(10);

        // Then
        assertThat(contents(bench.lastSent())).containsExactly("ada:gone");
        assertThat(bench.outcomes).containsEntry("people-0-0", "superseded").containsEntry("people-0-1", "superseded");
    }

    @Test
    void what_is_said_after_a_removal_is_a_write_of_its_own_and_comes_later() {
        // Given
        bench.remove(P0, 0, "ada").accept(P0, 1, "ada", "a=1").after(10);
        assertThat(contents(bench.lastSent())).containsExactly("ada:gone");

        // When
        bench.writeAll(bench.lastSent()).after(10);

        // Then
        assertThat(contents(bench.lastSent())).containsExactly("ada:a=1");
    }

    @Test
    void writes_and_removals_go_in_requests_of_their_own() {
        // When
        bench.accept(P0, 0, "ada", "a=1")
                .remove(P0, 1, "bob")
                .accept(P0, 2, "cem", "a=1")
                .accept(P0, 3, "bob", "a=1")
                .remove(P0, 4, "cem")
                .after(10);

        // Then: of bob the removal, as what was said after it waits for that; of cem the removal only.
        assertThat(bench.sent).hasSize(2);
        assertThat(bench.sent).anySatisfy(batch -> {
            assertThat(batch.request().operation()).isEqualTo(Operation.UPSERT);
            assertThat(contents(batch)).containsExactly("ada:a=1");
        });
        assertThat(bench.sent).anySatisfy(batch -> {
            assertThat(batch.request().operation()).isEqualTo(Operation.ARCHIVE);
            assertThat(contents(batch)).containsExactlyInAnyOrder("bob:gone", "cem:gone");
        });
    }

    @Test
    void a_partition_that_goes_takes_its_removal_along_and_leaves_what_others_say() {
        // Given
        bench.accept(P1, 0, "bob", "a=1").remove(P0, 0, "ada").accept(P1, 1, "ada", "a=1");

        // When
        bench.engine.forget(Set.of(P0));
        bench.after(10);

        // Then
        assertThat(bench.sent)
                .singleElement()
                .satisfies(batch -> assertThat(contents(batch)).containsExactlyInAnyOrder("bob:a=1", "ada:a=1"));
    }

    @Test
    void the_first_removal_that_is_too_many_is_not_sent_and_the_count_begins_anew_after_the_window() {
        // Given
        EngineBench guarded = new EngineBench(new EngineSettings(
                1, 1_000_000, 0, 9, 1_000_000, 60_000, TimeoutAction.FAIL, new GuardSettings(100, 2, 1_000)));
        guarded.remove(P0, 0, "ada").remove(P0, 1, "bob").tick();
        guarded.after(1_000).remove(P0, 2, "cem").remove(P0, 3, "dan").tick();
        assertThat(guarded.failure()).isEmpty();

        // When
        guarded.remove(P0, 4, "eve").tick();

        // Then
        assertThat(guarded.failure().orElseThrow()).contains("max.deletes");
        assertThat(guarded.sent).hasSize(4);
    }
}
