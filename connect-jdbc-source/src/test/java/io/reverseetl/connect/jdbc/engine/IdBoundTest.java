// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdBoundTest {

    private final IdBound bound = new IdBound();

    @Test
    void an_id_is_settled_once_all_transactions_began_later_than_it_was_seen() {
        // Given
        next("10", 5, 0);

        // When, Then
        assertThat(next("20", 6, 4)).isEmpty();
        assertThat(next("30", 7, 5)).isEmpty();
        assertThat(next("40", 8, 6)).contains("10");
    }

    @Test
    void the_id_seen_when_another_was_settled_is_the_next_to_wait_for() {
        // Given
        next("10", 1, 0);
        next("20", 3, 2);

        // When, Then
        assertThat(bound.isBeyond(Optional.of("10"))).isTrue();
        assertThat(next("20", 5, 4)).contains("20");
        assertThat(bound.isBeyond(Optional.of("20"))).isFalse();
    }

    @Test
    void of_an_empty_table_there_is_nothing_to_read_or_to_wait_for() {
        assertThat(next(null, 1, 0)).isEmpty();
        assertThat(next(null, 9, 8)).isEmpty();
        assertThat(bound.isBeyond(Optional.empty())).isFalse();
    }

    private Optional<String> next(String highest, int clock, int settled) {
        return bound.next(Optional.ofNullable(highest), Instant.ofEpochSecond(clock), Instant.ofEpochSecond(settled));
    }
}
