// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import io.reverseetl.connect.crm.limit.Breaker;
import io.reverseetl.connect.crm.limit.Quota;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.Reason;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is sent and when, and what each result means. It belongs to one thread, never waits, and does something
 * only when it is called:
 *
 * <pre>
 *   accept ──► lane (one an object) ──► batch ──► on the wire ──► completed
 *                ▲   newer replaces older            │
 *                ├── retryable: back to its lane ◄───┤
 *                │                     retry ◄───────┤ refused: its halves; failed for now: the same batch
 *                │                     retry ◄───────┤ made a job: a question about it, later
 *                └── next version                    └─► written │ rejected ──► reported ──► slot closed
 * </pre>
 *
 * <p>A key has at most one attempt between its lane and its result, so the CRM sees an object's versions in order. A lane
 * is an external id's or, where ids come out of values and the state knows whose they were, a record key's; {@link
 * Claims} then keeps two of them from one id.
 *
 * <p>Its parts: {@link Lanes} hold what waits, {@link Pace} says when the CRM may be asked, {@link Settlement} says what an
 * answer means, {@link Jobs} follow what the CRM does in its own time, and the {@link Ledger} gives every record its outcome.
 */
final class Engine {

    private static final Reason DAY_USED_UP = Reason.unavailable("DAILY_RESERVE_REACHED", 0, "");

    private final EngineSettings settings;
    private final CrmPort crm;
    private final Outcomes outcomes;
    private final Ticker ticker;

    private final OffsetTracker tracker = new OffsetTracker();
    private final Recall recall;
    private final Ledger ledger;
    private final SendQueue queue;
    private final Lanes lanes;
    /** Batches to be sent before any new one: halves of refused batches, and batches that failed for now. */
    private final RetryQueue retries = new RetryQueue();

    private final Jobs jobs;
    private final EarlierJobs earlierJobs;
    private final Pace pace;
    private final Settlement settlement;

    private final Set<Batch> onTheWire = new HashSet<>();
    private Breaker.State breakerTold = Breaker.State.CLOSED;
    private boolean full;
    private long handovers;

    Engine(
            EngineSettings settings,
            CrmPort crm,
            StateStore state,
            Outcomes outcomes,
            Ticker ticker,
            Backoff backoff,
            Quota quota,
            Breaker breaker) {
        this.settings = settings;
        this.crm = crm;
        this.outcomes = outcomes;
        this.ticker = ticker;
        recall = new Recall(state);
        ledger = new Ledger(settings, tracker, recall, outcomes, ticker);
        queue = new SendQueue(settings, crm::backlog);
        lanes = new Lanes(queue, ledger, recall, ticker);
        pace = new Pace(settings.maxInFlight(), backoff, ticker, quota, breaker);
        jobs = new Jobs(state, recall, lanes, retries, ledger, ticker);
        settlement = new Settlement(lanes, retries, jobs, ledger, pace, outcomes, ticker, backoff);
        earlierJobs =
                new EarlierJobs(state, recall, ledger, pace, outcomes, ticker, backoff, settings.retryTimeoutMillis());
    }

    // --- what the task hands over ------------------------------------------------------------------------------

    /** Takes records in, in the order in which they were consumed. */
    void accept(List<? extends Intake> records) {
        handovers++;
        for (Intake record : records) {
            if (tracker.isRewind(record.origin())) {
                setBack(record.origin().partition());
            }
            record.match(this::queue, ledger::refuse, ledger::passOver);
        }
    }

    private void setBack(TopicPartition partition) {
        if (jobs.hold(partition)) {
            ledger.failSetBack();
        }
        onTheWire.stream().filter(batch -> batch.touches(Set.of(partition))).forEach(Batch::noteSetBack);
        forget(Set.of(partition));
    }

    private void queue(Intake.Write write) {
        Lane.Key key = Lane.Key.of(write);
        Version version = ledger.open(write);
        if (recall.isOld(write.mark())) {
            ledger.outdated(version);
            return;
        }
        // An object with a version that waits or is on its way may soon hold something else than what is known of it.
        if (!lanes.has(key) && recall.isUnchanged(write.mark())) {
            ledger.unchanged(version);
            return;
        }
        if (recall.step(version).operation().removes()) {
            ledger.removal();
        }
        lanes.add(key, version);
    }

