// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import io.reverseetl.connect.crm.engine.EngineSettings.TimeoutAction;
import io.reverseetl.connect.crm.limit.Breaker;
import io.reverseetl.connect.crm.limit.Quota;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.crm.spi.Reason.Category;
import io.reverseetl.connect.crm.spi.WriteResult;
import io.reverseetl.connect.crm.spi.WriteResult.Written;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
 *                └── next version                    └─► written │ rejected ──► reported ──► slot closed
 * </pre>
 *
 * <p>A key has at most one attempt between its lane and its result, so the CRM sees an object's versions in order.
 */
final class Engine {

    /** About what a record takes in memory beside itself and its payload: its lane, its version, its slot. */
    private static final int RECORD_BYTES = 640;

    private static final Reason DAY_USED_UP = Reason.unavailable("DAILY_RESERVE_REACHED", 0, "");

    private final EngineSettings settings;
    private final CrmPort crm;
    private final Recall recall;
    private final Outcomes outcomes;
    private final Ticker ticker;
    private final Backoff backoff;

    private final OffsetTracker tracker = new OffsetTracker();
    private final Map<Lane.Key, Lane> lanes = new HashMap<>();
    private final SendQueue queue;
    private final Guard guard;
    /** Batches to be sent before any new one: halves of refused batches, and batches that failed for now. */
    private final RetryQueue retries = new RetryQueue();

