// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import static io.reverseetl.connect.crm.engine.RandomRun.verify;

import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.CrmWrite;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** What lies between an engine of a random run and its CRM: answers come in any order, and some late. */
final class RandomWire implements CrmPort {

    private static final long LATE_MILLIS = 2_000;

    private final RandomCrm crm;
    private final RandomGenerator random;
    private final Tally tally;
    private final EngineSettings settings;
    private final Ticker ticker;
    /** The most requests within a second. */
    private final int quota;

    private final List<Sent> onTheWire = new ArrayList<>();
    private final Deque<Long> sentAt = new ArrayDeque<>();

    private record Sent(List<CrmWrite> writes, long answeredAt, Consumer<Engine> answer) {}

    RandomWire(RandomCrm crm, RandomGenerator random, Tally tally, EngineSettings settings, Ticker ticker, int quota) {
        this.crm = crm;
        this.random = random;
        this.tally = tally;
        this.settings = settings;
        this.ticker = ticker;
        this.quota = quota;
    }

    @Override
    public void send(Batch batch) {
        List<CrmWrite> writes = batch.request().writes();
        Set<String> ids = writes.stream().map(CrmWrite::externalId).collect(Collectors.toSet());
        verify(ids.size() == writes.size(), "a key twice in a batch");
        verify(writes.size() <= settings.maxBatchRecords(), "too many records in a batch");
        verify(
                writes.stream()
                                .map(write -> write.payload().operation())
                                .distinct()
                                .count()
                        == 1,
                "writes and removals in one batch");
        verify(
                onTheWire.stream()
                        .flatMap(other -> other.writes.stream())
                        .noneMatch(write -> ids.contains(write.externalId())),
                "a key is sent while it is on its way");
        batch.job()
                .ifPresentOrElse(
                        job -> verify(
                                writes.equals(crm.writesOf(job)), "a question about a job names other than its writes"),
                        () -> verify(
                                batch.attempts().stream()
                                        .flatMap(attempt -> attempt.versions().stream())
                                        .allMatch(Version::isWanted),
                                "a record is sent that has an outcome, or whose partition has gone"));
        wait(
                writes,
                engine -> engine.completed(
                        batch, CrmAnswer.of(batch.job().map(crm::ask).orElseGet(() -> crm.answer(writes)))));
    }

    @Override
    public void ask(EarlierJob job) {
        tally.count("earlier job");
        wait(List.of(), engine -> engine.completed(job, CrmAnswer.of(crm.ask(job.job()))));
    }

    private void wait(List<CrmWrite> writes, Consumer<Engine> answer) {
        countAgainstQuota();
        boolean late = random.nextInt(10) == 0;
        tally.count(late ? "late answer" : "answer");
        onTheWire.add(new Sent(writes, ticker.millis() + (late ? LATE_MILLIS : 0), answer));
        verify(onTheWire.size() <= settings.maxInFlight(), "too many requests on their way");
    }

    private void countAgainstQuota() {
        long now = ticker.millis();
        sentAt.addLast(now);
        while (sentAt.getFirst() <= now - 1_000) {
            sentAt.removeFirst();
        }
        verify(sentAt.size() <= quota, "more requests within a second than the quota has");
    }

    /** Answers one of the requests that are due; false if none is. */
    boolean answerOne(Engine engine) {
        List<Sent> due = onTheWire.stream()
                .filter(sent -> sent.answeredAt <= ticker.millis())
                .toList();
        if (due.isEmpty()) {
            return false;
        }
        answer(due.get(random.nextInt(due.size())), engine);
        return true;
    }

    void answerAll(Engine engine) {
        List.copyOf(onTheWire).forEach(sent -> answer(sent, engine));
    }

    private void answer(Sent sent, Engine engine) {
        onTheWire.remove(sent);
        sent.answer.accept(engine);
    }

    /** Nobody waits for the answers any more: the CRM carries some requests out. */
    void cut() {
        onTheWire.forEach(sent -> crm.carryOutSome(sent.writes));
        onTheWire.clear();
    }

    boolean isEmpty() {
        return onTheWire.isEmpty();
    }

    /** When the next request is answered. */
    long nextAnswerAt() {
        return onTheWire.stream().mapToLong(Sent::answeredAt).min().orElse(SendQueue.NEVER);
    }
}
