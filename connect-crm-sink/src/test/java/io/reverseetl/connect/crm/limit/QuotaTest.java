// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.crm.spi.QuotaReading;
import io.reverseetl.connect.crm.spi.QuotaReading.Window;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class QuotaTest {

    private static final Window HUNDRED = new Window(100, Duration.ofSeconds(10));

    private long now = 5_000;

    @Test
    void as_long_as_no_limit_is_known_there_is_none() {
        // Given
        Quota quota = quota(QuotaSettings.wholeAccount());

        // When
        quota.spend(1_000);

        // Then
        assertThat(quota.waitMillis()).isZero();
    }

    @Test
    void a_window_that_the_crm_tells_sets_the_pace() {
        // Given
        Quota quota = quota(QuotaSettings.wholeAccount());

        // When
        quota.learn(reading(HUNDRED));

        // Then
        assertThat(callsWithin(quota, 100_000)).isBetween(965, 975);
    }

    @Test
    void a_task_takes_its_part_of_the_connectors_share() {
        // Given
        Quota quota = quota(new QuotaSettings(50, 0, 5, 4, Optional.empty(), OptionalInt.empty()));

        // When
        quota.learn(reading(new Window(1_000, Duration.ofSeconds(10))));

        // Then: 100 in ten seconds.
        assertThat(callsWithin(quota, 100_000)).isBetween(965, 975);
    }

    @Test
    void what_the_config_says_holds_if_it_is_less() {
        // Given
        Quota quota = quota(new QuotaSettings(100, 0, 1, 4, Optional.of(HUNDRED), OptionalInt.empty()));

        // When
        quota.learn(reading(new Window(1_000, Duration.ofSeconds(10))));

        // Then
        assertThat(callsWithin(quota, 100_000)).isBetween(965, 975);
    }

    @Test
    void each_refusal_takes_a_twentieth_off_the_pace_and_calls_in_a_row_restore_it_faster_and_faster() {
        // Given
        Quota quota = quota(QuotaSettings.wholeAccount());
        quota.learn(reading(HUNDRED));
        callsWithin(quota, 100_000);

        // When
        quota.throttled();
        quota.throttled();

        // Then
        assertThat(callsWithin(quota, 10_000)).isBetween(86, 89);
        succeed(quota, 45);
        assertThat(callsWithin(quota, 10_000)).isBetween(91, 94);
        succeed(quota, 20);
        assertThat(callsWithin(quota, 10_000)).isBetween(96, 98);
    }

    @Test
    void a_refusal_ends_the_row() {
        // Given
        Quota quota = quota(QuotaSettings.wholeAccount());
        quota.learn(reading(HUNDRED));
        quota.throttled();
        quota.throttled();
        succeed(quota, 40);

        // When
        quota.throttled();
        succeed(quota, 10);

        // Then
        assertThat(callsWithin(quota, 10_000)).isBetween(87, 91);
    }

    @Test
    void without_a_known_limit_a_refusal_lowers_the_pace_from_what_the_busiest_second_had() {
        // Given
        Quota quota = quota(QuotaSettings.wholeAccount());
        for (int second = 0; second < 5; second++) {
            quota.spend(40);
            now += 500;
            quota.spend(60);
            now += 500;
        }
        now += 60_000;
        quota.spend(1);

        // When
        quota.throttled();

        // Then
        assertThat(callsWithin(quota, 10_000)).isBetween(948, 952);
    }

    @Test
    void a_refusal_when_there_were_few_calls_does_not_make_those_after_it_crawl() {
        // Given
        Quota quota = quota(QuotaSettings.wholeAccount());
        now += 9_000;
        quota.spend(1);

        // When
        quota.throttled();

        // Then
        assertThat(callsWithin(quota, 10_000)).isBetween(94, 97);
    }

    @Test
    void a_pace_that_nobody_limits_any_more_is_none() {
        // Given
        Quota quota = quota(QuotaSettings.wholeAccount());
        quota.throttled();

        // When
        succeed(quota, 10_000);

        // Then
        quota.spend(1_000_000);
        assertThat(quota.waitMillis()).isZero();
    }

    @Test
    void a_window_that_no_client_can_use_up_limits_nothing() {
        // Given
        Quota quota = quota(QuotaSettings.wholeAccount());

        // When
        quota.learn(reading(new Window(Integer.MAX_VALUE, Duration.ofMillis(1))));

        // Then
        quota.spend(1_000_000);
        assertThat(quota.waitMillis()).isZero();
    }

    @Test
    void a_window_that_others_have_used_up_slows_us_down_before_calls_are_refused() {
        // Given
        Quota quota = quota(QuotaSettings.wholeAccount());
        quota.learn(reading(HUNDRED));
        callsWithin(quota, 100_000);

        // When
        quota.learn(
                new QuotaReading(Optional.of(HUNDRED), OptionalInt.of(0), OptionalLong.empty(), OptionalLong.empty()));

        // Then
        assertThat(callsWithin(quota, 10_000)).isBetween(91, 94);
    }

    @Test
    void the_last_calls_of_the_day_are_left_to_others() {
        // Given
        Quota quota = quota(new QuotaSettings(100, 10, 2, 4, Optional.empty(), OptionalInt.empty()));

        // When, then: a tenth of them, and what two tasks may have on their way.
        assertThat(quota.learn(today(1_000, 109))).isFalse();
        assertThat(quota.leftToday()).hasValue(1);
        assertThat(quota.perDay()).hasValue(1_000 - 100 - 8);
        assertThat(quota.learn(today(1_000, 108))).isTrue();
        assertThat(quota.learn(today(1_000, 107))).isTrue();
        assertThat(quota.leftToday()).hasValue(0);
    }

    @Test
    void a_task_counts_the_calls_of_the_day_itself_if_the_crm_does_not_say() {
        // Given
        Quota quota = quota(new QuotaSettings(100, 10, 2, 4, Optional.empty(), OptionalInt.of(1_000)));

        // When
        quota.spend(450);

        // Then
        assertThat(quota.waitMillis()).isEqualTo(Duration.ofDays(1).toMillis());
        assertThat(quota.leftToday()).hasValue(0);
        assertThat(quota.perDay()).hasValue(450);
    }

    private static void succeed(Quota quota, int calls) {
        for (int call = 0; call < calls; call++) {
            quota.succeeded();
        }
    }

    private Quota quota(QuotaSettings settings) {
        return new Quota(settings, () -> now);
    }

    private static QuotaReading reading(Window window) {
        return new QuotaReading(Optional.of(window), OptionalInt.empty(), OptionalLong.empty(), OptionalLong.empty());
    }

    private static QuotaReading today(long limit, long remaining) {
        return new QuotaReading(
                Optional.empty(), OptionalInt.empty(), OptionalLong.of(limit), OptionalLong.of(remaining));
    }

    private int callsWithin(Quota quota, long millis) {
        int calls = 0;
        for (long end = now + millis; now < end; now++) {
            if (quota.waitMillis() == 0) {
                quota.spend(1);
                calls++;
            }
        }
        return calls;
    }
}
