// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import io.reverseetl.connect.crm.engine.EngineSettings.TimeoutAction;
import io.reverseetl.connect.crm.limit.Breaker;
import io.reverseetl.connect.crm.limit.Quota;
import io.reverseetl.connect.crm.limit.QuotaSettings;
import io.reverseetl.connect.crm.spi.Backlog;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.crm.spi.Payload;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.crm.spi.WriteResult;
import io.reverseetl.connect.crm.spi.WriteResult.Written;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** An engine on a bench: the test is its clock, its task and its CRM. */
final class EngineBench {

    static final TopicPartition P0 = new TopicPartition("people", 0);
    static final TopicPartition P1 = new TopicPartition("people", 1);

    /** Batches of 4, closed at once; 2 on the wire; backoff 100 ms to 10 s; deadline 60 s. */
    static final EngineSettings SETTINGS =
            new EngineSettings(4, 1_000_000, 0, 2, 1_000_000, 60_000, TimeoutAction.FAIL);

    static final int BREAKER_FAILURES = 20;
    static final Duration BREAKER_OPEN = Duration.ofSeconds(30);

    final Engine engine;
    /** Every batch that was sent, oldest first. */
    final List<Batch> sent = new ArrayList<>();
    /** The outcome of each record, by its coordinates. A second one for the same record breaks the test. */
    final Map<String, String> outcomes = new LinkedHashMap<>();

    /** Every question about a job that was begun before, oldest first. */
    final List<EarlierJob> asked = new ArrayList<>();
    /** When writes that wait are a backlog. */
    Optional<Backlog> backlog = Optional.empty();

    final List<Slot> unreported = new ArrayList<>();
    final List<Long> holds = new ArrayList<>();
    final List<Breaker.State> breaker = new ArrayList<>();
    long now = 1_000_000;

    EngineBench() {
        this(SETTINGS);
    }

    EngineBench(EngineSettings settings) {
        this(settings, QuotaSettings.wholeAccount());
    }

    EngineBench(EngineSettings settings, QuotaSettings quota) {
        this(settings, quota, StateStore.NONE);
    }

    EngineBench(EngineSettings settings, StateStore state) {
        this(settings, QuotaSettings.wholeAccount(), state);
    }

