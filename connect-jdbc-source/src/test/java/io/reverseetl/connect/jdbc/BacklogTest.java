// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BacklogTest {

    private static final Duration A_MOMENT = Duration.ofMillis(20);

    private final Backlog backlog = new Backlog(3);

    @Test
    void there_is_room_until_the_most_are_underway() throws InterruptedException {
        // Given
        backlog.handedOver(2);

        // When, Then
        assertThat(backlog.awaitRoom(A_MOMENT)).isTrue();
        backlog.handedOver(2);
        assertThat(backlog.awaitRoom(A_MOMENT)).isFalse();
    }

    @Test
    void a_page_that_is_larger_than_the_most_makes_room_when_enough_of_it_has_arrived() throws InterruptedException {
        // Given
        backlog.handedOver(5);

        // When, Then
        backlog.arrived();
        backlog.arrived();
        assertThat(backlog.awaitRoom(A_MOMENT)).isFalse();
        backlog.arrived();
        assertThat(backlog.awaitRoom(A_MOMENT)).isTrue();
    }

    @Test
    void an_arrival_ends_the_wait() {
        // Given
        backlog.handedOver(3);
        CompletableFuture<Boolean> room = CompletableFuture.supplyAsync(() -> {
            try {
                return backlog.awaitRoom(Duration.ofMinutes(5));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        // When
        backlog.arrived();

        // Then
        assertThat(room.join()).isTrue();
    }

    @Test
    void none_is_underway_once_all_have_arrived() throws InterruptedException {
        // Given
        backlog.handedOver(2);

        // When, Then
        backlog.arrived();
        assertThat(backlog.awaitNone(A_MOMENT)).isFalse();
        backlog.arrived();
        assertThat(backlog.awaitNone(A_MOMENT)).isTrue();
    }

    @Test
    void an_arrival_of_long_ago_makes_no_room() throws InterruptedException {
        // Given
        backlog.handedOver(3);
        backlog.arrived();
        backlog.handedOver(1);

        // When, Then
        assertThat(backlog.awaitRoom(A_MOMENT)).isFalse();
    }
}
