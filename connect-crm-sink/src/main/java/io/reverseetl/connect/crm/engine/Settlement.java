// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.crm.spi.Reason.Category;
import io.reverseetl.connect.crm.spi.WriteResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What becomes of a batch and its records, by what the CRM has said: an outcome, or another attempt. */
final class Settlement {

    private final Lanes lanes;
    private final RetryQueue retries;
    private final Jobs jobs;
    private final Ledger ledger;
    private final Pace pace;
    private final Outcomes outcomes;
    private final Ticker ticker;
    private final Backoff backoff;

    Settlement(
            Lanes lanes,
            RetryQueue retries,
            Jobs jobs,
            Ledger ledger,
            Pace pace,
            Outcomes outcomes,
            Ticker ticker,
            Backoff backoff) {
        this.lanes = lanes;
        this.retries = retries;
        this.jobs = jobs;
        this.ledger = ledger;
        this.pace = pace;
        this.outcomes = outcomes;
        this.ticker = ticker;
        this.backoff = backoff;
    }

    void settle(Batch batch, BatchOutcome outcome) {
        outcome.match(
                perRecord -> settleEach(batch, perRecord),
                refused -> bisect(batch, refused.reason()),
                retryAll -> holdAndRetry(batch, retryAll),
                accepted -> accepted(batch, accepted),
                failed -> ledger.fail(failed.message(), null));
    }

    private void accepted(Batch batch, BatchOutcome.Accepted accepted) {
        pace.answered();
        jobs.accepted(batch, accepted);
    }

    // --- record by record --------------------------------------------------------------------------------------

    private void settleEach(Batch batch, BatchOutcome.PerRecord results) {
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
                        gone -> writeAnew(attempt),
                        fatal -> ledger.fail(fatal.message(), null));
            }
        }
        jobs.settled(batch);
    }

    private void written(Attempt attempt, WriteResult.Written result) {
        if (attempt.isFarewell()) {
            writeAnew(attempt);
            return;
        }
        Lane lane = attempt.lane();
        lane.answered();
        if (attempt.newest().mark().followsRecordKey()) {
            // What is next has to wait until it is safe to know which object the key has.
            ledger.written(attempt, result, () -> lanes.release(lane));
        } else {
            ledger.written(attempt, result, () -> {});
            lanes.release(lane);
        }
    }

    /** The object that the record key had is no more, or has been put away: its versions make another one. */
    private void writeAnew(Attempt attempt) {
        attempt.lane().answered();
        ledger.gone(attempt, () -> lanes.putBack(attempt));
    }

    private void rejected(Attempt attempt, Reason reason) {
        attempt.lane().answered();
        if (attempt.versions().size() == 1) {
            ledger.rejected(attempt.newest(), reason);
            lanes.release(attempt.lane());
        } else {
            // Perhaps only the newest is to blame, so it is taken off and tried by itself, and so on. The oldest stay
            // together: they may have been written by an attempt whose answer was lost, and less would be a step back.
            attempt.newest().setAlone();
            lanes.putBack(attempt);
        }
    }

    /** A write without a result may or may not have been carried out: it is written only if the CRM says so. */
    private void unaccounted(Attempt attempt) {
        Reason reason = Reason.of(Category.UNACCOUNTED, "", "The CRM answered twice without a result for this record");
        for (Version version : attempt.versions()) {
            if (version.wentUnaccounted()) {
                ledger.rejected(version, reason);
            }
        }
        retryLater(attempt, Optional.empty(), reason);
    }

    private void retryLater(Attempt attempt, Optional<Duration> after, Reason reason) {
        Lane lane = attempt.lane();
        ledger.failedForNow(attempt.versions(), reason, pace.freeMillis());
        attempt.versions().forEach(version -> version.excuse(Backoff.askedMillis(after)));
        lane.delay(ticker.millis() + backoff.waitMillis(after, lane.failures()));
        lanes.putBack(attempt);
    }

    // --- all at once -------------------------------------------------------------------------------------------

    private void bisect(Batch batch, Reason reason) {
        pace.answered();
        jobs.settled(batch);
        if (batch.size() == 1) {
            rejected(batch.attempts().get(0), reason);
            return;
        }
        lanes.keepWanted(batch.anew()).ifPresent(wanted -> {
            // Halves go first, so that a refused batch is done with before others are tried.
            List<Batch> halves = wanted.halves();
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
        long now = pace.freeMillis();
        for (Attempt attempt : batch.attempts()) {
            batch.job()
                    .ifPresentOrElse(
                            job -> ledger.unknownForNow(attempt.versions(), job, outcome.reason(), now),
                            () -> ledger.failedForNow(attempt.versions(), outcome.reason(), now));
        }
        lanes.keepWanted(batch).ifPresent(wanted -> {
            if (alone) {
                long wait = backoff.waitMillis(Optional.empty(), batch.failures());
                retries.addLater(wanted.failedAgain(batch.failures()), ticker.millis() + wait);
            } else {
                retries.addLast(wanted);
            }
        });
    }
}
