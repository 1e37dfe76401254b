// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import static io.reverseetl.connect.crm.engine.EngineBench.P0;
import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.crm.engine.EngineSettings.TimeoutAction;
import io.reverseetl.connect.crm.limit.QuotaSettings;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.QuotaReading;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.testing.crm.quota.CallQuota;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loaded tasks against an account that counts as the simulator does, in an hour of time that nobody waits for. */
class QuotaUseTest {

    private static final long FIRST_TEN_SECONDS = 10_000;
    private static final long ONE_MINUTE = 60_000;

    /** When a bench begins. */
    private long now = 1_000_000;

    private final Random random = new Random(7);
    private final PriorityQueue<Arrival> onTheWire = new PriorityQueue<>(Comparator.comparingLong(Arrival::at));
    private CallQuota account = new CallQuota(100, 0, () -> Instant.ofEpochMilli(now));
    /** Whether answers say what the limits are. */
    private boolean told = true;

    private double refusedAtRandom;
    private int mostAtATime = Integer.MAX_VALUE;
    private int atATime;
    private Optional<Duration> retryAfter = Optional.empty();
    private long granted;
    private long refused;

    @ParameterizedTest
    @CsvSource({"100, 1", "100, 2", "100, 4", "190, 1", "190, 4", "190, 8"})
    void loaded_tasks_use_the_quota_and_are_hardly_ever_refused(int limit, int tasks) {
        // Given
        account = new CallQuota(limit, 0, () -> Instant.ofEpochMilli(now));
        List<Task> all = tasks(tasks, new QuotaSettings(100, 10, tasks, 4, Optional.empty(), OptionalInt.empty()));
        run(all, FIRST_TEN_SECONDS);
        granted = 0;
        refused = 0;

        // When
        run(all, Duration.ofHours(1).toMillis());

        // Then
        double used = granted / (360.0 * limit);
        double refusals = refused / (double) (granted + refused);
        assertThat(used).isGreaterThanOrEqualTo(0.95);
        assertThat(refusals).isLessThan(0.005);
    }

    @Test
    void a_task_that_shares_the_account_with_a_stranger_takes_what_is_left_without_many_refusals() {
        // Given
        List<Task> all = tasks(1, new QuotaSettings(100, 0, 1, 4, Optional.empty(), OptionalInt.empty()));
        run(all, FIRST_TEN_SECONDS);
        granted = 0;
        refused = 0;

        // When: the stranger makes four calls a second, of the ten that there are.
        for (int second = 0; second < 600; second++) {
            for (int quarter = 0; quarter < 4; quarter++) {
                account.take();
                run(all, 250);
            }
        }

        // Then
        assertThat(granted).isGreaterThan((long) (600 * 6 * 0.8));
        assertThat(refused / (double) (granted + refused)).isLessThan(0.05);
    }

    @ParameterizedTest
    @CsvSource({"5, 1", "10, 1", "20, 1", "100, 1", "20, 2", "50, 4"})
    void a_limit_that_nobody_tells_is_found_by_few_refusals_and_shared(int callsPerSecond, int tasks) {
        // Given
        told = false;
        account = new CallQuota(callsPerSecond * 10, 0, () -> Instant.ofEpochMilli(now));
        List<Task> all = tasks(tasks, wholeAccount(tasks, 16));
        run(all, ONE_MINUTE);
        forget(all);

        // When
        run(all, 30 * ONE_MINUTE);

        // Then
        double fairShare = 30.0 * 60 * callsPerSecond / tasks;
        assertThat(refusals()).isLessThan(0.05);
        assertThat(granted).isGreaterThan((long) (0.9 * fairShare * tasks));
        assertThat(all)
                .allSatisfy(task -> assertThat(task.granted).isBetween((long) (fairShare / 2), (long) (fairShare * 2)));
    }

    @ParameterizedTest
    @CsvSource({"true, 20, 0", "false, 20, 0", "false, 50, 0", "true, 100, 0", "true, 10, 1"})
    void one_refusal_in_a_hundred_calls_leaves_the_pace_near_the_limit(
            boolean isTold, int callsPerSecond, int retryAfterSeconds) {
        // Given
        told = isTold;
        refusedAtRandom = 0.01;
        retryAfter = Optional.of(Duration.ofSeconds(retryAfterSeconds)).filter(wait -> !wait.isZero());
        account = new CallQuota(callsPerSecond * 10, 0, () -> Instant.ofEpochMilli(now));
        List<Task> all = tasks(1, wholeAccount(1, 16));
        run(all, ONE_MINUTE);
        forget(all);

        // When
        run(all, 30 * ONE_MINUTE);

        // Then
        assertThat(granted).isGreaterThan((long) (0.8 * 30 * 60 * callsPerSecond));
        assertThat(refusals()).isLessThan(0.05);
    }

    @Test
    void fewer_calls_at_a_time_than_wanted_are_found_by_few_refusals() {
        // Given: a call takes 100 ms on average, so five at a time are 50 a second.
        told = false;
        account = new CallQuota(0, 0, () -> Instant.ofEpochMilli(now));
        mostAtATime = 5;
        List<Task> all = tasks(1, wholeAccount(1, 32));
        run(all, ONE_MINUTE);
        forget(all);

        // When
        run(all, 30 * ONE_MINUTE);

        // Then: some answers come late, and chance needs room.
        assertThat(granted).isGreaterThan((long) (0.6 * 30 * 60 * 50));
        assertThat(refusals()).isLessThan(0.05);
    }

