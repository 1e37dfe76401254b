// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.mysql;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The oldest stamp that may yet appear, remembered from look to look. A stamp is the start of its statement, and the
 * server does not say when the statements of an open transaction have started: InnoDB's own start of it comes later,
 * by as long as the first statement had waited for a lock on its table. But a transaction that the last look did not
 * show was begun by a statement that ran then, or has started since.
 *
 * <p>Times are microseconds since 1970.
 */
final class StampHistory {

    private OptionalLong lastLook = OptionalLong.empty();
    private Map<Long, Long> lastRunning = Map.of();
    private Map<Transaction, Long> lastOpen = Map.of();

    /**
     * A transaction as InnoDB lists it.
     *
     * @param thread that of its session
     * @param started by InnoDB's reckoning, in whole seconds
     */
    record Transaction(long thread, long started, boolean readOnly) {}

    /**
     * Takes a look.
     *
     * @param clock the server's, when the sessions were listed
     * @param running the starts of the statements that ran then, by thread
     * @param listed the transactions that were open later
     * @return the oldest stamp that may yet appear from each thread that may write
     */
    Map<Long, Long> look(long clock, Map<Long, Long> running, List<Transaction> listed) {
        Map<Transaction, Long> open = new HashMap<>();
        Map<Long, Long> writing = new HashMap<>(running);
        for (Transaction transaction : listed) {
            if (transaction.readOnly()) {
                // Such a thread has nothing uncommitted from the statement that it ran a moment ago either.
                writing.remove(transaction.thread());
            } else {
                open.put(transaction, earliestStamp(transaction, running));
            }
        }
        Map<Long, Long> stamps = new HashMap<>(writing);
        open.forEach((transaction, stamp) -> stamps.merge(transaction.thread(), stamp, Math::min));
        lastLook = OptionalLong.of(clock);
        lastRunning = writing;
        lastOpen = open;
        return stamps;
    }

    private long earliestStamp(Transaction transaction, Map<Long, Long> running) {
        if (lastLook.isEmpty()) {
            long statement = running.getOrDefault(transaction.thread(), Long.MAX_VALUE);
            return Math.min(transaction.started(), statement);
        }
        Long known = lastOpen.get(transaction);
        return known != null ? known : lastRunning.getOrDefault(transaction.thread(), lastLook.getAsLong());
    }
}
