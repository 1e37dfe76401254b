// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.record;

import java.time.ZoneId;

/**
 * How rows become records.
 *
 * @param zone the zone of timestamps without one, where they become numbers
 */
public record RecordSettings(
        TopicNames topics,
        Compatibility compatibility,
        NumericMapping numeric,
        TimestampGranularity timestamps,
        ZoneId zone,
        DeleteAs deleteAs) {

    /** Whether nobody could tell whose row a tombstone says to be deleted. */
    public boolean tombstonesLackKey() {
        return deleteAs == DeleteAs.TOMBSTONE && !compatibility.keyed();
    }
}
