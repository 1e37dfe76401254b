// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import static io.reverseetl.connect.crm.engine.EngineBench.P0;
import static io.reverseetl.connect.crm.engine.EngineBench.contents;
import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.crm.engine.EngineSettings.TimeoutAction;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BisectionTest {

    private static final int RECORDS = 100;

    private final EngineBench bench =
            new EngineBench(new EngineSettings(RECORDS, 1_000_000, 0, 1, 1_000_000, 60_000, TimeoutAction.FAIL));

    @Test
    void one_guilty_record_of_a_hundred_is_found_and_the_others_go_through() {
        // Given
        acceptHundred();

        // When
        refuseBatchesWith(Set.of("k37"));

        // Then: 1 call, and 2 for each of the 7 times that a hundred can be halved.
        assertThat(bench.sent).hasSizeLessThanOrEqualTo(1 + 2 * 7);
        assertThat(bench.outcomes)
                .hasSize(RECORDS)
                .containsEntry("people-0-37", "category=VALIDATION code=INVALID status=400");
        assertThat(bench.outcomes.values()).filteredOn("written"::equals).hasSize(RECORDS - 1);
    }

    @Test
    void several_guilty_records_are_found() {
        // Given
        acceptHundred();

        // When
        refuseBatchesWith(Set.of("k0", "k50", "k99"));

        // Then
        assertThat(bench.sent).hasSizeLessThanOrEqualTo(1 + 3 * 2 * 7);
        assertThat(bench.outcomes.values()).filteredOn("written"::equals).hasSize(RECORDS - 3);
        assertThat(bench.offsets()).containsEntry(P0, 0L);
        bench.reportAll();
        assertThat(bench.offsets()).containsEntry(P0, (long) RECORDS);
    }

    @Test
    void halves_are_sent_before_new_batches_and_keep_their_keys() {
        // Given
        bench.accept(P0, 0, "a", "n=1").accept(P0, 1, "b", "n=1").tick();
        bench.accept(P0, 2, "c", "n=1").accept(P0, 3, "a", "n=2");

        // When
        bench.refuse(bench.sent.get(0));
        bench.writeAll(bench.sent.get(1)).writeAll(bench.sent.get(2));

        // Then
        assertThat(contents(bench.sent.get(1))).containsExactly("a:n=1");
        assertThat(contents(bench.sent.get(2))).containsExactly("b:n=1");
        assertThat(contents(bench.sent.get(3))).containsExactly("c:n=1", "a:n=2");
    }

    @Test
    void a_failure_in_between_does_not_put_the_halves_together_again() {
        // Given
        bench.accept(P0, 0, "a", "n=1").accept(P0, 1, "b", "n=1").tick();
        bench.refuse(bench.sent.get(0));

        // When
        bench.failForNow(bench.sent.get(1)).after(100);

        // Then
        assertThat(bench.sent.get(2).size()).isEqualTo(1);
    }

    private void acceptHundred() {
        bench.engine.accept(IntStream.range(0, RECORDS)
                .mapToObj(i -> EngineBench.write(P0, i, "k" + i, "n=" + i))
                .toList());
        bench.tick();
    }

    private void refuseBatchesWith(Set<String> guilty) {
        for (int next = 0; next < bench.sent.size(); next++) {
            Batch batch = bench.sent.get(next);
            boolean refused = batch.attempts().stream().map(Attempt::externalId).anyMatch(guilty::contains);
            if (refused) {
                bench.refuse(batch);
            } else {
                bench.writeAll(batch);
            }
        }
    }
}
