// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import io.reverseetl.connect.crm.engine.EngineBench.Fields;
import io.reverseetl.connect.crm.engine.EngineSettings.TimeoutAction;
import io.reverseetl.connect.crm.limit.Breaker;
import io.reverseetl.connect.crm.limit.Quota;
import io.reverseetl.connect.crm.limit.QuotaSettings;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.QuotaReading.Window;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.crm.spi.WriteResult;
import io.reverseetl.connect.crm.spi.WriteResult.Written;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * One random run: a log of two partitions is consumed by one engine after another, which rebalances and rewinds make
 * lose its place, against a CRM that fails in every way it can. A field's value is the number of the record that it
 * came from, so that going back in time shows.
 */
final class RandomRun {

    /** No record says anything but a number; one that the CRM can never take says this. */
    private static final String POISON = "bad";

    private static final List<TopicPartition> PARTITIONS = List.of(EngineBench.P0, EngineBench.P1);
    private static final int RECORDS = 60;
    private static final int MOST_STEPS = 20_000;

    private final Random random;
    private final EngineSettings settings;
    private final FakeState state = new FakeState();
    /** Whether the sink remembers: then records often say again what was said before. */
    private final boolean remembers;

    private Engine engine;
    private final Map<TopicPartition, List<Intake.Write>> log = new HashMap<>();
    private final Map<TopicPartition, Integer> position = new HashMap<>();
    private final Map<TopicPartition, Integer> committed = new HashMap<>();
    private final Map<String, String> outcomes = new HashMap<>();
    private final List<Slot> unreported = new ArrayList<>();
    private final List<Batch> onTheWire = new ArrayList<>();
    /** What the CRM holds: by object and field, the number of the record that said it. */
    private final Map<String, Map<String, Integer>> crm = new HashMap<>();

    /** What the CRM has said that it holds. */
    private final Map<String, Map<String, Integer>> acknowledged = new HashMap<>();

    private final Deque<Long> sentAt = new ArrayDeque<>();
    private int callsASecond;
    /** The offset of each object's newest version that has ever been consumed. */
    private final Map<String, Long> newest = new HashMap<>();

    private final Tally tally = new Tally();
    private final boolean steady;
    private boolean setBack;
    private boolean calm;
    private long now;

    RandomRun(long seed) {
        random = new Random(seed);
        settings = new EngineSettings(
                1 + random.nextInt(8),
                random.nextBoolean() ? 1_000_000 : 300,
                random.nextInt(20),
                1 + random.nextInt(4),
                8_000,
                random.nextBoolean() ? Long.MAX_VALUE : 1_000,
                TimeoutAction.REJECT);
        steady = random.nextBoolean();
        remembers = random.nextBoolean();
        engine = newEngine();
        PARTITIONS.forEach(this::fill);
    }

    private Engine newEngine() {
        Backoff backoff = new Backoff(Duration.ofMillis(10), Duration.ofMillis(200), random);
        StateStore store = remembers ? state : StateStore.NONE;
        return new Engine(settings, this::send, store, new Recorder(), () -> now, backoff, quota(), breaker());
    }

    /** Half of the runs are under a quota of so many requests within any second. */
    private Quota quota() {
        // A successor knows nothing of what was sent before a crash.
        sentAt.clear();
        callsASecond = random.nextBoolean() ? 5 + random.nextInt(50) : Integer.MAX_VALUE;
        Optional<Window> window = Optional.of(new Window(callsASecond, Duration.ofSeconds(1)));
        return new Quota(new QuotaSettings(100, 0, 1, 4, window, OptionalInt.empty()), () -> now);
    }

    private void countAgainstQuota() {
        sentAt.addLast(now);
        while (sentAt.getFirst() <= now - 1_000) {
            sentAt.removeFirst();
        }
        verify(sentAt.size() <= callsASecond, "more requests within a second than the quota has");
    }

    private Breaker breaker() {
        return new Breaker(1 + random.nextInt(4), Duration.ofMillis(random.nextInt(300)), () -> now);
    }

    Tally tally() {
        return tally;
    }

