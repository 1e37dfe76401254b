// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.spi;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** What the CRM did with one write. */
public sealed interface WriteResult {

    void match(
            Consumer<Written> written,
            Consumer<Rejected> rejected,
            Consumer<Retryable> retryable,
            Consumer<Gone> gone,
            Consumer<Fatal> fatal);

    /**
     * The CRM holds it.
     *
     * @param crmId the CRM's own id of the object
     * @param created whether the object is new
     */
    record Written(String crmId, boolean created) implements WriteResult {
        @Override
        public void match(
                Consumer<Written> written,
                Consumer<Rejected> rejected,
                Consumer<Retryable> retryable,
                Consumer<Gone> gone,
                Consumer<Fatal> fatal) {
            written.accept(this);
        }
    }

    /** The CRM will never take it as it is. */
    record Rejected(Reason reason) implements WriteResult {
        @Override
        public void match(
                Consumer<Written> written,
                Consumer<Rejected> rejected,
                Consumer<Retryable> retryable,
                Consumer<Gone> gone,
                Consumer<Fatal> fatal) {
            rejected.accept(this);
        }
    }

    /**
     * The CRM may take it later.
     *
     * @param after the wait that the CRM asks for; the engine adds its own backoff
     */
    record Retryable(Optional<Duration> after, Reason reason) implements WriteResult {
        @Override
        public void match(
                Consumer<Written> written,
                Consumer<Rejected> rejected,
                Consumer<Retryable> retryable,
                Consumer<Gone> gone,
                Consumer<Fatal> fatal) {
            retryable.accept(this);
        }
    }

    /**
     * The object that {@link Operation#UPDATE_KNOWN} was to change does not exist any more: the engine writes by the
     * external id from then on.
     */
    record Gone() implements WriteResult {
        @Override
        public void match(
                Consumer<Written> written,
                Consumer<Rejected> rejected,
                Consumer<Retryable> retryable,
                Consumer<Gone> gone,
                Consumer<Fatal> fatal) {
            gone.accept(this);
        }
    }

    /**
     * No write can succeed until somebody acts: the task fails.
     *
     * @param message what is wrong and what to do
     */
    record Fatal(String message) implements WriteResult {
        @Override
        public void match(
                Consumer<Written> written,
                Consumer<Rejected> rejected,
                Consumer<Retryable> retryable,
                Consumer<Gone> gone,
                Consumer<Fatal> fatal) {
            fatal.accept(this);
        }
    }
}
