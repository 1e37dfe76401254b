// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.dialect;

import java.time.Duration;
import java.time.ZoneId;

/**
 * How far a table may be read.
 *
 * @param before rows stamped earlier than this, as text in the timestamp column's type
 * @param guarantee what the bound is worth
 */
public record UpperBound(String before, Guarantee guarantee) {

    /** Why no row below the bound can still appear, or why one might. */
    public enum Guarantee {
        /** The bound is below the start of every open transaction. */
        WATERMARK("watermark: no row is read before every transaction that could still add an earlier one has ended"),
        /** The role cannot see other sessions' transactions. */
        DELAY_FOR_LACK_OF_PRIVILEGE("delay only: the role lacks pg_read_all_stats, so open transactions are invisible"
                + " and rows that are committed later than the delay are missed; GRANT pg_read_all_stats TO the role,"
                + " or set timestamp.delay.interval.ms above the longest transaction"),
        /** A standby does not show the transactions of its primary. */
        DELAY_ON_STANDBY("delay only: the database is a standby, where its primary's open transactions are invisible,"
                + " so rows that are committed later than the delay are missed; connect to the primary, or set"
                + " timestamp.delay.interval.ms above the longest transaction and the replication lag"),
        /** A session hides what it does. */
        DELAY_FOR_UNTRACKED_SESSIONS("delay only: a session runs with track_activities=off, so its open transaction is"
                + " invisible and rows that it commits later than the delay are missed; switch track_activities on, or"
                + " set timestamp.delay.interval.ms above the longest transaction");

        private final String description;

        Guarantee(String description) {
            this.description = description;
        }

        public String description() {
            return description;
        }
    }

    /**
     * What the bound is for.
     *
     * @param type the timestamp column's type
     * @param zone the zone of a timestamp without one
     * @param margin distance kept from the oldest open transaction
     * @param delay age that a row must have reached
     */
    public record Request(ColumnType.Timestamp type, ZoneId zone, Duration margin, Duration delay) {}
}
