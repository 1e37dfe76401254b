// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.dialect;

/** Why no row below the upper bound can still appear, or why one might. */
public enum Guarantee {
    /** Every open transaction is seen. */
    WATERMARK("watermark: no row is read before every transaction that could still add an earlier one has ended"),
    /** The role cannot see other sessions' transactions. */
    DELAY_FOR_LACK_OF_PRIVILEGE("delay only: the role lacks pg_read_all_stats, so open transactions are invisible"
            + " and rows that are committed later than the delay are missed; GRANT pg_read_all_stats TO the role,"
            + " or set timestamp.delay.interval.ms above the longest transaction"),
    /** A standby does not show the transactions of its primary. */
    DELAY_ON_STANDBY("delay only: the database is a standby, where its primary's open transactions are invisible,"
            + " so rows that are committed later than the delay are missed; set watermark.connection.url to the"
            + " primary, or set timestamp.delay.interval.ms above the longest transaction and the replication lag"),
    /** A session hides what it does. */
    DELAY_FOR_UNTRACKED_SESSIONS("delay only: a session runs with track_activities=off, so its open transaction is"
            + " invisible and rows that it commits later than the delay are missed; switch track_activities on, or"
            + " set timestamp.delay.interval.ms above the longest transaction"),
    /** The user cannot see other sessions and their transactions. */
    DELAY_FOR_LACK_OF_PROCESS_PRIVILEGE("delay only: the user lacks the PROCESS privilege, so open transactions are"
            + " invisible and rows that are committed later than the delay are missed; GRANT PROCESS ON *.* TO the"
            + " user, or set timestamp.delay.interval.ms above the longest transaction"),
    /** A server that applies the changes of others commits rows long after their stamps. */
    DELAY_ON_REPLICA("delay only: the server replicates from others, whose open transactions are invisible here, so"
            + " rows that are committed later than the delay are missed; connect to the primary, or set"
            + " timestamp.delay.interval.ms above the longest transaction and the replication lag"),
    /** The database has no list of transactions that the connector can read. */
    DELAY_WITHOUT_TRANSACTIONS("delay only: the open transactions of this kind of database are not known, so rows"
            + " that are committed later than the delay are missed; set timestamp.delay.interval.ms above the"
            + " longest transaction");

    private final String description;

    Guarantee(String description) {
        this.description = description;
    }

    public String description() {
        return description;
    }

    /** Whether nothing is missed, as far as the transactions are concerned. */
    public boolean seesEveryTransaction() {
        return this == WATERMARK;
    }
}