    /** Keys belong to one partition, as with any partitioner by key. */
    private void fill(TopicPartition partition) {
        List<Intake.Write> records = new ArrayList<>();
        for (int offset = 0; offset < RECORDS; offset++) {
            String value = random.nextInt(12) == 0 ? POISON : String.valueOf(offset);
            String fields = random.nextInt(4) == 0 ? "a=" + value : "a=" + value + " b=" + value;
            String id = "p" + partition.partition() + "k" + random.nextInt(10);
            records.add(
                    EngineBench.write(partition, offset, id, remembers ? perhapsAgain(id, fields, records) : fields));
        }
        log.put(partition, records);
        position.put(partition, 0);
        committed.put(partition, 0);
    }

    /** Now and then something that was said of the object before: a few contents take turns. */
    private String perhapsAgain(String id, String fields, List<Intake.Write> records) {
        List<String> before = records.stream()
                .filter(write -> write.externalId().equals(id))
                .map(write -> write.payload().toString())
                .distinct()
                .toList();
        return before.isEmpty() || random.nextInt(3) == 0 ? fields : before.get(random.nextInt(before.size()));
    }

    void play() {
        for (int step = 0; step < 400; step++) {
            randomStep();
            check();
        }
        calm = true;
        for (int step = 0; !isDone(); step++) {
            verify(step < MOST_STEPS, "the run does not end");
            consume();
            completeOne();
            report();
            state.landAll();
            now += 10;
            engine.tick();
            check();
        }
        checkEnd();
    }

    private void randomStep() {
        switch (random.nextInt(11)) {
            case 0, 1, 2 -> consume();
            case 3, 4, 5 -> completeOne();
            case 6 -> report();
            case 7 -> now += random.nextInt(100);
            case 8 -> commit();
            case 9 -> state.land(random.nextInt(5));
            default -> loseTrack();
        }
        engine.tick();
    }

    private void consume() {
        if (engine.status().full()) {
            return;
        }
        TopicPartition partition = PARTITIONS.get(random.nextInt(PARTITIONS.size()));
        int from = position.get(partition);
        int to = Math.min(RECORDS, from + 1 + random.nextInt(10));
        accept(partition, from, to);
    }

    private void accept(TopicPartition partition, int from, int to) {
        List<Intake.Write> records = log.get(partition).subList(from, to);
        records.forEach(write -> newest.merge(write.externalId(), write.origin().offset(), Math::max));
        engine.accept(records);
        position.put(partition, to);
    }

    private void commit() {
        engine.status().safeOffsets().forEach((partition, offset) -> committed.put(partition, offset.intValue()));
    }

    /** Now and then the partition goes and comes back, or the consumer is set back to what was committed. */
    private void loseTrack() {
        if (steady || random.nextInt(4) > 0) {
            return;
        }
        setBack = true;
        if (random.nextInt(3) == 0) {
            crash();
            return;
        }
        TopicPartition partition = PARTITIONS.get(random.nextInt(PARTITIONS.size()));
        boolean rebalance = random.nextBoolean();
        if (rebalance) {
            engine.forget(Set.of(partition));
            // Whoever takes over reads the state once all of it is there.
            state.landAll().reload(partition);
        }
        tally.count(rebalance ? "rebalance" : "rewind");
        int back = goBack(partition);
        if (!rebalance && back < RECORDS) {
            // A rewind shows by the first record that comes again.
            accept(partition, back, back + 1);
        }
    }

    private int goBack(TopicPartition partition) {
        int back = committed.get(partition);
        position.put(partition, back);
        unreported.removeIf(slot -> slot.origin().partition().equals(partition));
        log.get(partition).stream()
                .skip(back)
                .map(write -> write.origin().coordinates())
                .forEach(outcomes::remove);
        return back;
    }

    /** The task dies with requests on their way, of which the CRM carries some out. */
    private void crash() {
        tally.count("crash");
        onTheWire.stream()
                .filter(batch -> random.nextBoolean())
                .flatMap(batch -> batch.request().writes().stream())
                .filter(write -> !isPoison(write))
                .forEach(this::apply);
        onTheWire.clear();
        state.crash(random.nextInt(5));
        engine = newEngine();
        PARTITIONS.forEach(this::goBack);
    }

    private void report() {
        unreported.forEach(engine::reported);
        unreported.clear();
    }

