// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import static io.reverseetl.connect.crm.engine.EngineBench.P0;
import static io.reverseetl.connect.crm.engine.EngineBench.P1;
import static io.reverseetl.connect.crm.engine.EngineBench.contents;
import static io.reverseetl.connect.crm.engine.EngineBench.rejected;
import static io.reverseetl.connect.crm.engine.EngineBench.retryable;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LanesTest {

    private final EngineBench bench = new EngineBench();

    @Test
    void a_key_has_one_write_on_its_way_at_a_time() {
        // Given
        bench.accept(P0, 0, "ada", "name=1").tick();

        // When
        bench.accept(P0, 1, "ada", "name=2").tick();

        // Then
        assertThat(bench.sent).hasSize(1);
        bench.writeAll(bench.sent.get(0));
        assertThat(contents(bench.lastSent())).containsExactly("ada:name=2");
    }

    @Test
    void other_keys_do_not_wait_for_it() {
        // Given
        bench.accept(P0, 0, "ada", "name=1").tick();

        // When
        bench.accept(P0, 1, "bob", "name=2").tick();

        // Then
        assertThat(contents(bench.lastSent())).containsExactly("bob:name=2");
    }

    @Test
    void of_the_versions_that_wait_only_the_newest_is_sent() {
        // Given
        bench.accept(P0, 0, "ada", "name=1").tick();
        bench.accept(P0, 1, "ada", "name=2").accept(P0, 2, "ada", "name=3");

        // When
        bench.writeAll(bench.sent.get(0)).writeAll(bench.sent.get(1));

        // Then
        assertThat(bench.sent).hasSize(2);
        assertThat(contents(bench.lastSent())).containsExactly("ada:name=3");
        assertThat(bench.outcomes.values()).containsExactly("superseded", "written", "written");
        assertThat(bench.offsets()).containsEntry(P0, 3L);
    }

    @Test
    void a_newer_version_that_leaves_something_out_is_laid_over_the_older() {
        // Given
        bench.accept(P0, 0, "ada", "name=1").tick();

        // When
        bench.accept(P0, 1, "ada", "name=2 city=Paris").accept(P0, 2, "ada", "name=3");
        bench.writeAll(bench.sent.get(0));

        // Then
        assertThat(contents(bench.lastSent())).containsExactly("ada:name=3 city=Paris");
    }

    @Test
    void an_older_version_that_lives_on_in_a_newer_one_holds_its_offset_until_that_is_written() {
        // Given
        bench.accept(P0, 0, "ada", "name=1 city=Paris")
                .accept(P0, 1, "ada", "name=2")
                .tick();
        assertThat(bench.offsets()).containsEntry(P0, 0L);

        // When
        bench.writeAll(bench.lastSent());

        // Then
        assertThat(bench.outcomes).containsEntry("people-0-0", "superseded").containsEntry("people-0-1", "written");
        assertThat(bench.offsets()).containsEntry(P0, 2L);
    }

    @Test
    void versions_laid_over_one_another_are_tried_one_by_one_when_the_crm_rejects_them() {
        // Given
        bench.accept(P0, 0, "ada", "name=1 city=Paris")
                .accept(P0, 1, "ada", "name=bad")
                .tick();

        // When
        bench.answer(bench.sent.get(0), Map.of("ada", rejected()));
        bench.writeAll(bench.sent.get(1));
        bench.answer(bench.sent.get(2), Map.of("ada", rejected()));

        // Then
        assertThat(contents(bench.sent.get(1))).containsExactly("ada:name=1 city=Paris");
        assertThat(contents(bench.sent.get(2))).containsExactly("ada:name=bad");
        assertThat(bench.outcomes)
                .containsEntry("people-0-0", "written")
                .containsEntry("people-0-1", EngineBench.invalid().toString());
    }

    @Test
    void what_may_have_been_written_together_is_not_taken_apart_before_what_came_later() {
        // Given: the first two may have reached the CRM, which gave no result for them.
        bench.accept(P0, 0, "ada", "name=1 city=Paris")
                .accept(P0, 1, "ada", "name=2")
                .tick();
        bench.answer(bench.sent.get(0), Map.of());
        bench.accept(P0, 2, "ada", "phone=bad").after(100);

        // When
        bench.answer(bench.sent.get(1), Map.of("ada", rejected()));

        // Then
        assertThat(contents(bench.sent.get(1))).containsExactly("ada:name=2 city=Paris phone=bad");
        assertThat(contents(bench.sent.get(2))).containsExactly("ada:name=2 city=Paris");
        assertThat(contents(bench.writeAll(bench.sent.get(2)).lastSent())).containsExactly("ada:phone=bad");
    }

    @Test
    void a_version_superseded_from_another_partition_lets_its_own_partition_go_on() {
        // Given
        bench.accept(P0, 5, "ada", "name=1");

        // When
        bench.accept(P1, 9, "ada", "name=2");

        // Then
        assertThat(bench.outcomes).containsEntry("people-0-5", "superseded");
        assertThat(bench.offsets()).containsEntry(P0, 6L).containsEntry(P1, 9L);
    }

    @Test
    void a_record_to_be_retried_gives_way_to_a_newer_version() {
        // Given
        bench.accept(P0, 0, "ada", "name=1").tick();
        bench.accept(P0, 1, "ada", "name=2");

        // When
        bench.answer(bench.sent.get(0), Map.of("ada", retryable())).after(100);

        // Then
        assertThat(bench.outcomes).containsEntry("people-0-0", "superseded");
        assertThat(contents(bench.lastSent())).containsExactly("ada:name=2");
    }

    @Test
    void after_a_rejected_version_the_next_one_is_sent() {
        // Given
        bench.accept(P0, 0, "ada", "name=bad").tick();
        bench.accept(P0, 1, "ada", "name=2");

        // When
        bench.answer(bench.sent.get(0), Map.of("ada", rejected()));

        // Then
        assertThat(contents(bench.lastSent())).containsExactly("ada:name=2");
    }

    @Test
    void two_spellings_of_an_id_that_may_be_one_to_the_crm_are_on_their_way_one_after_the_other_as_they_are() {
        // Given
        EngineBench bench = new EngineBench();
        bench.engine.accept(List.of(spelled(0, "Ada", "n=1"), spelled(1, "ADA", "n=2"), spelled(2, "ADA", "n=3")));

        // When
        bench.tick();

        // Then
        assertThat(contents(bench.lastSent())).containsExactly("Ada:n=1");
        bench.writeAll(bench.lastSent());
        assertThat(contents(bench.lastSent())).containsExactly("ADA:n=3");
        assertThat(bench.outcomes).containsEntry("people-0-1", "superseded");
    }

    private static Intake.Write spelled(long offset, String id, String fields) {
        Intake.Write write = EngineBench.write(P0, offset, id, fields);
        return new Intake.Write(
                write.origin(), write.object(), id, id.toLowerCase(Locale.ROOT), write.payload(), write.mark());
    }
}
