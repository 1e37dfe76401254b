// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import io.reverseetl.connect.crm.engine.Saying.Word;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.CrmJob;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.crm.spi.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
    /** By name: those that were ever accepted. */
    private final Map<String, Job> jobs = new LinkedHashMap<>();

    private final boolean makesJobs;
    private boolean calm;
    private boolean setBack;

    /** Writes that are carried out at some time after they have been started, whoever listens then. */
    private static final class Job {

        private final List<CrmWrite> writes;
        private boolean started;
        private Optional<BatchOutcome> outcome = Optional.empty();

        private Job(List<CrmWrite> writes, boolean started) {
            this.writes = writes;
            this.started = started;
        }
    }

    RandomCrm(RandomGenerator random, Tally tally, boolean steady, boolean makesJobs) {
        this.makesJobs = makesJobs;
        this.random = random;
        this.tally = tally;
        this.steady = steady;
    }

    /** Whether a request may become a job, which runs on while its records come again. */
    boolean makesJobs() {
        return makesJobs;
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
            case NONE -> makesJobs && random.nextInt(3) == 0 ? accept(writes) : understood(writes, fault);
            case SOME_LATER, SOME_UNACCOUNTED -> understood(writes, fault);
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

    // --- jobs --------------------------------------------------------------------------------------------------

    private BatchOutcome accept(List<CrmWrite> writes) {
        boolean started = random.nextBoolean();
        tally.count(started ? "job" : "job to be started");
        CrmJob job = new CrmJob("contacts", writes.get(0).operation(), "job" + jobs.size(), Instant.EPOCH);
        jobs.put(job.id(), new Job(writes, started));
        return new BatchOutcome.Accepted(job, Duration.ofMillis(random.nextInt(200)), started);
    }

    List<CrmWrite> writesOf(CrmJob job) {
        return Objects.requireNonNull(jobs.get(job.id())).writes;
    }

    BatchOutcome ask(CrmJob asked) {
        Job job = Objects.requireNonNull(jobs.get(asked.id()));
        job.started = true;
        if (!calm && random.nextInt(4) == 0) {
            return unavailable(Optional.empty());
        }
        if (!calm && random.nextBoolean()) {
            return new BatchOutcome.Accepted(asked, Duration.ofMillis(random.nextInt(200)), true);
        }
        return run(job);
    }

    /** Those that have been started get on, whether somebody asks or not. */
    void runSomeJob() {
        jobs.values().stream()
                .filter(job -> job.started && job.outcome.isEmpty())
                .skip(random.nextInt(2))
                .findFirst()
                .ifPresent(this::run);
    }

    private BatchOutcome run(Job job) {
        BatchOutcome outcome = job.outcome.orElseGet(
                () -> understood(job.writes, random.nextBoolean() ? Fault.NONE : Fault.SOME_LATER));
        job.outcome = Optional.of(outcome);
        return outcome;
    }

    /** The task dies: a job that nobody knows of ends now, as what is on the wire does. */
    void forgetJobs(Set<String> known) {
        jobs.forEach((name, job) -> {
            if (!known.contains(name)) {
                if (job.started && job.outcome.isEmpty()) {
                    carryOutSome(job.writes);
                }
                job.outcome = Optional.of(new BatchOutcome.PerRecord(Map.of()));
            }
        });
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