    // --- the CRM -----------------------------------------------------------------------------------------------

    private void send(Batch batch) {
        List<CrmWrite> writes = batch.request().writes();
        Set<String> ids = writes.stream().map(CrmWrite::externalId).collect(Collectors.toSet());
        verify(ids.size() == writes.size(), "a key twice in a batch");
        verify(writes.size() <= settings.maxBatchRecords(), "too many records in a batch");
        for (Batch other : onTheWire) {
            other.request().writes().forEach(write -> verify(!ids.contains(write.externalId()), "a key sent twice"));
        }
        boolean allWanted = batch.attempts().stream()
                .flatMap(attempt -> attempt.versions().stream())
                .allMatch(Version::isWanted);
        verify(allWanted, "a record is sent that has an outcome, or whose partition has gone");
        countAgainstQuota();
        onTheWire.add(batch);
        verify(onTheWire.size() <= settings.maxInFlight(), "too many requests on their way");
    }

    private void completeOne() {
        if (onTheWire.isEmpty()) {
            return;
        }
        Batch batch = onTheWire.remove(random.nextInt(onTheWire.size()));
        engine.completed(batch, CrmAnswer.of(outcome(batch.request().writes())));
    }

    private BatchOutcome outcome(List<CrmWrite> writes) {
        boolean perRecord = random.nextBoolean();
        int trouble = calm ? 0 : random.nextInt(8);
        if (trouble == 1) {
            tally.count("failed batch");
            return unavailable();
        }
        if (trouble == 5 && random.nextInt(3) == 0) {
            tally.count("too many");
            return new BatchOutcome.RetryAll(
                    random.nextBoolean() ? Optional.empty() : Optional.of(Duration.ofMillis(random.nextInt(200))),
                    Reason.unavailable("HTTP_429", 429, ""),
                    BatchOutcome.RetryAll.Trouble.TOO_MANY);
        }
        if (!perRecord && writes.stream().anyMatch(RandomRun::isPoison)) {
            tally.count("refused batch");
            return new BatchOutcome.Refused(EngineBench.invalid());
        }
        Map<String, WriteResult> results = new HashMap<>();
        writes.forEach(write -> result(write, trouble).ifPresent(result -> results.put(write.externalId(), result)));
        if (trouble == 2) {
            tally.count("lost answer");
            return unavailable();
        }
        writes.stream()
                .filter(write -> results.get(write.externalId()) instanceof WriteResult.Written)
                .forEach(this::acknowledge);
        return new BatchOutcome.PerRecord(results);
    }

    private Optional<WriteResult> result(CrmWrite write, int trouble) {
        if (isPoison(write)) {
            return Optional.of(EngineBench.rejected());
        }
        if (trouble == 3 && random.nextBoolean()) {
            tally.count("retryable");
            return Optional.of(EngineBench.retryable());
        }
        if (trouble == 4 && random.nextInt(4) == 0) {
            tally.count("unaccounted");
            if (random.nextBoolean()) {
                apply(write);
            }
            return Optional.empty();
        }
        apply(write);
        return Optional.of(EngineBench.written());
    }

    private static BatchOutcome unavailable() {
        return new BatchOutcome.RetryAll(Optional.empty(), Reason.unavailable("HTTP_503", 503, ""));
    }

    private static boolean isPoison(CrmWrite write) {
        return ((Fields) write.payload()).byName().containsValue(POISON);
    }

    private void apply(CrmWrite write) {
        Map<String, Integer> object = crm.computeIfAbsent(write.externalId(), none -> new HashMap<>());
        Map<String, Integer> known = acknowledged.getOrDefault(write.externalId(), Map.of());
        ((Fields) write.payload()).byName().forEach((field, text) -> {
            int value = Integer.parseInt(text);
            object.put(field, value);
            // A partition that is read again is written again; otherwise nothing older than an acknowledged write is.
            verify(
                    setBack || remembers || known.getOrDefault(field, 0) <= value,
                    write.externalId() + "." + field + " went back from " + known.get(field) + " to " + value);
        });
    }

    private void acknowledge(CrmWrite write) {
        Map<String, Integer> known = acknowledged.computeIfAbsent(write.externalId(), none -> new HashMap<>());
        ((Fields) write.payload()).byName().forEach((field, text) -> known.put(field, Integer.parseInt(text)));
    }

