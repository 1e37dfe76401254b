// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WakesTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    /** The database's clock need not be ours. */
    private static final Duration AHEAD = Duration.ofMinutes(3);

    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final Duration MARGIN = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMinutes(1);

    private final Wakes wakes = new Wakes();

    @Test
    void whoever_was_not_woken_looks_each_poll_interval() {
        // When
        look(NOW, MARGIN);

        // Then
        assertThat(wakes.nextLook(NOW, POLL)).isEqualTo(NOW.plus(POLL));
    }

    @Test
    void a_wake_asks_for_a_look_at_once_but_not_for_two_within_the_pause() {
        // Given
        assertThat(wakes.wake(NOW)).isEqualTo(NOW);
        look(NOW, MARGIN);

        // When
        Instant again = wakes.wake(NOW.plusMillis(3));

        // Then
        assertThat(again).isEqualTo(NOW.plus(PAUSE));
    }

    @Test
    void what_the_margin_holds_back_is_looked_for_when_the_margin_has_passed_and_then_no_more() {
        // Given
        wakes.wake(NOW);
        look(NOW, MARGIN);

        // When
        Instant second = wakes.nextLook(NOW.plusMillis(4), POLL);
        look(second, MARGIN);

        // Then
        assertThat(second).isEqualTo(NOW.plus(MARGIN));
        assertThat(wakes.nextLook(second, POLL)).isEqualTo(second.plus(POLL));
    }

    @Test
    void a_wake_while_a_look_is_made_needs_another() {
        // Given
        wakes.wake(NOW);
        look(NOW, Duration.ZERO);

        // When
        wakes.wake(NOW.plusMillis(2));

        // Then
        assertThat(wakes.nextLook(NOW.plusMillis(3), POLL)).isEqualTo(NOW.plus(PAUSE));
    }

    @Test
    void a_look_whose_question_was_asked_before_the_wake_does_not_answer_it() {
        // Given
        wakes.wake(NOW);

        // When: a standby was waited for
        wakes.look(NOW.plusMillis(30), NOW.minusMillis(5), clock(NOW), Duration.ZERO, clock(NOW));

        // Then
        assertThat(wakes.nextLook(NOW.plusMillis(31), POLL)).isEqualTo(NOW.plusMillis(35));
    }

    @Test
    void what_a_transaction_holds_back_is_looked_for_ever_more_seldom() {
        // Given
        Instant held = clock(NOW.minusSeconds(1));
        wakes.wake(NOW);
        wakes.look(NOW, NOW, clock(NOW), Duration.ZERO, held);
        assertThat(wakes.nextLook(NOW, POLL)).isEqualTo(NOW.plus(PAUSE));

        // When
        Instant later = NOW.plusSeconds(20);
        wakes.look(later, later, clock(later), Duration.ZERO, held);

        // Then
        assertThat(wakes.nextLook(later, POLL)).isEqualTo(later.plusSeconds(2));
    }

    @Test
    void a_hold_of_hours_waits_no_longer_than_the_poll_interval() {
        // Given
        Instant held = clock(NOW.minusSeconds(1));
        wakes.wake(NOW);
        wakes.look(NOW, NOW, clock(NOW), Duration.ZERO, held);

        // When
        Instant later = NOW.plusSeconds(36_000);
        wakes.look(later, later, clock(later), Duration.ZERO, held);

        // Then
        assertThat(wakes.nextLook(later, POLL)).isEqualTo(later.plus(POLL));
    }

    @Test
    void many_wakes_under_one_hold_are_remembered_in_bounds_and_the_last_is_not_lost() {
        // Given
        Instant held = clock(NOW.minusSeconds(1));
        Instant at = NOW;
        for (int wake = 0; wake < 1_000; wake++) {
            at = at.plusMillis(20);
            wakes.wake(at);
            wakes.look(at, at, clock(at), Duration.ZERO, held);
        }

        // When: all but the last are let go
        Instant later = at.plusSeconds(1);
        wakes.look(later, later, clock(later), Duration.ZERO, clock(at).minusMillis(1));

        // Then
        assertThat(wakes.nextLook(later, POLL)).isBefore(later.plus(POLL));
        wakes.look(later, later, clock(later), Duration.ZERO, clock(at));
        assertThat(wakes.nextLook(later, POLL)).isEqualTo(later.plus(POLL));
    }

    private void look(Instant now, Duration margin) {
        wakes.look(now, now, clock(now), margin, clock(now).minus(margin));
    }

    private static Instant clock(Instant ours) {
        return ours.plus(AHEAD);
    }
}
