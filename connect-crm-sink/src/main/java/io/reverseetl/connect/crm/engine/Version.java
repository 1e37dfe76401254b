// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.crm.spi.Payload;

/** One record's version of an object, from its intake to its outcome. */
final class Version {

    private static final long NEVER = Long.MAX_VALUE;

    private final Slot slot;
    private final String externalId;
    private final Payload payload;
    private final Mark mark;
    private long firstFailure = NEVER;
    private boolean unaccounted;
    private boolean alone;
    private boolean decided;

    Version(Slot slot, String externalId, Payload payload, Mark mark) {
        this.slot = slot;
        this.externalId = externalId;
        this.payload = payload;
        this.mark = mark;
    }

    Slot slot() {
        return slot;
    }

    /** Empty if its record does not say it. */
    String externalId() {
        return externalId;
    }

    Payload payload() {
        return payload;
    }

    Mark mark() {
        return mark;
    }

    /** Whether its record is still without an outcome, and its partition has neither gone nor been set back. */
    boolean isWanted() {
        return slot.isOpen() && !decided;
    }

    /** It has its outcome, though its slot stays open until that is reported or stored. */
    void setDecided() {
        decided = true;
    }

    /**
     * Notes a failure that may pass. The deadline runs from the first one and not from the intake, so that a record
     * which an outage has kept waiting is tried at least once.
     */
    void failed(long now) {
        firstFailure = Math.min(firstFailure, now);
    }

    /** The CRM itself asks for a wait after a failure: it does not count towards the deadline. */
    void excuse(long millis) {
        firstFailure += millis;
    }

    boolean isExpired(long now, long retryTimeoutMillis) {
        return firstFailure != NEVER && now - firstFailure >= retryTimeoutMillis;
    }

    /** Notes that the CRM gave no result; true if that has happened before. */
    boolean wentUnaccounted() {
        boolean before = unaccounted;
        unaccounted = true;
        return before;
    }

    /** Whether this can be laid over an older version, so that both are one write. */
    boolean mayJoin(Version older) {
        Operation operation = payload.operation();
        return !alone
                && !older.alone
                && externalId.equals(older.externalId)
                && operation == older.payload.operation()
                && !operation.removes();
    }

    /** From now on it is not merged with other versions, so that its own outcome can be told. */
    void setAlone() {
        alone = true;
    }
}
