// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PageSizeTest {

    private static final int MEGABYTE = 1 << 20;

    @Test
    void pages_begin_small_and_grow_up_to_the_most() {
        // Given
        PageSize size = new PageSize(1000);

        // When
        List<Integer> asked = new ArrayList<>();
        for (int page = 0; page < 5; page++) {
            asked.add(size.rows());
            size.learn(List.of(row("narrow")));
        }

        // Then
        assertThat(asked).containsExactly(32, 128, 512, 1000, 1000);
    }

    @Test
    void wide_rows_make_small_pages_until_they_are_narrow_again() {
        // Given
        PageSize size = new PageSize(1000);

        // When, Then
        size.learn(List.of(row("narrow"), row("x".repeat(MEGABYTE))));
        assertThat(size.rows()).isEqualTo(4);
        size.learn(List.of(row(new byte[100 * MEGABYTE])));
        assertThat(size.rows()).isEqualTo(1);
        size.learn(List.of(row(Collections.nCopies(MEGABYTE / 8, 1L))));
        assertThat(size.rows()).isEqualTo(4);
        size.learn(List.of());
        assertThat(size.rows()).isEqualTo(4);
        size.learn(List.of(row("narrow")));
        assertThat(size.rows()).isEqualTo(16);
    }

    @Test
    void the_most_is_never_passed() {
        assertThat(new PageSize(1).rows()).isEqualTo(1);
    }

    private static Row row(Object value) {
        return new Row(new Position(Optional.empty(), Map.of("id", "1")), List.of(1L, value));
    }
}
