// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.postgres;

import io.reverseetl.connect.jdbc.dialect.Activity;
import io.reverseetl.connect.jdbc.dialect.Activity.LogPosition;
import io.reverseetl.connect.jdbc.dialect.Guarantee;
import io.reverseetl.connect.jdbc.dialect.OpenTransaction;
import io.reverseetl.connect.jdbc.dialect.OpenTransaction.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The statements that show which transactions are open. Each is run on its own, in this order: what one of them no
 * longer shows has either ended, and is visible to whoever reads later, or is shown by the next.
 */
final class ActivitySql {

    /**
     * The server's clock, what the list is worth, and each transaction of this database with its start. Every session
     * counts, whether it has written yet or not: {@code now()} is fixed at BEGIN. An active session counts from the
     * arrival of its message if that is earlier, as it is what {@code now()} is behind a COMMIT in one message. Sessions
     * of ours only read, and autovacuum stamps nothing; a WAL sender's query is as old as its connection.
     *
     * <p>{@code statement_timestamp()} and not {@code clock_timestamp()}: the latter would be read after the list, and
     * miss what began meanwhile.
     */
    private static final String RUNNING =
            """
            SELECT %s AS clock,
                   CASE WHEN pg_is_in_recovery() THEN 'DELAY_ON_STANDBY'
                        WHEN NOT pg_has_role(current_user, 'pg_read_all_stats', 'USAGE')
                          THEN 'DELAY_FOR_LACK_OF_PRIVILEGE'
                        WHEN seen.state = 'disabled' THEN 'DELAY_FOR_UNTRACKED_SESSIONS'
                        ELSE 'WATERMARK' END AS guarantee,
                   seen.pid, %s AS since, seen.application_name, seen.usename
            FROM (VALUES (1)) AS always
            LEFT JOIN (
              SELECT pid, usename, application_name, state,
                     least(xact_start,
                           CASE WHEN state = 'active' AND backend_type = 'client backend' THEN query_start END) AS began
              FROM pg_catalog.pg_stat_activity
              WHERE datname = current_database()
                AND pid <> pg_backend_pid()
                AND backend_type NOT IN ('autovacuum worker', 'walsender')
                AND application_name IS DISTINCT FROM '%s'
            """.formatted(micros("statement_timestamp()"), micros("seen.began"), PostgresDialect.APPLICATION_NAME);

    private static final String PREPARED = """
            SELECT gid, %s AS prepared, owner
            FROM pg_catalog.pg_prepared_xacts
            WHERE database = current_database()
            """.formatted(micros("prepared"));

    /**
     * In bytes. At the start of a page the insert position lies behind the page's header, where no record ends: a
     * standby that has replayed everything would never seem to get there.
     */
    static final String LOG_POSITION = """
            SELECT (SELECT system_identifier FROM pg_catalog.pg_control_system())::text,
                   position - CASE WHEN position % page <= 40 THEN position % page ELSE 0 END
            FROM (SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') AS position,
                         current_setting('wal_block_size')::numeric AS page) AS log
            """;

    /** Whose log it is, whether the server is a standby, and whether it has replayed up to a position in bytes. */
    static final String REPLAYED = """
            SELECT (SELECT system_identifier FROM pg_catalog.pg_control_system())::text,
                   pg_is_in_recovery(),
                   pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0') >= CAST(? AS numeric)
            """;

    /** Object not in prerequisite state. */
    private static final String NOT_A_STANDBY = "55000";

    private ActivitySql() {}

    record Statement(String text, List<String> parameters) {}

    /** A row of {@link #running}; there is always one. */
    record Seen(Instant clock, Guarantee guarantee, Optional<OpenTransaction> transaction) {}

    static Statement running(Activity.Request request) {
        List<String> parameters = new ArrayList<>();
        String text = RUNNING
                + without("application_name", request.excludedApplications(), parameters)
                + without("usename", request.excludedRoles(), parameters)
                + ") AS seen ON seen.began IS NOT NULL OR seen.state = 'disabled'";
        return new Statement(text, parameters);
    }

    static Statement prepared(Activity.Request request) {
        List<String> parameters = new ArrayList<>();
        return new Statement(PREPARED + without("owner", request.excludedRoles(), parameters), parameters);
    }

    static Seen seen(ResultSet row) throws SQLException {
        Instant clock = instant(row.getLong("clock"));
        Guarantee guarantee = Guarantee.valueOf(row.getString("guarantee"));
        long since = row.getLong("since");
        if (row.wasNull()) {
            return new Seen(clock, guarantee, Optional.empty());
        }
        return new Seen(
                clock,
                guarantee,
                Optional.of(new OpenTransaction(
                        Kind.RUNNING,
                        row.getString("pid"),
                        instant(since),
                        orBlank(row.getString("application_name")),
                        orBlank(row.getString("usename")))));
    }

    static LogPosition logPosition(ResultSet row) throws SQLException {
        return new LogPosition(row.getString(1), row.getLong(2));
    }

    /** An answer to {@link #REPLAYED}. */
    static boolean replayed(ResultSet row, LogPosition position) throws SQLException {
        if (!row.getBoolean(2)) {
            throw new SQLException(
                    "the server of connection.url is not a standby, so that it shows open transactions itself: remove"
                            + " watermark.connection.url.",
                    NOT_A_STANDBY);
        }
        if (!position.cluster().equals(row.getString(1))) {
            throw new SQLException(
                    "the server of connection.url is not a standby of that of watermark.connection.url.",
                    NOT_A_STANDBY);
        }
        return row.getBoolean(3);
    }

    static OpenTransaction prepared(ResultSet row) throws SQLException {
        return new OpenTransaction(
                Kind.PREPARED,
                row.getString("gid"),
                instant(row.getLong("prepared")),
                "",
                orBlank(row.getString("owner")));
    }

    /** A background process has no name, and none excludes it. */
    private static String without(String column, List<String> names, List<String> parameters) {
        parameters.addAll(names);
        String placeholders = String.join(", ", Collections.nCopies(names.size(), "?"));
        return names.isEmpty() ? "" : "AND coalesce(" + column + ", '') NOT IN (" + placeholders + ") ";
    }

    private static String micros(String timestamp) {
        return "(extract(epoch FROM " + timestamp + ") * 1000000)::bigint";
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static String orBlank(@Nullable String text) {
        return text == null ? "" : text;
    }
}
