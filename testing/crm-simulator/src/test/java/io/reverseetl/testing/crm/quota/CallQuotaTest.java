// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.testing.crm.quota.CallQuota.Allowance;
import io.reverseetl.testing.crm.quota.CallQuota.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CallQuotaTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T23:59:00Z"));

    @Test
    void the_window_rolls_call_by_call() {
        // Given
        CallQuota quota = new CallQuota(2, 0, now::get);
        quota.take();
        pass(Duration.ofSeconds(6));
        quota.take();
        pass(Duration.ofMillis(3_999));
        assertThat(quota.take()).contains(Limit.WINDOW);

        // When
        pass(Duration.ofMillis(1));

        // Then
        assertThat(quota.take()).isEmpty();
        assertThat(quota.take()).contains(Limit.WINDOW);
    }

    @Test
    void the_day_ends_at_midnight_utc() {
        // Given
        CallQuota quota = new CallQuota(0, 1, now::get);
        quota.take();
        pass(Duration.ofSeconds(59));
        assertThat(quota.take()).contains(Limit.DAY);

        // When
        pass(Duration.ofSeconds(1));

        // Then
        assertThat(quota.take()).isEmpty();
    }

    @Test
    void a_refused_call_costs_nothing() {
        // Given
        CallQuota quota = new CallQuota(1, 10, now::get);
        quota.take();

        // When
        quota.take();

        // Then
        assertThat(quota.allowance()).isEqualTo(new Allowance(1, 0, 10, 9));
    }

    @Test
    void what_is_left_grows_again_without_calls() {
        // Given
        CallQuota quota = new CallQuota(3, 10, now::get);
        quota.take();
        assertThat(quota.allowance()).isEqualTo(new Allowance(3, 2, 10, 9));

        // When
        pass(Duration.ofSeconds(10));

        // Then
        assertThat(quota.allowance()).isEqualTo(new Allowance(3, 3, 10, 9));
    }

    @Test
    void without_limits_every_call_is_granted() {
        // Given
        CallQuota quota = new CallQuota(0, 0, now::get);

        // When
        for (int i = 0; i < 1_000; i++) {
            assertThat(quota.take()).isEmpty();
        }

        // Then
        assertThat(quota.allowance()).isEqualTo(new Allowance(0, 0, 0, 0));
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }
}