    private static QuotaSettings wholeAccount(int tasks, int maxInFlight) {
        return new QuotaSettings(100, 0, tasks, maxInFlight, Optional.empty(), OptionalInt.empty());
    }

    private void forget(List<Task> tasks) {
        granted = 0;
        refused = 0;
        tasks.forEach(task -> task.granted = 0);
    }

    private double refusals() {
        return refused / (double) (granted + refused);
    }

    @Test
    void the_reserve_of_the_day_is_left_to_others() {
        // Given
        account = new CallQuota(100, 1_000, () -> Instant.ofEpochMilli(now));
        List<Task> all = tasks(2, new QuotaSettings(100, 10, 2, 4, Optional.empty(), OptionalInt.empty()));

        // When
        run(all, Duration.ofHours(20).toMillis());

        // Then: what is asked once an hour comes out of the margin for what was on its way.
        assertThat(account.allowance().dailyRemaining()).isBetween(60, 108);
        long first = granted;
        run(all, Duration.ofHours(6).toMillis());
        assertThat(granted - first).as("calls of the next day").isGreaterThan(800);
    }

    private List<Task> tasks(int count, QuotaSettings quota) {
        List<Task> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(new Task(quota));
        }
        return all;
    }

    private void run(List<Task> tasks, long millis) {
        for (long end = now + millis; now < end; now = Math.min(end, nextMoment(tasks))) {
            while (!onTheWire.isEmpty() && onTheWire.peek().at <= now) {
                onTheWire.remove().what.run();
            }
            tasks.forEach(Task::step);
        }
    }

    /** When something happens next. */
    private long nextMoment(List<Task> tasks) {
        long next = tasks.stream().mapToLong(task -> task.wakesAt).min().orElseThrow();
        return Math.max(now + 1, onTheWire.isEmpty() ? next : Math.min(next, onTheWire.peek().at));
    }

    private record Arrival(long at, Runnable what) {}

    /** A task that always has something to send, on a thread that wakes up a little late. */
    private final class Task {

        private final EngineBench bench;
        private long nextOffset;
        private int answered;
        private long granted;
        private long wakesAt;

        private Task(QuotaSettings quota) {
            bench = new EngineBench(
                    new EngineSettings(
                            1, 1_000_000, 0, quota.maxInFlight(), 1_000_000, Long.MAX_VALUE, TimeoutAction.FAIL),
                    quota);
            bench.now = now;
        }

        private void step() {
            if (now < wakesAt) {
                return;
            }
            bench.now = now;
            while (nextOffset - answered < 100) {
                bench.accept(P0, nextOffset, "k" + nextOffset, "n=1");
                nextOffset++;
            }
            int before = bench.sent.size();
            bench.tick();
            for (int i = before; i < bench.sent.size(); i++) {
                Batch batch = bench.sent.get(i);
                onTheWire.add(new Arrival(now + 5 + random.nextInt(20), () -> arrive(batch)));
            }
            bench.sent.clear();
            wakesAt = Math.max(now + 1, Math.min(bench.engine.nextTickAt(), now + 1_000_000) + random.nextInt(4));
        }

        private void arrive(Batch batch) {
            boolean refusal = random.nextDouble() < refusedAtRandom
                    || atATime >= mostAtATime
                    || account.take().isPresent();
            countResult(refusal);
            CrmAnswer answer = new CrmAnswer(refusal ? tooMany() : allWritten(batch), reading());
            onTheWire.add(new Arrival(now + 50 + random.nextInt(100), () -> {
                answered += refusal ? 0 : 1;
                atATime -= refusal ? 0 : 1;
                bench.now = now;
                bench.engine.completed(batch, answer);
                wakesAt = now;
            }));
        }

        private void countResult(boolean refusal) {
            if (refusal) {
                refused++;
            } else {
                QuotaUseTest.this.granted++;
                granted++;
                atATime++;
            }
        }

        private QuotaReading reading() {
            if (!told) {
                return QuotaReading.NONE;
            }
            CallQuota.Allowance left = account.allowance();
            return new QuotaReading(
                    Optional.of(new QuotaReading.Window(left.windowLimit(), CallQuota.WINDOW)),
                    OptionalInt.of(left.windowRemaining()),
                    left.dailyLimit() == 0 ? OptionalLong.empty() : OptionalLong.of(left.dailyLimit()),
                    left.dailyLimit() == 0 ? OptionalLong.empty() : OptionalLong.of(left.dailyRemaining()));
        }

        private BatchOutcome allWritten(Batch batch) {
            return new BatchOutcome.PerRecord(batch.request().writes().stream()
                    .collect(Collectors.toMap(CrmWrite::externalId, write -> EngineBench.written())));
        }

        private BatchOutcome tooMany() {
            return new BatchOutcome.RetryAll(
                    retryAfter, Reason.unavailable("HTTP_429", 429, ""), BatchOutcome.RetryAll.Trouble.TOO_MANY);
        }
    }
}
