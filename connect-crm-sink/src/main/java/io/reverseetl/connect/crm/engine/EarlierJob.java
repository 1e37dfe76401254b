// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import io.reverseetl.connect.crm.spi.CrmJob;
import org.apache.kafka.common.TopicPartition;

/** A job that a task before this one has begun, and how far asking about it has got. Compared by identity. */
final class EarlierJob {

    private static final long NEVER = Long.MAX_VALUE;

    private final StoredJob stored;
    private int questions;
    private int failures;
    private long firstFailure = NEVER;
    private long askAt = Long.MIN_VALUE;
    private boolean asked;

    EarlierJob(StoredJob stored) {
        this.stored = stored;
    }

    StoredJob stored() {
        return stored;
    }

    CrmJob job() {
        return stored.job();
    }

    TopicPartition partition() {
        return stored.partition();
    }

    /** When to ask next; {@link SendQueue#NEVER} while a question is on its way. */
    long askAt() {
        return asked ? SendQueue.NEVER : askAt;
    }

    boolean isAsked() {
        return asked;
    }

    void ask() {
        asked = true;
    }

    /** The CRM has said that the job is not over. */
    void goesOn(long now, long askedMillis) {
        askAt = now + askedMillis + JobWaits.beforeQuestion(++questions);
        asked = false;
        failures = 0;
        firstFailure = NEVER;
    }

    /** It could not be found out. */
    void failed(long now, long askAgainAt) {
        firstFailure = Math.min(firstFailure, now);
        askAt = askAgainAt;
        asked = false;
        failures++;
    }

    /** How often in a row it could not be found out. */
    int failures() {
        return failures;
    }

    boolean isExpired(long now, long retryTimeoutMillis) {
        return firstFailure != NEVER && now - firstFailure >= retryTimeoutMillis;
    }
}
