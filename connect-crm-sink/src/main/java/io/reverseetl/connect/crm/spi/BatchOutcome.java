// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.spi;

import io.reverseetl.connect.crm.http.NoAnswer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the CRM did with a request. */
public sealed interface BatchOutcome {

    void match(
            Consumer<PerRecord> perRecord,
            Consumer<Refused> refused,
            Consumer<RetryAll> retryAll,
            Consumer<Accepted> accepted,
            Consumer<Failed> failed);

    /**
     * What it means that a call has no answer. Whether the CRM has carried it out is unknown, so only a request that may
     * be repeated, or is looked up first, is to end so.
     *
     * @param error what the transport's future failed with; an error that is not of the network is thrown on
     */
    static BatchOutcome unanswered(@Nullable Throwable error) {
        NoAnswer why = NoAnswer.of(error);
        return why.refusal()
                .<BatchOutcome>map(Failed::new)
                .orElseGet(() -> new RetryAll(Optional.empty(), Reason.unavailable(why.code(), 0, "")));
    }

    /**
     * The CRM answered for the writes one by one. A write that has no result here is sent again, once.
     *
     * @param byExternalId a result for each write that the CRM accounts for
     */
    record PerRecord(Map<String, WriteResult> byExternalId) implements BatchOutcome {

        public PerRecord {
            byExternalId = Map.copyOf(byExternalId);
        }

        @Override
        public void match(
                Consumer<PerRecord> perRecord,
                Consumer<Refused> refused,
                Consumer<RetryAll> retryAll,
                Consumer<Accepted> accepted,
                Consumer<Failed> failed) {
            perRecord.accept(this);
        }
    }

    /**
     * The CRM did nothing because of some of the writes, and did not say which. The engine halves the batch until the
     * guilty ones stand alone.
     */
    record Refused(Reason reason) implements BatchOutcome {
        @Override
        public void match(
                Consumer<PerRecord> perRecord,
                Consumer<Refused> refused,
                Consumer<RetryAll> retryAll,
                Consumer<Accepted> accepted,
                Consumer<Failed> failed) {
            refused.accept(this);
        }
    }

    /**
     * The request failed for a reason that passes: too many requests, a server error, a broken connection. Whether
     * the CRM has carried it out is unknown; an upsert may be repeated.
     *
     * @param after the wait that the CRM asks for; the engine adds its own backoff
     * @param reason what the record is rejected with if the trouble outlasts the deadline
     */
    record RetryAll(Optional<Duration> after, Reason reason, Trouble trouble) implements BatchOutcome {

        /** What to make of it. */
        public enum Trouble {
            /** The CRM cannot answer: enough of this, and it is taken to be down. */
            DOWN,
            /** It has answered that there were too many requests: they are to come more slowly. */
            TOO_MANY
        }

        public RetryAll(Optional<Duration> after, Reason reason) {
            this(after, reason, Trouble.DOWN);
        }

        @Override
        public void match(
                Consumer<PerRecord> perRecord,
                Consumer<Refused> refused,
                Consumer<RetryAll> retryAll,
                Consumer<Accepted> accepted,
                Consumer<Failed> failed) {
            retryAll.accept(this);
        }
    }

    /**
     * The CRM has made a job of the writes, or is still busy with it. The engine keeps them, and {@linkplain
     * CrmSender#ask asks} about the job until another outcome comes of it; with a state, not before the job is stored in
     * it. So what a CRM starts on request only is to be started by the first question, as the job is not lost then
     * whatever happens.
     *
     * @param after the wait until the next question; the engine adds one that grows with their number, none before the
     *     first
     * @param isStarted whether the CRM does the work already; one that is not started may be left alone instead
     */
    record Accepted(CrmJob job, Duration after, boolean isStarted) implements BatchOutcome {
        @Override
        public void match(
                Consumer<PerRecord> perRecord,
                Consumer<Refused> refused,
                Consumer<RetryAll> retryAll,
                Consumer<Accepted> accepted,
                Consumer<Failed> failed) {
            accepted.accept(this);
        }
    }

    /**
     * No request can succeed until somebody acts: the task fails.
     *
     * @param message what is wrong and what to do
     */
    record Failed(String message) implements BatchOutcome {
        @Override
        public void match(
                Consumer<PerRecord> perRecord,
                Consumer<Refused> refused,
                Consumer<RetryAll> retryAll,
                Consumer<Accepted> accepted,
                Consumer<Failed> failed) {
            failed.accept(this);
        }
    }
}
