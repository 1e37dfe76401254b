// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import static io.reverseetl.connect.crm.engine.RandomLog.PARTITIONS;
import static io.reverseetl.connect.crm.engine.RandomLog.RECORDS;

import io.reverseetl.connect.crm.engine.EngineSettings.TimeoutAction;
import io.reverseetl.connect.crm.limit.Breaker;
import io.reverseetl.connect.crm.limit.Quota;
import io.reverseetl.connect.crm.limit.QuotaSettings;
import io.reverseetl.connect.crm.spi.QuotaReading.Window;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.TopicPartition;

/**
 * One random run: a log of two partitions is consumed by one engine after another, which pauses, rebalances, rewinds,
 * failures and restarts make lose its place, against a CRM that fails in every way it can. What must hold at any time is
 * checked at each step, the rest at the end.
 */
final class RandomRun {

    private static final int STEPS = 400;
    private static final int MOST_STEPS = 20_000;

    /** The loop wakes the engine so often even if it has asked for nothing. */
    private static final long LONGEST_SLEEP_MILLIS = 1_000;

    private final RandomGenerator random;
    private final Tally tally = new Tally();
    private final EngineSettings settings;
    /** Whether the sink remembers what the CRM holds. */
    private final boolean remembers;
    /** Whether records know when their rows were changed. */
    private final boolean timed;
    /** Whether nothing makes the consumer lose its place. */
    private final boolean steady;

    private final RandomLog log;
    private final RandomCrm crm;
    private final RandomAccounts accounts;
    private final FakeState state = new FakeState();
    private RandomWire wire;
    private Engine engine;

    private final Map<TopicPartition, Integer> position = new HashMap<>();
    private final Map<TopicPartition, Integer> committed = new HashMap<>();
    private final Set<TopicPartition> paused = new HashSet<>();
    private long now;

    RandomRun(long seed) {
        random = new SplittableRandom(seed);
        steady = random.nextBoolean();
        remembers = random.nextBoolean();
        settings = new EngineSettings(
                1 + random.nextInt(8),
                random.nextBoolean() ? 1_000_000 : 300,
                random.nextInt(20),
                1 + random.nextInt(4),
                8_000,
                random.nextBoolean() ? Long.MAX_VALUE : 1_000,
                steady || random.nextBoolean() ? TimeoutAction.REJECT : TimeoutAction.FAIL);
        timed = random.nextBoolean();
        log = RandomLog.of(new RandomLog.Style(remembers, timed), random);
        // A job that runs on while its records are sent again can be waited for only if it is remembered, and one that
        // cannot be asked about for too long makes the task fail.
        boolean makesJobs = settings.retryTimeoutMillis() == Long.MAX_VALUE && (steady || remembers);
        crm = new RandomCrm(random, tally, steady, makesJobs);
        accounts = new RandomAccounts(log, crm, tally);
        PARTITIONS.forEach(partition -> {
            position.put(partition, 0);
            committed.put(partition, 0);
        });
        int callsASecond = quota();
        wire = newWire(callsASecond);
        engine = newEngine(callsASecond);
    }

    /** Half of the engines are under a quota. */
    private int quota() {
        return random.nextBoolean() ? 5 + random.nextInt(50) : Integer.MAX_VALUE;
    }

    private RandomWire newWire(int callsASecond) {
        return new RandomWire(crm, random, tally, settings, () -> now, callsASecond);
    }

    private Engine newEngine(int callsASecond) {
        Window window = new Window(callsASecond, Duration.ofSeconds(1));
        return new Engine(
                settings,
                new Port(),
                remembers ? state : StateStore.NONE,
                accounts,
                () -> now,
                new Backoff(Duration.ofMillis(10), Duration.ofMillis(200), random),
                new Quota(new QuotaSettings(100, 0, 1, 4, Optional.of(window), OptionalInt.empty()), () -> now),
                new Breaker(1 + random.nextInt(4), Duration.ofMillis(random.nextInt(300)), () -> now));
    }

    private final class Port implements CrmPort {

        @Override
        public void send(Batch batch) {
            verify(engine.status().failure().isEmpty(), "a task that failed goes on sending");
            batch.attempts().forEach(RandomRun.this::checkNotOld);
            wire.send(batch);
        }

        @Override
        public void ask(EarlierJob job) {
            verify(engine.status().failure().isEmpty(), "a task that failed goes on asking");
            wire.ask(job);
        }
    }

    private void checkNotOld(Attempt attempt) {
        Known known = remembers && timed ? state.find(attempt.newest().mark().key()) : null;
        verify(
                known == null || known.sourceMicros() <= ((Saying) attempt.payload()).number(),
                "a version is sent that is older than what is known");
    }

    Tally tally() {
        return tally;
    }

    void play() {
        for (int step = 0; step < STEPS; step++) {
            randomStep();
            accounts.check(engine.status().safeOffsets());
        }
        finish();
        verify(engine.status().failure().isEmpty(), "the engine failed");
        accounts.checkEnd();
    }

