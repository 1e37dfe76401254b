// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.record;

import java.time.ZoneId;

/**
 * How rows become records.
 *
 * @param heartbeatTopic for records that carry an offset and no row
 * @param zone the zone of timestamps without one, where they become numbers
 */
public record RecordSettings(
        TopicNames topics,
        Compatibility compatibility,
        NumericMapping numeric,
        TimestampGranularity timestamps,
        ZoneId zone,
        DeleteAs deleteAs,
        String heartbeatTopic) {

    /** Whether records have a key. */
    public boolean keyed() {
        return compatibility.keyed();
    }

    /** Whether nobody could tell whose row a tombstone says to be deleted. */
    public boolean tombstonesLackKey() {
        return deleteAs == DeleteAs.TOMBSTONE && !keyed();
    }
}
