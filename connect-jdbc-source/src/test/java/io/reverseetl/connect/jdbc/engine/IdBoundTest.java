// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdBoundTest {

    private final IdBound bound = new IdBound();

    /** The clock of the look itself may be older than the id: a standby's look is one that began earlier. */
    @Test
    void an_id_has_the_date_of_the_look_behind_it() {
        // Given
        next(1, 0, "10");

        // When, Then
        assertThat(bound.isNoted()).isTrue();
        assertThat(next(5, 4, "20")).isEmpty();
        assertThat(bound.isDated()).isTrue();
    }

    @Test
    void an_id_is_settled_once_all_transactions_began_later_than_its_date() {
        // Given
        next(1, 0, "10");
        next(5, 4, "20");

        // When, Then
        assertThat(next(6, 4, "30")).isEmpty();
        assertThat(next(7, 5, "40")).isEmpty();
        assertThat(next(8, 6, "50")).contains("10");
    }

    @Test
    void the_id_seen_when_another_was_settled_is_the_next_to_wait_for() {
        // Given
        next(1, 0, "10");
        next(2, 1, "20");
        next(4, 3, "30");

        // When, Then
        next(5, 4, "40");
        assertThat(next(7, 6, "50")).contains("30");
    }

    @Test
    void without_a_higher_id_than_the_one_that_was_settled_there_is_nothing_to_wait_for() {
        // Given
        next(1, 0, "10");
        next(2, 1, "10");
        next(4, 3, "10");

        // When, Then
        assertThat(bound.isNoted()).isFalse();
        assertThat(bound.isDated()).isFalse();
        next(5, 4, "11");
        assertThat(bound.isNoted()).isTrue();
    }

    @Test
    void what_was_settled_and_not_read_is_settled_again() {
        // Given
        next(1, 0, "10");
        next(2, 1, "10");
        next(4, 3, "10");

        // When
        bound.forget();
        next(5, 4, "10");
        next(6, 5, "10");

        // Then
        assertThat(next(8, 7, "10")).contains("10");
    }

    @Test
    void of_an_empty_table_there_is_nothing_to_read_or_to_wait_for() {
        assertThat(next(1, 0, null)).isEmpty();
        assertThat(bound.isNoted()).isFalse();
    }

    private Optional<String> next(int clock, int begun, String highest) {
        return bound.next(Instant.ofEpochSecond(clock), Instant.ofEpochSecond(begun), Optional.ofNullable(highest));
    }
}