    private void randomStep() {
        switch (random.nextInt(13)) {
            case 12 -> crm.runSomeJob();
            case 0, 1, 2 -> consume();
            case 3, 4, 5 -> wire.answerOne(engine);
            case 6 -> accounts.reportAll(engine);
            case 7 -> now += random.nextInt(100);
            case 8 -> commit();
            case 9 -> state.land(random.nextInt(5));
            case 10 -> pauseOrResume();
            default -> loseTrack();
        }
        engine.tick();
        crashIfFailed();
    }

    private void crashIfFailed() {
        if (engine.status().failure().isPresent()) {
            verify(!steady, "the engine failed");
            tally.count("failure");
            crash();
        }
    }

    /** The CRM works again, and time passes only when there is nothing else to wait for. */
    private void finish() {
        crm.calmDown();
        paused.clear();
        for (int step = 0; !isDone(); step++) {
            verify(step < MOST_STEPS, "the run does not end");
            consume();
            state.landAll();
            accounts.reportAll(engine);
            if (!wire.answerOne(engine)) {
                now = Math.max(now, Math.min(wakeUpAt(), now + LONGEST_SLEEP_MILLIS));
            }
            engine.tick();
            crashIfFailed();
            accounts.check(engine.status().safeOffsets());
        }
    }

    private boolean isDone() {
        return PARTITIONS.stream().allMatch(partition -> position.get(partition) == RECORDS)
                && engine.status().unresolved() == 0
                && wire.isEmpty();
    }

    private long wakeUpAt() {
        long next = Math.min(wire.nextAnswerAt(), engine.nextTickAt());
        verify(
                engine.status().unresolved() == 0 || next < SendQueue.NEVER,
                "records wait, and nothing will wake the engine");
        return next;
    }

    // --- the task ----------------------------------------------------------------------------------------------

    private void consume() {
        TopicPartition partition = anyPartition();
        if (!engine.status().full() && !paused.contains(partition) && state.isOpen(partition)) {
            int from = position.get(partition);
            accept(partition, from, Math.min(RECORDS, from + 1 + random.nextInt(10)));
        }
    }

    private void accept(TopicPartition partition, int from, int to) {
        List<Intake> records = log.of(partition).subList(from, to);
        records.forEach(record -> accounts.consumed(record.origin()));
        engine.accept(records);
        position.put(partition, to);
    }

    private TopicPartition anyPartition() {
        return PARTITIONS.get(random.nextInt(PARTITIONS.size()));
    }

    private void pauseOrResume() {
        TopicPartition partition = anyPartition();
        if (!paused.remove(partition)) {
            tally.count("pause");
            paused.add(partition);
        }
    }

    private void commit() {
        engine.status().safeOffsets().forEach((partition, offset) -> committed.put(partition, offset.intValue()));
    }

    /** Now and then the partition goes and comes back, the consumer is set back, or the task is started anew. */
    private void loseTrack() {
        if (steady || random.nextInt(4) > 0) {
            return;
        }
        switch (random.nextInt(4)) {
            case 0 -> crash();
            case 1 -> restart();
            case 2 -> rebalance();
            default -> rewind();
        }
    }

    /** The task dies with requests on their way, of which the CRM carries some out. */
    private void crash() {
        tally.count("crash");
        wire.cut();
        state.crash(random.nextInt(5));
        crm.forgetJobs(state.jobs());
        startAnew();
    }

    /** The task is stopped in good order: it waits for what is on its way, and what was learnt of it is stored. */
    private void restart() {
        tally.count("restart");
        engine.forget(PARTITIONS);
        wire.answerAll(engine);
        state.landAll();
        PARTITIONS.forEach(state::reload);
        startAnew();
    }

    /** The successor knows nothing of how many calls were made before. */
    private void startAnew() {
        int callsASecond = quota();
        wire = newWire(callsASecond);
        engine = newEngine(callsASecond);
        PARTITIONS.forEach(this::goBack);
    }

    /** Whoever takes over reads the state once all of it is there. */
    private void rebalance() {
        tally.count("rebalance");
        TopicPartition partition = anyPartition();
        engine.forget(Set.of(partition));
        if (crm.makesJobs()) {
            wire.answerAll(engine);
        }
        state.landAll().reload(partition);
        goBack(partition);
    }

    /** A rewind shows by the first record that comes again. */
    private void rewind() {
        tally.count("rewind");
        TopicPartition partition = anyPartition();
        int back = goBack(partition);
        if (back < RECORDS && state.isOpen(partition)) {
            accept(partition, back, back + 1);
        }
    }

    private int goBack(TopicPartition partition) {
        crm.expectRepeats();
        int back = committed.get(partition);
        position.put(partition, back);
        accounts.goBack(partition, back);
        return back;
    }

    static void verify(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