    /** A rejected record has been reported: its offset need not be held any more. */
    void reported(Slot slot) {
        ledger.reported(slot);
    }

    /**
     * Forgets everything about partitions that have gone or were set back: it will be delivered again, here or
     * elsewhere. Requests on the wire cannot be called back; their keys stay busy until they complete.
     */
    void forget(Collection<TopicPartition> partitions) {
        tracker.forget(partitions);
        jobs.forget(partitions);
        lanes.dropUnwanted();
        retries.replaceAll(lanes::keepWanted);
    }

    /** Whether a request with records of one of the partitions is on its way, or what came of one. */
    boolean isOnTheWire(Collection<TopicPartition> partitions) {
        return recall.isStoring(partitions) || onTheWire.stream().anyMatch(batch -> batch.touches(partitions));
    }

    // --- sending -----------------------------------------------------------------------------------------------

    /** Sends what is due. */
    void tick() {
        long now = ticker.millis();
        queue.wake(now);
        retries.wake(now);
        earlierJobs.takeUp();
        while (maySend() && pace.mayAskNow()) {
            Optional<EarlierJob> earlier = earlierJobs.next(now);
            Optional<Batch> next =
                    earlier.isPresent() ? Optional.empty() : retries.next().or(() -> queue.next(now));
            if (earlier.isEmpty() && next.isEmpty()) {
                return;
            }
            earlier.ifPresent(this::ask);
            next.ifPresent(batch -> send(batch, now));
        }
    }

    private void ask(EarlierJob job) {
        pace.sent(1);
        tellBreaker();
        outcomes.sent(0);
        crm.ask(job);
    }

    private void send(Batch batch, long now) {
        onTheWire.add(batch);
        batch.sent(now);
        pace.sent(crm.calls(batch));
        tellBreaker();
        outcomes.sent(batch.job().isPresent() ? 0 : batch.size());
        crm.send(batch);
    }

    private boolean maySend() {
        return ledger.failure().isEmpty() && onTheWire.size() + earlierJobs.onTheWire() < pace.mostInFlight();
    }

    /** When {@link #tick} should be called at the latest, if nothing happens before. */
    long nextTickAt() {
        if (!maySend()) {
            return SendQueue.NEVER;
        }
        long queued = Math.min(queue.nextBatchAt(), queue.nextWakeAt());
        long next = Math.min(Math.min(retries.nextAt(), earlierJobs.nextAt()), queued);
        return Math.max(pace.heldUntil(), next);
    }

    // --- answers -----------------------------------------------------------------------------------------------

    void completed(Batch batch, CrmAnswer answer) {
        if (onTheWire.remove(batch)) {
            outcomes.answered(ticker.millis() - batch.sentAt());
            pace.learn(answer.quota()).ifPresent(wait -> outcomes.held(wait, DAY_USED_UP));
            settlement.settle(batch, answer.outcome());
            tellBreaker();
        }
    }

    void completed(EarlierJob job, CrmAnswer answer) {
        pace.learn(answer.quota()).ifPresent(wait -> outcomes.held(wait, DAY_USED_UP));
        earlierJobs.completed(job, answer.outcome());
        tellBreaker();
    }

    private void tellBreaker() {
        if (pace.breaker() != breakerTold) {
            breakerTold = pace.breaker();
            outcomes.breaker(breakerTold);
        }
    }

    /** Stops all sending: the task is to fail with this message. The first failure is the one that is told. */
    void fail(String message, @Nullable Throwable cause) {
        ledger.fail(message, cause);
    }

    Status status() {
        if (tracker.heldBytes() > settings.maxBufferedBytes()) {
            full = true;
        } else if (tracker.heldBytes() <= settings.maxBufferedBytes() / 2) {
            full = false;
        }
        return new Status(
                tracker.safeOffsets(),
                tracker.unsettled(),
                handovers,
                tracker.openSlots(),
                // A CRM that is down takes nothing: what has not come in yet may as well stay in Kafka.
                full || pace.isCrmDown(),
                ledger.failure(),
                new Gauges(
                        onTheWire.size(),
                        jobs.running() + earlierJobs.running(),
                        tracker.oldestMillis(ticker.millis()),
                        pace.quotaLeftToday(),
                        pace.quotaPerDay(),
                        pace.breaker()));
    }
}
