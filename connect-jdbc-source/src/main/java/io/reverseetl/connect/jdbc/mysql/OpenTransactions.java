// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.mysql;

import io.reverseetl.connect.jdbc.dialect.Activity;
import io.reverseetl.connect.jdbc.dialect.Failure;
import io.reverseetl.connect.jdbc.dialect.Guarantee;
import io.reverseetl.connect.jdbc.dialect.OpenTransaction;
import io.reverseetl.connect.jdbc.dialect.OpenTransaction.Kind;
import io.reverseetl.connect.jdbc.mysql.StampHistory.Transaction;
import io.reverseetl.connect.jdbc.sql.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which transactions are open, out of the list of sessions and then the list of InnoDB's transactions. In this order: a
 * row that is not to be seen yet was either being written by a statement when the sessions were listed, or its
 * transaction was open from then on until the transactions were.
 */
final class OpenTransactions {

    /**
     * Our own session is in the list, so there is always the clock. Threads that replicate commit rows under stamps of
     * another server.
     */
    private static final String SESSIONS = """
            SELECT ID, ID <> CONNECTION_ID() AND COMMAND NOT IN ('Sleep', 'Daemon', 'Binlog Dump', 'Binlog Dump GTID')
                         AND USER <> 'unauthenticated user',
                   USER = 'system user' AND COMMAND <> 'Daemon',
                   CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS SIGNED),
                   CAST(%s AS SIGNED),
                   USER
            FROM information_schema.PROCESSLIST
            """;

    /** The server keeps this list for as long as it is asked for it more often than every tenth of a second. */
    private static final String TRANSACTIONS = """
            SELECT trx_mysql_thread_id,
                   CAST(UNIX_TIMESTAMP(CONVERT_TZ(trx_started, 'SYSTEM', '+00:00')) * 1000000 AS SIGNED),
                   trx_is_read_only,
                   trx_mysql_thread_id = CONNECTION_ID() AND COALESCE(trx_query LIKE '%%look %d of ours%%', FALSE),
                   trx_id
            FROM information_schema.INNODB_TRX
            """;

    private static final String UNTIL_REFRESHED = "DO SLEEP(0.11)";
    private static final int MOST_TRIES = 10;
    private static final long KEPT_MICROS = 200_000;

    /** In place of the thread of a prepared transaction, whose session is gone. */
    private static final long NO_THREAD = 0;

    private final Statements statements;
    private final String sessions;
    private final StampHistory history = new StampHistory();
    private @Nullable Seen last;
    private long looks;

    /** All of a look, which roles may be left out of later. */
    private record Seen(Instant clock, Guarantee guarantee, List<OpenTransaction> open) {}

    private record ListedSession(
            long thread, boolean running, boolean replicating, long clock, long age, String user) {}

    private record ListedTransaction(Transaction transaction, boolean ours, String id) {}

    private OpenTransactions(Statements statements, String sessions) {
        this.statements = statements;
        this.sessions = sessions;
    }

    static OpenTransactions of(Statements statements) throws SQLException {
        boolean mariaDb = statements
                .query("SELECT VERSION() LIKE '%MariaDB%'", List.of(), row -> row.getBoolean(1))
                .get(0);
        // MySQL knows whole seconds, which it rounds down.
        return new OpenTransactions(
                statements, SESSIONS.formatted(mariaDb ? "TIME_MS * 1000" : "(TIME + 1) * 1000000"));
    }

    static Instant clock(Statements statements) throws SQLException {
        return statements
                .query(
                        "SELECT CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS SIGNED)",
                        List.of(),
                        row -> instant(row.getLong(1)))
                .get(0);
    }

