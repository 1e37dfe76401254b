// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.BatchOutcome.RetryAll;
import io.reverseetl.connect.crm.spi.WriteResult;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Jobs that a task before this one began, and whose end it did not see. They may still be writing, so no record of their
 * partitions is taken in until they are over. What they have written is then known, as if this task had sent it, and
 * their records, which come again, find it unchanged; what they have not written is sent as anything else.
 */
final class EarlierJobs {

    private final StateStore store;
    private final Recall recall;
    private final Ledger ledger;
    private final Pace pace;
    private final Outcomes outcomes;
    private final Ticker ticker;
    private final Backoff backoff;
    private final long retryTimeoutMillis;
    private final Map<StoredJob.Name, EarlierJob> jobs = new HashMap<>();

    EarlierJobs(
            StateStore store,
            Recall recall,
            Ledger ledger,
            Pace pace,
            Outcomes outcomes,
            Ticker ticker,
            Backoff backoff,
            long retryTimeoutMillis) {
        this.store = store;
        this.recall = recall;
        this.ledger = ledger;
        this.pace = pace;
        this.outcomes = outcomes;
        this.ticker = ticker;
        this.backoff = backoff;
        this.retryTimeoutMillis = retryTimeoutMillis;
    }

    /** Takes up what the state holds of partitions that have come, and lets go of what has gone with its partition. */
    void takeUp() {
        List<StoredJob> found = store.unfinished();
        if (found.isEmpty() && jobs.isEmpty()) {
            return;
        }
        Map<StoredJob.Name, StoredJob> unfinished = new HashMap<>();
        found.forEach(stored -> unfinished.put(stored.name(), stored));
        jobs.keySet().retainAll(unfinished.keySet());
        unfinished.forEach((name, stored) -> jobs.computeIfAbsent(name, none -> new EarlierJob(stored)));
    }

    /** The next one to ask about, if any; it is on its way then. */
    Optional<EarlierJob> next(long now) {
        Optional<EarlierJob> next = jobs.values().stream()
                .filter(job -> job.askAt() <= now)
                .min(Comparator.comparingLong(EarlierJob::askAt));
        next.ifPresent(EarlierJob::ask);
        return next;
    }

    long nextAt() {
        return jobs.values().stream().mapToLong(EarlierJob::askAt).min().orElse(SendQueue.NEVER);
    }

    /** How many are not over. */
    int running() {
        return jobs.size();
    }

    /** How many questions are on their way. */
    int onTheWire() {
        return (int) jobs.values().stream().filter(EarlierJob::isAsked).count();
    }

    /** What has become of a job; of no interest any more if its partition has gone. */
    void completed(EarlierJob job, BatchOutcome outcome) {
        takeUp();
        boolean wanted = jobs.containsValue(job);
        outcome.match(
                perRecord -> over(job, wanted, perRecord.byExternalId()),
                refused -> over(job, wanted, Map.of()),
                retryAll -> askAgain(job, wanted, retryAll),
                accepted -> {
                    pace.answered();
                    job.goesOn(ticker.millis(), Backoff.askedMillis(Optional.of(accepted.after())));
                },
                failed -> ledger.fail(failed.message(), null));
    }

    private void over(EarlierJob job, boolean wanted, Map<String, WriteResult> results) {
        pace.answered();
        if (wanted) {
            jobs.remove(job.stored().name());
            recall.learn(job.stored(), results);
            store.end(job.partition(), job.job());
        }
    }

    private void askAgain(EarlierJob job, boolean wanted, RetryAll outcome) {
        if (!pace.failedAlone(outcome)) {
            pace.hold(outcome).ifPresent(wait -> outcomes.held(wait, outcome.reason()));
        }
        job.failed(pace.freeMillis(), ticker.millis() + backoff.waitMillis(outcome.after(), job.failures()));
        if (wanted && job.isExpired(pace.freeMillis(), retryTimeoutMillis)) {
            ledger.failUnknown(job.job(), outcome.reason());
        }
    }
}
