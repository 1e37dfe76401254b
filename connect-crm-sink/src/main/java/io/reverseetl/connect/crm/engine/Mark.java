// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import org.apache.kafka.common.TopicPartition;

/**
 * What the state needs to know of a version.
 *
 * @param content a fingerprint of what it says and of where and how it is said; never {@link Known#UNKNOWN}
 * @param sourceMicros when the row was last changed, in microseconds since 1970, or {@link #NO_TIME}
 */
public record Mark(StateKey key, long content, long sourceMicros) {

    public static final long NO_TIME = Long.MIN_VALUE;

    /** For tasks that have no state. */
    public static final Mark NONE = new Mark(new StateKey(new TopicPartition("", 0), 0, 0), 1, NO_TIME);
}