    Activity activity(Activity.Request request) throws SQLException {
        List<ListedSession> listed = statements.query(sessions, List.of(), OpenTransactions::session);
        Seen known = last;
        Instant clock = instant(listed.get(0).clock());
        // What was seen holds for every later page, and to ask again so soon would bring nothing new.
        boolean recent = known != null && clock.isBefore(known.clock().plus(KEPT_MICROS, ChronoUnit.MICROS));
        Seen seen = known != null && recent ? known : look(listed);
        last = seen;
        List<OpenTransaction> open = seen.open().stream()
                .filter(transaction -> !request.excludedRoles().contains(transaction.role()))
                .toList();
        return new Activity(seen.clock(), seen.guarantee(), open, Optional.empty());
    }

    private Seen look(List<ListedSession> listed) throws SQLException {
        long clock = listed.get(0).clock();
        if (listed.stream().anyMatch(ListedSession::replicating)) {
            return new Seen(instant(clock), Guarantee.DELAY_ON_REPLICA, List.of());
        }
        Optional<List<ListedTransaction>> open = transactions();
        return open.isEmpty()
                ? new Seen(instant(clock), Guarantee.DELAY_FOR_LACK_OF_PROCESS_PRIVILEGE, List.of())
                : new Seen(instant(clock), Guarantee.WATERMARK, opened(clock, listed, open.get()));
    }

    private List<OpenTransaction> opened(long clock, List<ListedSession> listed, List<ListedTransaction> transactions) {
        Map<Long, ListedSession> sessionOf =
                listed.stream().collect(Collectors.toMap(ListedSession::thread, Function.identity()));
        Map<Long, Long> running = listed.stream()
                .filter(ListedSession::running)
                .collect(Collectors.toMap(ListedSession::thread, session -> clock - session.age()));
        List<Transaction> ofSessions = transactions.stream()
                .map(ListedTransaction::transaction)
                .filter(transaction -> transaction.thread() != NO_THREAD)
                .toList();
        List<OpenTransaction> open = new ArrayList<>();
        history.look(clock, running, ofSessions).forEach((thread, stamp) -> {
            ListedSession session = sessionOf.get(thread);
            String user = session == null ? "" : session.user();
            open.add(new OpenTransaction(Kind.RUNNING, thread.toString(), instant(stamp), "", user));
        });
        for (ListedTransaction listedLast : transactions) {
            Transaction transaction = listedLast.transaction();
            if (transaction.thread() == NO_THREAD) {
                open.add(new OpenTransaction(Kind.PREPARED, listedLast.id(), instant(transaction.started()), "", ""));
            }
        }
        return open;
    }

    /** Empty if the privilege to see them is missing. */
    private Optional<List<ListedTransaction>> transactions() throws SQLException {
        statements.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
        try {
            for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
                List<ListedTransaction> listed =
                        statements.query(TRANSACTIONS.formatted(++looks), List.of(), OpenTransactions::transaction);
                // Our own transaction is in the list, and in it this very statement, if the list is not an older one.
                if (listed.stream().anyMatch(ListedTransaction::ours)) {
                    return Optional.of(listed);
                }
                statements.execute(UNTIL_REFRESHED);
            }
        } catch (SQLException e) {
            if (Errors.classify(e) == Failure.DENIED) {
                return Optional.empty();
            }
            throw e;
        } finally {
            statements.execute("ROLLBACK");
        }
        throw new SQLTransientException("information_schema.INNODB_TRX does not change while it is asked for more often"
                + " than every 0.1 s, and so it is: by monitoring, or by many tasks. Raise poll.interval.ms, or lower"
                + " tasks.max.");
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static ListedSession session(ResultSet row) throws SQLException {
        return new ListedSession(
                row.getLong(1),
                row.getBoolean(2),
                row.getBoolean(3),
                row.getLong(4),
                row.getLong(5),
                String.valueOf(row.getString(6)));
    }

    private static ListedTransaction transaction(ResultSet row) throws SQLException {
        return new ListedTransaction(
                new Transaction(row.getLong(1), row.getLong(2), row.getBoolean(3)),
                row.getBoolean(4),
                row.getString(5));
    }
}
