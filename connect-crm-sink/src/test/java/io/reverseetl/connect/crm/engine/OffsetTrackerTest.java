// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import static io.reverseetl.connect.crm.engine.EngineBench.P0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reverseetl.connect.crm.engine.EngineBench.At;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OffsetTrackerTest {

    private static final long NOW = 1_000;

    private final OffsetTracker tracker = new OffsetTracker();

    @Test
    void a_record_that_has_its_outcome_is_let_go_although_one_before_it_has_none() {
        // Given
        Slot first = tracker.open(new At(P0, 0), 100, NOW);

        // When
        WeakReference<Origin> second = openAndClose(1);

        // Then
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            System.gc();
            return second.get() == null;
        });
        assertThat(first.isOpen()).isTrue();
        assertThat(tracker.safeOffsets()).containsEntry(P0, 0L);
    }

    private WeakReference<Origin> openAndClose(long offset) {
        Slot slot = tracker.open(new At(P0, offset), 100, NOW);
        tracker.close(slot);
        return new WeakReference<>(slot.origin());
    }

    @Test
    void what_is_held_adds_up_to_nothing_when_all_is_closed() {
        // Given
        Slot first = tracker.open(new At(P0, 0), 100, NOW);
        Slot second = tracker.open(new At(P0, 1), 200, NOW);

        // When
        tracker.close(second);

        // Then
        assertThat(tracker.heldBytes()).isEqualTo(100 + 2 * OffsetTracker.PLACE_BYTES);
        tracker.close(first);
        assertThat(tracker.heldBytes()).isZero();
    }

    @Test
    void what_is_held_adds_up_to_nothing_when_the_partition_goes() {
        // Given
        tracker.open(new At(P0, 0), 100, NOW);
        tracker.close(tracker.open(new At(P0, 1), 200, NOW));

        // When
        tracker.forget(Set.of(P0));

        // Then
        assertThat(tracker.heldBytes()).isZero();
    }

    @Test
    void the_oldest_record_without_an_outcome_tells_how_long_it_has_been_here() {
        // Given
        Slot first = tracker.open(new At(P0, 0), 100, NOW);
        tracker.open(new At(P0, 1), 100, NOW + 30);
        assertThat(tracker.oldestMillis(NOW + 100)).isEqualTo(100);

        // When
        tracker.close(first);

        // Then
        assertThat(tracker.oldestMillis(NOW + 100)).isEqualTo(70);
    }
}
