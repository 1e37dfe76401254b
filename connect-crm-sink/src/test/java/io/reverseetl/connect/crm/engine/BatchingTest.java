// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import static io.reverseetl.connect.crm.engine.EngineBench.P0;
import static io.reverseetl.connect.crm.engine.EngineBench.contents;
import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.crm.engine.EngineSettings.TimeoutAction;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchingTest {

    private static final long LINGER = 50;

    @Test
    void a_batch_closes_when_it_has_the_most_records() {
        // Given
        EngineBench bench = new EngineBench(EngineBench.linger(LINGER));

        // When
        accept(bench, 5).tick();

        // Then
        assertThat(bench.sent).hasSize(1);
        assertThat(bench.lastSent().size()).isEqualTo(4);
    }

    @Test
    void a_batch_that_is_not_full_closes_after_the_linger_of_its_first_record() {
        // Given
        EngineBench bench = new EngineBench(EngineBench.linger(LINGER));
        bench.accept(P0, 0, "ada", "name=1").tick();
        bench.after(LINGER - 1).accept(P0, 1, "bob", "name=2").tick();
        assertThat(bench.sent).isEmpty();
        assertThat(bench.engine.nextTickAt()).isEqualTo(bench.now + 1);

        // When
        bench.after(1);

        // Then
        assertThat(contents(bench.lastSent())).containsExactly("ada:name=1", "bob:name=2");
    }

    @Test
    void a_batch_closes_before_it_has_too_many_bytes() {
        // Given
        EngineBench bench =
                new EngineBench(new EngineSettings(4, 1_000, LINGER, 2, 1_000_000, 60_000, TimeoutAction.FAIL));
        String long400 = "name=" + "x".repeat(400);

        // When
        bench.accept(P0, 0, "a", long400).accept(P0, 1, "b", long400).tick();

        // Then
        assertThat(bench.lastSent().size()).isEqualTo(1);
    }

    @Test
    void a_record_that_is_too_big_for_any_batch_is_sent_alone() {
        // Given
        EngineBench bench = new EngineBench(new EngineSettings(4, 100, 0, 2, 1_000_000, 60_000, TimeoutAction.FAIL));

        // When
        bench.accept(P0, 0, "ada", "name=" + "x".repeat(400)).tick();

        // Then
        assertThat(bench.lastSent().size()).isEqualTo(1);
    }

    @Test
    void no_more_requests_are_on_their_way_than_allowed() {
        // Given
        EngineBench bench = new EngineBench();

        // When
        accept(bench, 40).tick();

        // Then
        assertThat(bench.sent).hasSize(2);
        assertThat(bench.engine.nextTickAt()).isEqualTo(SendQueue.NEVER);
        bench.writeAll(bench.sent.get(0));
        assertThat(bench.sent).hasSize(3);
    }

    @Test
    void records_are_sent_first_come_first_served() {
        // Given
        EngineBench bench = new EngineBench();

        // When
        accept(bench, 6).tick();

        // Then
        List<String> order =
                bench.sent.stream().flatMap(batch -> contents(batch).stream()).toList();
        assertThat(order).containsExactly("k0:n=0", "k1:n=1", "k2:n=2", "k3:n=3", "k4:n=4", "k5:n=5");
    }

    @Test
    void each_object_type_has_batches_of_its_own() {
        // Given
        EngineBench bench = new EngineBench();
        Intake deal = new Intake.Write(
                new EngineBench.At(P0, 1), "deals", "ada", EngineBench.Fields.of("amount=1"), Mark.NONE);

        // When
        bench.accept(P0, 0, "ada", "name=1");
        bench.engine.accept(List.of(deal));
        bench.tick();

        // Then
        assertThat(bench.sent).extracting(batch -> batch.request().object()).containsExactly("contacts", "deals");
    }

    private static EngineBench accept(EngineBench bench, int records) {
        bench.engine.accept(IntStream.range(0, records)
                .mapToObj(i -> EngineBench.write(P0, i, "k" + i, "n=" + i))
                .toList());
        return bench;
    }
}