    private EngineBench(EngineSettings settings, QuotaSettings quota, StateStore state) {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10), new HighestDraw());
        engine = new Engine(
                settings,
                new Crm(),
                state,
                new Recorder(),
                () -> now,
                backoff,
                new Quota(quota, () -> now),
                new Breaker(BREAKER_FAILURES, BREAKER_OPEN, () -> now));
    }

    static EngineSettings linger(long millis) {
        return new EngineSettings(4, 1_000_000, millis, 2, 1_000_000, 60_000, TimeoutAction.FAIL);
    }

    static EngineSettings onTimeout(TimeoutAction action) {
        return onTimeout(action, 60_000);
    }

    static EngineSettings onTimeout(TimeoutAction action, long millis) {
        return new EngineSettings(4, 1_000_000, 0, 2, 1_000_000, millis, action);
    }

    /** Hands one record over; {@code fields} as in {@code "a=1 b=2"}. */
    EngineBench accept(TopicPartition partition, long offset, String id, String fields) {
        engine.accept(List.of(write(partition, offset, id, fields)));
        return this;
    }

    /** Hands over a record that takes its object away. */
    EngineBench remove(TopicPartition partition, long offset, String id) {
        engine.accept(List.of(new Intake.Write(
                new At(partition, offset), "contacts", id, new Gone(), mark(partition, id, "", Mark.NO_TIME))));
        return this;
    }

    static Intake.Write write(TopicPartition partition, long offset, String id, String fields) {
        return write(partition, offset, id, fields, Mark.NO_TIME);
    }

    static Intake.Write write(TopicPartition partition, long offset, String id, String fields, long sourceMicros) {
        return new Intake.Write(
                new At(partition, offset),
                "contacts",
                id,
                Fields.of(fields),
                mark(partition, id, fields, sourceMicros));
    }

    /** Contents that differ where their text does, as far as a test can see. */
    static Mark mark(TopicPartition partition, String id, String fields, long sourceMicros) {
        Fingerprint key = Fingerprint.ofExternalId("contacts", id);
        return new Mark(new StateKey(partition, key.high(), key.low()), 1L + fields.hashCode(), sourceMicros);
    }

    EngineBench tick() {
        engine.tick();
        return this;
    }

    /** Lets time pass, and ticks once it has. */
    EngineBench after(long millis) {
        now += millis;
        return tick();
    }

    Batch lastSent() {
        return sent.get(sent.size() - 1);
    }

    /** What a batch asks for: {@code id:fields} for each write. */
    static List<String> contents(Batch batch) {
        return batch.request().writes().stream()
                .map(write -> write.externalId() + ":" + write.payload())
                .toList();
    }

    /** The CRM writes all of a batch. */
    EngineBench writeAll(Batch batch) {
        return answer(
                batch,
                batch.request().writes().stream()
                        .collect(Collectors.toMap(
                                CrmWrite::externalId, write -> new WriteResult.Written("crm-id", false))));
    }

    EngineBench answer(Batch batch, Map<String, WriteResult> results) {
        return complete(batch, new BatchOutcome.PerRecord(results));
    }

    EngineBench refuse(Batch batch) {
        return complete(batch, new BatchOutcome.Refused(invalid()));
    }

    EngineBench failForNow(Batch batch, Duration... after) {
        return complete(
                batch,
                new BatchOutcome.RetryAll(Arrays.stream(after).findFirst(), Reason.unavailable("HTTP_503", 503, "")));
    }

    EngineBench complete(Batch batch, BatchOutcome outcome) {
        return complete(batch, CrmAnswer.of(outcome));
    }

    EngineBench complete(Batch batch, CrmAnswer answer) {
        engine.completed(batch, answer);
        engine.tick();
        return this;
    }

    EngineBench complete(EarlierJob job, BatchOutcome outcome) {
        engine.completed(job, CrmAnswer.of(outcome));
        engine.tick();
        return this;
    }

    /** All rejected records have been reported. */
    EngineBench reportAll() {
        unreported.forEach(engine::reported);
        unreported.clear();
        return this;
    }

    Map<TopicPartition, Long> offsets() {
        return engine.status().safeOffsets();
    }

    Optional<String> failure() {
        return engine.status().failure().map(Status.Failure::message);
    }

    static Reason invalid() {
        return Reason.validation("INVALID", List.of(), 400, "");
    }

    static WriteResult written() {
        return new WriteResult.Written("crm-id", false);
    }

    static WriteResult rejected() {
        return new WriteResult.Rejected(invalid());
    }

    static WriteResult retryable(Duration... after) {
        return new WriteResult.Retryable(Arrays.stream(after).findFirst(), Reason.unavailable("LOCKED", 423, ""));
    }

    record At(TopicPartition partition, long offset) implements Origin {
        @Override
        public int bytes() {
            return 0;
        }
    }

    /** Fields by name; says as much as its names. */
    record Fields(Map<String, String> byName) implements Payload {

        static Fields of(String text) {
            return new Fields(Arrays.stream(text.split(" "))
                    .map(field -> field.split("="))
                    .collect(Collectors.toMap(field -> field[0], field -> field[1], (a, b) -> b, LinkedHashMap::new)));
        }

        @Override
        public int bytes() {
            return byName.values().stream().mapToInt(String::length).sum();
        }

        @Override
        public byte[] content() {
            return toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public boolean replaces(Payload older) {
            return older instanceof Fields other && byName.keySet().containsAll(other.byName.keySet());
        }

        @Override
        public Payload over(Payload older) {
            Map<String, String> merged = new LinkedHashMap<>(((Fields) older).byName);
            merged.putAll(byName);
            return new Fields(merged);
        }

        @Override
        public String toString() {
            return byName.entrySet().stream()
                    .map(field -> field.getKey() + "=" + field.getValue())
                    .collect(Collectors.joining(" "));
        }
    }

    /** That an object goes. */
    record Gone() implements Payload {

        @Override
        public byte[] content() {
            return new byte[0];
        }

        @Override
        public Operation operation() {
            return Operation.ARCHIVE;
        }

        @Override
        public int bytes() {
            return 0;
        }

        @Override
        public boolean replaces(Payload older) {
            return true;
        }

        @Override
        public Payload over(Payload older) {
            return this;
        }

        @Override
        public String toString() {
            return "gone";
        }
    }

    /** Full jitter at its longest, so that waits are known. */
    private static final class HighestDraw implements RandomGenerator {

        @Override
        public long nextLong() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    }

    private final class Crm implements CrmPort {

        @Override
        public void send(Batch batch) {
            sent.add(batch);
        }

        @Override
        public void ask(EarlierJob job) {
            asked.add(job);
        }

        @Override
        public Optional<Backlog> backlog(String object, Operation operation) {
            return operation == Operation.UPSERT ? backlog : Optional.empty();
        }
    }

    private final class Recorder implements Outcomes {

        @Override
        public void written(Slot slot, Written result) {
            record(slot.origin(), "written");
        }

        @Override
        public void unchanged(Slot slot) {
            record(slot.origin(), "unchanged");
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
            record(slot.origin(), reason.toString());
        }

        private void record(Origin origin, String outcome) {
            String before = outcomes.put(origin.coordinates(), outcome);
            if (before != null) {
                throw new AssertionError(origin.coordinates() + " was " + before + " and is now " + outcome);
            }
        }

        @Override
        public void sent(int records) {}

        @Override
        public void answered(long millis) {}

        @Override
        public void held(long millis, Reason reason) {
            holds.add(millis);
        }

        @Override
        public void breaker(Breaker.State state) {
            breaker.add(state);
        }
    }
}