    // --- what must hold ----------------------------------------------------------------------------------------

    private void check() {
        engine.status()
                .safeOffsets()
                .forEach((partition, safe) -> log.get(partition).stream()
                        .limit(safe)
                        .map(write -> write.origin().coordinates())
                        .forEach(record ->
                                verify(outcomes.containsKey(record), record + " is committed without an outcome")));
        unreported.forEach(slot -> {
            Long safe = engine.status().safeOffsets().get(slot.origin().partition());
            verify(safe != null && safe <= slot.origin().offset(), "a rejected record is committed unreported");
        });
    }

    private boolean isDone() {
        return PARTITIONS.stream().allMatch(partition -> position.get(partition) == RECORDS)
                && engine.status().unresolved() == 0
                && onTheWire.isEmpty();
    }

    private void checkEnd() {
        verify(engine.status().failure().isEmpty(), "the engine failed");
        log.values()
                .forEach(records -> records.forEach(write -> verify(
                        outcomes.containsKey(write.origin().coordinates()),
                        write.origin().coordinates() + " has no outcome")));
        log.values().forEach(this::checkNewest);
    }

    /** The CRM ends with the last thing said about each field, unless that was rejected. */
    private void checkNewest(List<Intake.Write> records) {
        Map<String, Map<String, Intake.Write>> last = new TreeMap<>();
        for (Intake.Write write : records) {
            ((Fields) write.payload())
                    .byName()
                    .keySet()
                    .forEach(field -> last.computeIfAbsent(write.externalId(), none -> new TreeMap<>())
                            .put(field, write));
        }
        last.forEach((id, fields) -> fields.forEach((field, write) -> {
            if (!"rejected".equals(outcomes.get(write.origin().coordinates()))) {
                String held = String.valueOf(crm.getOrDefault(id, Map.of()).get(field));
                String said = ((Fields) write.payload()).byName().get(field);
                verify(held.equals(said), id + "." + field + " is " + held + " and should be " + said);
            }
        }));
    }

    private void verify(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    /** How often each thing has happened. */
    static final class Tally {

        private final Map<String, Integer> byKind = new TreeMap<>();

        void count(String kind) {
            byKind.merge(kind, 1, Integer::sum);
        }

        void add(Tally other) {
            other.byKind.forEach((kind, times) -> byKind.merge(kind, times, Integer::sum));
        }

        Map<String, Integer> byKind() {
            return byKind;
        }
    }

    private final class Recorder implements Outcomes {

        @Override
        public void written(Slot slot, Written result) {
            record(slot.origin(), "written");
        }

        @Override
        public void unchanged(Slot slot) {
            Origin origin = slot.origin();
            record(origin, "unchanged");
            Intake.Write write = log.get(origin.partition()).get((int) origin.offset());
            if (origin.offset() < newest.get(write.externalId())) {
                // It is delivered again, and a newer version that the CRM may hold by now will be, too.
                return;
            }
            Map<String, Integer> held = crm.getOrDefault(write.externalId(), Map.of());
            ((Fields) write.payload())
                    .byName()
                    .forEach((field, text) -> verify(
                            text.equals(String.valueOf(held.get(field))),
                            write.externalId() + "." + field + " is " + held.get(field) + ", so " + text
                                    + " is not unchanged"));
        }

        @Override
        public void superseded(Slot slot) {
            record(slot.origin(), "superseded");
        }

        @Override
        public void ignored(Slot slot) {
            record(slot.origin(), "ignored");
        }

        @Override
        public void rejected(Slot slot, Reason reason) {
            unreported.add(slot);
            record(slot.origin(), "rejected");
        }

        private void record(Origin origin, String outcome) {
            tally.count(outcome);
            String before = outcomes.put(origin.coordinates(), outcome);
            verify(before == null, origin.coordinates() + " was " + before + " and is now " + outcome);
        }

        @Override
        public void sent(int records) {}

        @Override
        public void answered(long millis) {}

        @Override
        public void held(long millis, Reason reason) {}

        @Override
        public void breaker(Breaker.State state) {
            tally.count("breaker " + state);
        }
    }
}
