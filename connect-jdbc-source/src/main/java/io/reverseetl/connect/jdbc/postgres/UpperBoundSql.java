// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.postgres;

import io.reverseetl.connect.jdbc.dialect.UpperBound;
import io.reverseetl.connect.jdbc.dialect.UpperBound.Guarantee;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * How far a table may be read: up to the start of the oldest transaction that is still open, as that may yet commit rows
 * stamped at its start.
 */
final class UpperBoundSql {

    /**
     * What the bound is worth, and the start of the oldest transaction. Every session of this database that may hold a
     * transaction counts, whether it has written yet or not: {@code now()} is fixed at BEGIN. An active session counts
     * from the arrival of its message if that is earlier. Sessions of ours only read, and autovacuum stamps nothing; a
     * WAL sender's query is as old as its connection.
     */
    private static final String OPEN_TRANSACTIONS = """
            SELECT CASE WHEN pg_is_in_recovery() THEN 'DELAY_ON_STANDBY'
                        WHEN NOT pg_has_role(current_user, 'pg_read_all_stats', 'USAGE')
                          THEN 'DELAY_FOR_LACK_OF_PRIVILEGE'
                        WHEN bool_or(state = 'disabled') THEN 'DELAY_FOR_UNTRACKED_SESSIONS'
                        ELSE 'WATERMARK' END AS guarantee,
                   min(least(xact_start,
                              CASE WHEN state = 'active' AND backend_type = 'client backend' THEN query_start END))
                     AS oldest
            FROM pg_catalog.pg_stat_activity
            WHERE datname = current_database()
              AND pid <> pg_backend_pid()
              AND backend_type NOT IN ('autovacuum worker', 'walsender')
              AND application_name IS DISTINCT FROM '%s'
            """.formatted(PostgresDialect.APPLICATION_NAME);

    private UpperBoundSql() {}

    /**
     * {@code statement_timestamp()} and not {@code clock_timestamp()}: the latter would be read after the scan, and
     * miss what began meanwhile.
     */
    static String text(UpperBound.Request request) {
        Duration unit = unitBelowMicroseconds(request.type().precision());
        Duration watermark = request.margin().plus(request.delay()).plus(unit);
        Duration delayOnly = max(request.margin(), request.delay()).plus(unit);
        String bound = "(CASE guarantee WHEN 'WATERMARK'"
                + " THEN least(statement_timestamp(), oldest) - " + interval(watermark)
                + " ELSE statement_timestamp() - " + interval(delayOnly) + " END)";
        String inColumnType =
                request.type().zoned() ? bound : "(" + bound + " AT TIME ZONE " + zone(request.zone()) + ")";
        return "SELECT " + inColumnType + "::text, guarantee FROM (" + OPEN_TRANSACTIONS + ") AS seen";
    }

    static UpperBound read(ResultSet row) throws SQLException {
        return new UpperBound(row.getString(1), Guarantee.valueOf(row.getString(2)));
    }

    /** A column of fewer digits rounds, so a stamp can lie below the start of its transaction, by a unit at most. */
    private static Duration unitBelowMicroseconds(int precision) {
        long micros = 1;
        for (int digit = precision; digit < 6; digit++) {
            micros *= 10;
        }
        return precision < 6 ? Duration.of(micros, ChronoUnit.MICROS) : Duration.ZERO;
    }

    /** PostgreSQL reads the name {@code +02:00} in the POSIX sense, which is west of Greenwich; an interval is east. */
    private static String zone(ZoneId zone) {
        ZoneId normal = zone.normalized();
        if (normal.equals(ZoneOffset.UTC)) {
            return "'UTC'";
        }
        return normal instanceof ZoneOffset ? "INTERVAL '" + normal + "'" : "'" + normal + "'";
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static String interval(Duration duration) {
        return duration.dividedBy(Duration.of(1, ChronoUnit.MICROS)) + " * interval '1 microsecond'";
    }
}