    private final Set<Batch> onTheWire = new HashSet<>();
    private final Pace pace;
    private Breaker.State breakerTold = Breaker.State.CLOSED;
    private boolean full;
    private long handovers;
    private Status.@Nullable Failure failure;

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
        recall = new Recall(state);
        this.outcomes = outcomes;
        this.ticker = ticker;
        this.backoff = backoff;
        queue = new SendQueue(settings);
        guard = new Guard(settings.guard(), ticker);
        pace = new Pace(settings.maxInFlight(), backoff, ticker, quota, breaker);
    }

    // --- what the task hands over ------------------------------------------------------------------------------

    /** Takes records in, in the order in which they were consumed. */
    void accept(List<? extends Intake> records) {
        handovers++;
        for (Intake record : records) {
            if (tracker.isRewind(record.origin())) {
                forget(Set.of(record.origin().partition()));
            }
            guard.record();
            record.match(this::queue, this::refuse, this::passOver);
        }
    }

    private void queue(Intake.Write write) {
        Lane.Key key = new Lane.Key(write.object(), write.externalId());
        Version version = new Version(open(write.origin(), write.payload().bytes()), write.payload(), write.mark());
        if (recall.isOld(write.mark())) {
            recall.whenSafe(write.mark(), () -> closeSuperseded(version));
            return;
        }
        // An object with a version that waits or is on its way may soon hold something else than what is known of it.
        if (!lanes.containsKey(key) && recall.isUnchanged(write.mark())) {
            recall.whenSafe(write.mark(), () -> closeUnchanged(version));
            return;
        }
        Lane lane = lanes.computeIfAbsent(key, Lane::new);
        if (write.payload().operation().removes()) {
            guard.removal().ifPresent(why -> fail(why, null));
        }
        supersede(lane.add(version));
        if (!lane.isBusy()) {
            queue.add(lane, ticker.millis());
        }
    }

    private void refuse(Intake.Unfit unfit) {
        reportRejected(open(unfit.origin(), 0), unfit.reason());
    }

    private void passOver(Intake.Ignored ignored) {
        tracker.close(open(ignored.origin(), 0));
        outcomes.ignored(ignored.origin());
    }

    private Slot open(Origin origin, int payloadBytes) {
        return tracker.open(origin, RECORD_BYTES + origin.bytes() + payloadBytes, ticker.millis());
    }

    /**
     * A superseded version needs no write of its own, and its slot closes, even if the newer one came from another
     * partition: nothing of it is left to send, and the newer one holds its own partition until it has an outcome, here
     * or with whoever consumes that partition next.
     */
    private void supersede(List<Version> versions) {
        versions.forEach(version -> recall.abandoned(version, () -> closeSuperseded(version)));
    }

    private void closeUnchanged(Version version) {
        if (tracker.close(version.slot())) {
            outcomes.unchanged(version.slot().origin());
        }
    }

    private void closeSuperseded(Version version) {
        if (tracker.close(version.slot())) {
            outcomes.superseded(version.slot().origin());
        }
    }

    /** A rejected record has been reported: its offset need not be held any more. */
    void reported(Slot slot) {
        tracker.close(slot);
    }

    /**
     * Forgets everything about partitions that have gone or were set back: it will be delivered again, here or
     * elsewhere. Requests on the wire cannot be called back; their keys stay busy until they complete.
     */
    void forget(Collection<TopicPartition> partitions) {
        tracker.forget(partitions);
        lanes.values().forEach(Lane::dropUnwanted);
        queue.dropEmptyLanes();
        retries.replaceAll(this::keepWanted);
        lanes.values().removeIf(lane -> lane.isEmpty() && !lane.isBusy());
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
        while (maySend() && pace.mayAskNow()) {
            Optional<Batch> next = retries.next().or(() -> queue.next(now));
            if (next.isEmpty()) {
                return;
            }
            onTheWire.add(next.get());
            next.get().setSentAt(now);
            pace.sent(crm.calls(next.get()));
            tellBreaker();
            outcomes.sent(next.get().size());
            crm.send(next.get());
        }
    }

    private boolean maySend() {
        return failure == null && onTheWire.size() < pace.mostInFlight();
    }

    /** When {@link #tick} should be called at the latest, if nothing happens before. */
    long nextTickAt() {
        if (!maySend()) {
            return SendQueue.NEVER;
        }
        long next = Math.min(retries.nextAt(), Math.min(queue.nextBatchAt(), queue.nextWakeAt()));
        return Math.max(pace.heldUntil(), next);
    }

    // --- results -----------------------------------------------------------------------------------------------

    void completed(Batch batch, CrmAnswer answer) {
        if (onTheWire.remove(batch)) {
            outcomes.answered(ticker.millis() - batch.sentAt());
            pace.learn(answer.quota()).ifPresent(wait -> outcomes.held(wait, DAY_USED_UP));
            answer.outcome()
                    .match(
                            perRecord -> settle(batch, perRecord),
                            refused -> bisect(batch, refused.reason()),
                            retryAll -> holdAndRetry(batch, retryAll),
                            failed -> fail(failed.message(), null));
            tellBreaker();
        }
    }

    private void tellBreaker() {
        if (pace.breaker() != breakerTold) {
            breakerTold = pace.breaker();
            outcomes.breaker(breakerTold);
        }
    }

    private void settle(Batch batch, BatchOutcome.PerRecord results) {
        pace.answered();
        for (Attempt attempt : batch.attempts()) {
            WriteResult result = results.byExternalId().get(attempt.externalId());
            if (result == null) {
                unaccounted(attempt);
            } else {
                result.match(
                        written -> written(attempt, written),
                        rejected -> rejected(attempt, rejected.reason()),
                        retryable -> retryLater(attempt, retryable.after(), retryable.reason()),
                        fatal -> fail(fatal.message(), null));
            }
        }
    }

    private void written(Attempt attempt, Written result) {
        attempt.versions().subList(0, attempt.versions().size() - 1).forEach(this::closeSuperseded);
        Slot newest = attempt.newest().slot();
        if (newest.isOpen()) {
            outcomes.written(newest.origin(), result);
            recall.acknowledged(attempt.newest(), result.crmId(), () -> tracker.close(newest));
        }
        attempt.lane().answered();
        release(attempt.lane());
    }

    private void rejected(Attempt attempt, Reason reason) {
        attempt.lane().answered();
        if (attempt.versions().size() == 1) {
            reject(attempt.newest(), reason);
        } else {
            // Perhaps only the newest is to blame, so it is taken off and tried by itself, and so on. The oldest stay
            // together: they may have been written by an attempt whose answer was lost, and less would be a step back.
            attempt.newest().setAlone();
            putBack(attempt.lane(), attempt.versions());
        }
        release(attempt.lane());
    }

    /** A write without a result may or may not have been carried out: it is written only if the CRM says so. */
    private void unaccounted(Attempt attempt) {
        Reason reason = Reason.of(Category.UNACCOUNTED, "", "The CRM answered twice without a result for this record");
        for (Version version : attempt.versions()) {
            if (version.wentUnaccounted()) {
                reject(version, reason);
            }
        }
        retryLater(attempt, Optional.empty(), reason);
    }

    private void retryLater(Attempt attempt, Optional<Duration> after, Reason reason) {
        Lane lane = attempt.lane();
        noteFailure(attempt.versions(), reason);
        attempt.versions().forEach(version -> version.excuse(Backoff.askedMillis(after)));
        lane.delay(ticker.millis() + backoff.waitMillis(after, lane.failures()));
        putBack(lane, attempt.versions());
        release(lane);
    }

    private void bisect(Batch batch, Reason reason) {
        pace.answered();
        if (batch.size() == 1) {
            rejected(batch.attempts().get(0), reason);
            return;
        }
        keepWanted(batch).ifPresent(wanted -> {
            // Halves go first, so that a refused batch is done with before others are tried.
            List<Batch> halves = wanted.size() == 1 ? List.of(wanted) : wanted.halves();
            for (int i = halves.size() - 1; i >= 0; i--) {
                retries.addFirst(halves.get(i));
            }
        });
    }

    private void holdAndRetry(Batch batch, BatchOutcome.RetryAll outcome) {
        boolean alone = pace.failedAlone(outcome);
        if (!alone) {
            pace.hold(outcome).ifPresent(wait -> outcomes.held(wait, outcome.reason()));
        }
        batch.attempts().forEach(attempt -> noteFailure(attempt.versions(), outcome.reason()));
        keepWanted(batch).ifPresent(wanted -> {
            if (alone) {
                long wait = backoff.waitMillis(Optional.empty(), batch.failures());
                retries.addLater(wanted.failedAgain(batch.failures()), ticker.millis() + wait);
            } else {
                retries.addLast(wanted);
            }
        });
    }

    // --- helpers -----------------------------------------------------------------------------------------------

    private void reject(Version version, Reason reason) {
        if (version.isWanted()) {
            version.setRejected();
            recall.abandoned(version, () -> {
                if (version.slot().isOpen()) {
                    reportRejected(version.slot(), reason);
                }
            });
        }
    }

    private void reportRejected(Slot slot, Reason reason) {
        guard.rejection().ifPresent(why -> fail(why, null));
        outcomes.rejected(slot, reason);
    }

    /** Notes a failure that may pass, and ends the retries of versions that have failed for too long. */
    private void noteFailure(Collection<Version> versions, Reason reason) {
        long now = pace.freeMillis();
        for (Version version : versions) {
            version.failed(now);
            if (version.isWanted() && version.isExpired(now, settings.retryTimeoutMillis())) {
                expire(version, reason);
            }
        }
    }

    private void expire(Version version, Reason reason) {
        if (settings.timeoutAction() == TimeoutAction.REJECT) {
            reject(version, reason.as(Category.TIMEOUT));
        } else {
            fail(
                    "The record " + version.slot().origin().coordinates() + " could not be written within "
                            + settings.retryTimeoutMillis()
                            + " ms (retry.timeout.ms) of its first failure; the last one: "
                            + reason + ". Restart the task when the CRM works again, or set retry.timeout.action=reject"
                            + " to have such records rejected.",
                    null);
        }
    }

    private void putBack(Lane lane, List<Version> versions) {
        supersede(lane.putBack(versions.stream().filter(Version::isWanted).toList()));
    }

    /** Strips a batch of what has gone meanwhile; the lanes concerned are free again. */
    private Optional<Batch> keepWanted(Batch batch) {
        Batch.Remainder remainder = batch.wanted();
        remainder.done().forEach(this::release);
        return remainder.batch();
    }

    private void release(Lane lane) {
        lane.free();
        if (lane.isEmpty()) {
            lanes.remove(lane.key());
        } else {
            queue.add(lane, ticker.millis());
        }
    }

    /** Stops all sending: the task is to fail with this message. The first failure is the one that is told. */
    void fail(String message, @Nullable Throwable cause) {
        if (failure == null) {
            failure = new Status.Failure(message, cause);
        }
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
                Optional.ofNullable(failure),
                new Gauges(
                        onTheWire.size(),
                        tracker.oldestMillis(ticker.millis()),
                        pace.quotaLeftToday(),
                        pace.breaker()));
    }
}
