// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.jdbc.mysql.StampHistory.Transaction;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StampHistoryTest {

    private final StampHistory history = new StampHistory();

    @Test
    void with_nothing_going_on_the_oldest_stamp_to_come_is_that_of_now() {
        assertThat(oldest(1_000, Map.of(), List.of())).isEqualTo(1_000);
    }

    @Test
    void a_statement_that_runs_stamps_its_rows_with_its_start() {
        assertThat(oldest(1_000, Map.of(7L, 900L, 8L, 800L), List.of())).isEqualTo(800);
    }

    @Test
    void at_the_first_look_a_transaction_is_as_old_as_innodb_says() {
        assertThat(oldest(1_000, Map.of(), List.of(new Transaction(7, 500, false))))
                .isEqualTo(500);
    }

    @Test
    void a_transaction_that_only_reads_counts_for_nothing_and_neither_does_its_statement() {
        assertThat(oldest(1_000, Map.of(7L, 10L), List.of(new Transaction(7, 500, true))))
                .isEqualTo(1_000);
    }

    @Test
    void a_transaction_that_is_new_has_begun_behind_the_last_look() {
        // Given
        oldest(1_000, Map.of(), List.of());

        // When, Then
        assertThat(oldest(2_000, Map.of(), List.of(new Transaction(7, 1_500, false))))
                .isEqualTo(1_000);
    }

    @Test
    void it_stays_as_old_as_it_was_found_to_be() {
        // Given
        oldest(1_000, Map.of(), List.of());
        oldest(2_000, Map.of(), List.of(new Transaction(7, 1_500, false)));

        // When, Then
        assertThat(oldest(3_000, Map.of(), List.of(new Transaction(7, 1_500, false))))
                .isEqualTo(1_000);
    }

    @Test
    void the_next_transaction_of_the_same_session_is_another_one() {
        // Given
        oldest(1_000, Map.of(), List.of());
        oldest(2_000, Map.of(), List.of(new Transaction(7, 1_500, false)));

        // When, Then
        assertThat(oldest(3_000, Map.of(), List.of(new Transaction(7, 2_500, false))))
                .isEqualTo(2_000);
    }

    @Test
    void a_transaction_whose_statement_ran_at_the_last_look_is_as_old_as_that_statement() {
        // Given: it waits for a lock on its table, and InnoDB knows nothing of it yet
        oldest(1_000, Map.of(7L, 200L), List.of());

        // When, Then
        assertThat(oldest(2_000, Map.of(), List.of(new Transaction(7, 1_500, false))))
                .isEqualTo(200);
    }

    @Test
    void what_has_ended_holds_nothing_back() {
        // Given
        oldest(1_000, Map.of(8L, 100L), List.of(new Transaction(7, 300, false)));

        // When, Then
        assertThat(oldest(2_000, Map.of(), List.of())).isEqualTo(2_000);
    }

    private long oldest(long clock, Map<Long, Long> running, List<Transaction> open) {
        return history.look(clock, running, open).values().stream()
                .min(Long::compare)
                .orElse(clock);
    }
}
