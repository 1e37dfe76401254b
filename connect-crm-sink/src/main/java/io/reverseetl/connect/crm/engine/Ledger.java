// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import io.reverseetl.connect.crm.engine.EngineSettings.TimeoutAction;
import io.reverseetl.connect.crm.spi.CrmJob;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.crm.spi.Reason.Category;
import io.reverseetl.connect.crm.spi.WriteResult.Written;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives every record exactly one outcome, or fails the task. A record's slot closes, so that its offset may be committed,
 * once its outcome is told and what the state has to remember of it is safe.
 */
final class Ledger {

    /** About what a record takes in memory beside itself and its payload: its lane, its version, its slot. */
    private static final int RECORD_BYTES = 640;

    private final EngineSettings settings;
    private final OffsetTracker tracker;
    private final Recall recall;
    private final Outcomes outcomes;
    private final Ticker ticker;
    private final Guard guard;
    private Status.@Nullable Failure failure;

    Ledger(EngineSettings settings, OffsetTracker tracker, Recall recall, Outcomes outcomes, Ticker ticker) {
        this.settings = settings;
        this.tracker = tracker;
        this.recall = recall;
        this.outcomes = outcomes;
        this.ticker = ticker;
        guard = new Guard(settings.guard(), ticker);
    }

    // --- records that come in ----------------------------------------------------------------------------------

    Version open(Intake.Write write) {
        Slot slot = open(write.origin(), write.payload().bytes());
        return new Version(slot, write.externalId(), write.payload(), write.mark());
    }

    private Slot open(Origin origin, int payloadBytes) {
        guard.record();
        return tracker.open(origin, RECORD_BYTES + origin.bytes() + payloadBytes, ticker.millis());
    }

    void refuse(Intake.Unfit unfit) {
        reportRejected(open(unfit.origin(), 0), unfit.reason());
    }

    void passOver(Intake.Ignored ignored) {
        Slot slot = open(ignored.origin(), 0);
        tracker.close(slot);
        outcomes.ignored(slot);
    }

    /** An object is to go: too many of them may be a mistake. */
    void removal() {
        guard.removal().ifPresent(why -> fail(why, null));
    }

    // --- versions that need no write of their own --------------------------------------------------------------

    /** The CRM holds what the version says, and so it will after a restart, once what is known of it is safe. */
    void unchanged(Version version) {
        recall.whenSafe(version.mark(), () -> {
            if (tracker.close(version.slot())) {
                outcomes.unchanged(version.slot());
            }
        });
    }

    /** The CRM holds a later version already. */
    void outdated(Version version) {
        recall.whenSafe(version.mark(), () -> closeSuperseded(version));
    }

    /**
     * A newer version has taken its place, and the slot closes, even if the newer one came from another partition:
     * nothing of the older is left to send, and the newer one holds its own partition until it has an outcome, here or
     * with whoever consumes that partition next.
     */
    void superseded(Version version) {
        version.setDecided();
        recall.abandoned(version, () -> closeSuperseded(version));
    }

    private void closeSuperseded(Version version) {
        if (tracker.close(version.slot())) {
            outcomes.superseded(version.slot());
        }
    }

    // --- versions that were sent -------------------------------------------------------------------------------

    /**
     * The CRM holds what was sent.
     *
     * @param then run once it is safe that it does, or that it is somebody else's concern
     */
    void written(Attempt attempt, Written result, Runnable then) {
        List<Version> older = attempt.versions().subList(0, attempt.versions().size() - 1);
        Slot newest = attempt.newest().slot();
        if (newest.isOpen()) {
            outcomes.written(newest, result);
            recall.acknowledged(attempt.newest(), result.crmId(), () -> {
                older.forEach(this::closeSuperseded);
                tracker.close(newest);
                then.run();
            });
        } else {
            older.forEach(this::closeSuperseded);
            then.run();
        }
    }

    /**
     * The object that a record key had is no more; what was to be written is to be written anew.
     *
     * @param then as for {@link #written}
     */
    void gone(Attempt attempt, Runnable then) {
        if (attempt.newest().slot().isOpen()) {
            recall.gone(attempt.newest(), then);
        } else {
            then.run();
        }
    }

    void rejected(Version version, Reason reason) {
        if (version.isWanted()) {
            version.setDecided();
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

    /** A rejected record has been reported: its offset need not be held any more. */
    void reported(Slot slot) {
        tracker.close(slot);
    }

    /**
     * Notes a failure that may pass, and ends the retries of versions that have failed for too long.
     *
     * @param now as {@link Pace#freeMillis} counts
     */
    void failedForNow(Collection<Version> versions, Reason reason, long now) {
        for (Version version : versions) {
            version.failed(now);
            if (version.isWanted() && version.isExpired(now, settings.retryTimeoutMillis())) {
                expire(version, reason);
            }
        }
    }

    private void expire(Version version, Reason reason) {
        if (settings.timeoutAction() == TimeoutAction.REJECT) {
            rejected(version, reason.as(Category.TIMEOUT));
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

    /**
     * Notes that it could not be found out what a job has done with versions. It may write them yet, so there is no other
     * end to that but that of the task.
     *
     * @param now as {@link Pace#freeMillis} counts
     */
    void unknownForNow(Collection<Version> versions, CrmJob job, Reason reason, long now) {
        for (Version version : versions) {
            version.failed(now);
            if (version.isWanted() && version.isExpired(now, settings.retryTimeoutMillis())) {
                failUnknown(job, reason);
            }
        }
    }

    /** What a job has done could not be found out for too long. */
    void failUnknown(CrmJob job, Reason reason) {
        fail(
                "What became of the CRM's job " + job.id() + " could not be found out within "
                        + settings.retryTimeoutMillis() + " ms (retry.timeout.ms); the last failure: " + reason
                        + ". Restart the task when the CRM works again.",
                null);
    }

    /** Records of a job come again, though it may write them yet: their keys would no longer be busy. */
    void failSetBack() {
        fail(
                "The consumer was set back over records that are in a job of the CRM. Restart the task: it waits for the job"
                        + " to end.",
                null);
    }

    // --- the end of the task -----------------------------------------------------------------------------------

    /** The task is to fail with this message. The first failure is the one that is told. */
    void fail(String message, @Nullable Throwable cause) {
        if (failure == null) {
            failure = new Status.Failure(message, cause);
        }
    }

    Optional<Status.Failure> failure() {
        return Optional.ofNullable(failure);
    }
}
