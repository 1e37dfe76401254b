// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import static io.reverseetl.connect.crm.engine.EngineBench.P0;
import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.crm.engine.EngineSettings.TimeoutAction;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class BackPressureTest {

    private static final String KILOBYTE = "n=" + "x".repeat(1_000);

    private final EngineBench bench =
            new EngineBench(new EngineSettings(1, 1_000_000, 0, 1, 6_000, 60_000, TimeoutAction.FAIL));

    @Test
    void above_the_limit_no_more_records_are_wanted() {
        // When
        for (int i = 0; i < 3; i++) {
            bench.accept(P0, i, "k" + i, KILOBYTE);
        }

        // Then
        assertThat(bench.engine.status().full()).isFalse();
        assertThat(bench.accept(P0, 3, "k3", KILOBYTE).engine.status().full()).isTrue();
    }

    @Test
    void they_are_wanted_again_once_half_of_the_limit_is_free() {
        // Given
        for (int i = 0; i < 4; i++) {
            bench.accept(P0, i, "k" + i, KILOBYTE);
        }
        assertThat(bench.engine.status().full()).isTrue();

        // When
        bench.tick().writeAll(bench.lastSent()).writeAll(bench.lastSent());

        // Then: the two that are left take a little more than half of the limit.
        assertThat(bench.engine.status().full()).isTrue();
        assertThat(bench.writeAll(bench.lastSent()).engine.status().full()).isFalse();
    }

    @Test
    void the_places_behind_a_record_without_an_outcome_count_too() {
        // Given
        bench.accept(P0, 0, "stuck", "n=1").tick();
        Batch stuck = bench.lastSent();

        // When
        int records = 0;
        while (!bench.engine.status().full() && records < 1_000) {
            records++;
            bench.engine.accept(List.of(new Intake.Ignored(new EngineBench.At(P0, records))));
        }

        // Then
        assertThat(bench.engine.status().unresolved()).isOne();
        assertThat(records).isLessThan(1_000);
        assertThat(bench.writeAll(stuck).engine.status().full()).isFalse();
    }

    @Test
    void a_rejected_record_counts_until_it_has_been_reported() {
        // Given
        Origin big = new Sized(P0, 0, 7_000);

        // When
        bench.engine.accept(List.of(new Intake.Unfit(big, EngineBench.invalid())));

        // Then
        assertThat(bench.engine.status().full()).isTrue();
        assertThat(bench.reportAll().engine.status().full()).isFalse();
    }

    @Test
    void what_a_partition_held_is_free_when_it_goes() {
        // Given
        for (int i = 0; i < 4; i++) {
            bench.accept(P0, i, "k" + i, KILOBYTE);
        }
        assertThat(bench.engine.status().full()).isTrue();

        // When
        bench.engine.forget(Set.of(P0));

        // Then
        assertThat(bench.engine.status().full()).isFalse();
        assertThat(bench.engine.status().unresolved()).isZero();
    }

    private record Sized(TopicPartition partition, long offset, int bytes) implements Origin {}
}
