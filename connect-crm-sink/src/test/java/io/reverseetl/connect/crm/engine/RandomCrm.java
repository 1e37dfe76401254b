// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import io.reverseetl.connect.crm.engine.Saying.Word;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.crm.spi.WriteResult;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A CRM that fails in every way it can, remembers who said what, and notices when it is taken back in time. */
final class RandomCrm {

    private enum Fault {
        NONE,
        /** The connection breaks before anything is done. */
        RESET_BEFORE,
        /** The connection breaks when all is done. */
        RESET_AFTER,
        /** The connection breaks when some of it is done. */
        RESET_MIDWAY,
        /** All is done, but the answer cannot be read. */
        GARBAGE,
        /** All is done, but the answer is about something else. */
        WRONG_ANSWER,
        UNAVAILABLE,
        UNAVAILABLE_WITH_WAIT,
        TOO_MANY,
        TOO_MANY_WITH_WAIT,
        SOME_LATER,
        SOME_UNACCOUNTED,
        ACCESS_DENIED
    }

    private final RandomGenerator random;
    private final Tally tally;
    /** Whether nothing ever fails for good, so that no task has to be restarted. */
    private final boolean steady;

    /** By object and field. */
    private final Map<String, Map<String, Word>> held = new HashMap<>();

    private final Map<String, Map<String, Word>> acknowledged = new HashMap<>();
    private boolean calm;
    private boolean setBack;

    RandomCrm(RandomGenerator random, Tally tally, boolean steady) {
        this.random = random;
        this.tally = tally;
        this.steady = steady;
    }

    /** From now on it works. */
    void calmDown() {
        calm = true;
    }

    /** From now on records may come again, and so may what they say. */
    void expectRepeats() {
        setBack = true;
    }

    /** What a field holds. */
    String text(String id, String field) {
        Word word = held.getOrDefault(id, Map.of()).get(field);
        return word == null ? Saying.NOTHING : word.text();
    }

    BatchOutcome answer(List<CrmWrite> writes) {
        Fault fault = fault();
        tally.count(fault.name().toLowerCase(Locale.ROOT));
        return switch (fault) {
            case RESET_BEFORE, UNAVAILABLE -> unavailable(Optional.empty());
            case UNAVAILABLE_WITH_WAIT -> unavailable(someWait());
            case TOO_MANY -> tooMany(Optional.empty());
            case TOO_MANY_WITH_WAIT -> tooMany(someWait());
            case ACCESS_DENIED -> new BatchOutcome.Failed("Access denied");
            case RESET_AFTER, GARBAGE -> {
                writes.forEach(this::carryOut);
                yield unavailable(Optional.empty());
            }
            case RESET_MIDWAY -> {
                carryOutSome(writes);
                yield unavailable(Optional.empty());
            }
            case WRONG_ANSWER -> {
                writes.forEach(this::carryOut);
                yield new BatchOutcome.PerRecord(Map.of("nobody", EngineBench.written()));
            }
            case NONE, SOME_LATER, SOME_UNACCOUNTED -> understood(writes, fault);
        };
    }

    private Fault fault() {
        if (calm || random.nextInt(2) == 0) {
            return Fault.NONE;
        }
        Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
        boolean rare = fault == Fault.ACCESS_DENIED && (steady || random.nextInt(10) > 0);
        return rare ? Fault.NONE : fault;
    }

    private Optional<Duration> someWait() {
        return Optional.of(Duration.ofMillis(random.nextInt(200)));
    }

    private static BatchOutcome unavailable(Optional<Duration> after) {
        return new BatchOutcome.RetryAll(after, Reason.unavailable("HTTP_503", 503, ""));
    }

    private static BatchOutcome tooMany(Optional<Duration> after) {
        return new BatchOutcome.RetryAll(
                after, Reason.unavailable("HTTP_429", 429, ""), BatchOutcome.RetryAll.Trouble.TOO_MANY);
    }

    /** Some CRMs refuse the whole batch for one bad record, others only that. */
    private BatchOutcome understood(List<CrmWrite> writes, Fault fault) {
        if (random.nextBoolean() && writes.stream().anyMatch(RandomCrm::isPoison)) {
            tally.count("refused batch");
            return new BatchOutcome.Refused(EngineBench.invalid());
        }
        Map<String, WriteResult> results = new HashMap<>();
        writes.forEach(write -> result(write, fault).ifPresent(result -> results.put(write.externalId(), result)));
        return new BatchOutcome.PerRecord(results);
    }

    private Optional<WriteResult> result(CrmWrite write, Fault fault) {
        if (isPoison(write)) {
            return Optional.of(EngineBench.rejected());
        }
        if (fault == Fault.SOME_LATER && random.nextBoolean()) {
            return Optional.of(
                    random.nextBoolean()
                            ? EngineBench.retryable()
                            : EngineBench.retryable(Duration.ofMillis(random.nextInt(200))));
        }
        if (fault == Fault.SOME_UNACCOUNTED && random.nextBoolean()) {
            carryOutSome(List.of(write));
            return Optional.empty();
        }
        carryOut(write);
        acknowledged
                .computeIfAbsent(write.externalId(), none -> new HashMap<>())
                .putAll(((Saying) write.payload()).byField());
        return Optional.of(EngineBench.written());
    }

    private static boolean isPoison(CrmWrite write) {
        return ((Saying) write.payload()).isPoison();
    }

    /** Nobody waits for an answer: what is done now is done, or is not. */
    void carryOutSome(List<CrmWrite> writes) {
        writes.stream().filter(write -> random.nextBoolean()).forEach(this::carryOut);
    }

    private void carryOut(CrmWrite write) {
        if (isPoison(write)) {
            return;
        }
        Map<String, Word> object = held.computeIfAbsent(write.externalId(), none -> new HashMap<>());
        Map<String, Word> known = acknowledged.getOrDefault(write.externalId(), Map.of());
        ((Saying) write.payload()).byField().forEach((field, word) -> {
            object.put(field, word);
            // A partition that is read again may be written again; otherwise nothing older than an acknowledged write
            // is.
            Word before = known.getOrDefault(field, word);
            RandomRun.verify(
                    setBack || before.number() <= word.number(),
                    write.externalId() + "." + field + " went back from " + before + " to " + word);
        });
    }
}
