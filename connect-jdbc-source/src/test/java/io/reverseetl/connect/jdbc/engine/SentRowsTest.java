// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.Row;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SentRowsTest {

    private final SentRows sent = new SentRows(2);

    @Test
    void a_version_is_known_in_its_look_and_in_the_next() {
        // Given
        sent.remember(List.of(row("1", "a")));

        // When
        List<Row> sameLook = sent.unsent(List.of(row("1", "a"), row("2", "a")));
        sent.nextLook();
        List<Row> nextLook = sent.unsent(List.of(row("1", "a"), row("2", "a")));

        // Then
        assertThat(sameLook).containsExactly(row("2", "a"));
        assertThat(nextLook).containsExactly(row("2", "a"));
    }

    @Test
    void what_is_not_read_again_is_forgotten() {
        // Given
        sent.remember(List.of(row("1", "a")));
        sent.nextLook();

        // When
        sent.nextLook();

        // Then
        assertThat(sent.unsent(List.of(row("1", "a")))).hasSize(1);
    }

    @Test
    void when_a_look_begins_anew_nothing_is_forgotten() {
        // Given
        sent.remember(List.of(row("1", "a"), row("2", "a")));
        sent.nextLook();
        sent.remember(List.of(row("1", "b")));

        // When
        sent.beginAgain();
        sent.nextLook();

        // Then
        assertThat(sent.unsent(List.of(row("1", "b"), row("2", "a"), row("1", "a"))))
                .containsExactly(row("1", "a"));
    }

    @Test
    void of_a_key_the_last_version_counts() {
        // Given
        sent.remember(List.of(row("1", "a")));
        sent.nextLook();
        sent.remember(List.of(row("1", "b")));

        // When
        List<Row> unsent = sent.unsent(List.of(row("1", "a"), row("1", "b")));

        // Then
        assertThat(unsent).containsExactly(row("1", "a"));
    }

    @Test
    void it_is_full_when_it_holds_as_many_keys_as_it_may() {
        // Given
        sent.remember(List.of(row("1", "a"), row("1", "b")));
        boolean one = sent.isFull();

        // When
        sent.remember(List.of(row("2", "a")));

        // Then
        assertThat(one).isFalse();
        assertThat(sent.isFull()).isTrue();
    }

    private static Row row(String id, String timestamp) {
        return new Row(new Position(Optional.of(timestamp), Map.of("id", id)), List.of());
    }
}
