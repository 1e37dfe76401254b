// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import org.apache.kafka.common.TopicPartition;

/**
 * What the state needs to know of a version.
 *
 * @param content a fingerprint of what it says and of where and how it is said; never {@link Known#UNKNOWN}
 * @param sourceMicros when the row was last changed, in microseconds since 1970, or {@link #NO_TIME}
 * @param id the external id that it has, if the state is kept under the record key; else, or if it has none, {@link
 *     Fingerprint#NONE}
 * @param idChange what a change of the external id means; {@link IdChange#ORPHAN} if the state is kept under that id
 */
public record Mark(StateKey key, long content, long sourceMicros, Fingerprint id, IdChange idChange) {

    public static final long NO_TIME = Long.MIN_VALUE;

    /** For tasks that have no state. */
    public static final Mark NONE = new Mark(new StateKey(new TopicPartition("", 0), 0, 0), 1, NO_TIME);

    /** The mark of a version whose state is kept under its external id. */
    public Mark(StateKey key, long content, long sourceMicros) {
        this(key, content, sourceMicros, Fingerprint.NONE, IdChange.ORPHAN);
    }

    /** Whether the state is kept under the record key, which may get another external id. */
    boolean followsRecordKey() {
        return idChange != IdChange.ORPHAN;
    }
}
