// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows that were sent and will be read again: of each key the version that was sent last. A version that comes back is
 * known by its timestamp; another one is newer, as a later statement sees a later state of the table.
 *
 * <p>Kept for one look and the next, and for a bounded number of keys.
 */
final class SentRows {

    private final int most;
    private Map<List<String>, String> lastLook = new HashMap<>();
    private Map<List<String>, String> thisLook = new HashMap<>();

    SentRows(int most) {
        this.most = most;
    }

    /** The rows that were not sent yet. */
    List<Row> unsent(List<Row> rows) {
        return lastLook.isEmpty() && thisLook.isEmpty()
                ? rows
                : rows.stream().filter(row -> !isSent(row.position())).toList();
    }

    private boolean isSent(Position version) {
        List<String> key = key(version);
        String sent = thisLook.getOrDefault(key, lastLook.getOrDefault(key, ""));
        return sent.equals(timestamp(version));
    }

    /** Keeps rows that were sent, in this look or an earlier one. */
    void remember(List<Row> rows) {
        rows.forEach(row -> thisLook.put(key(row.position()), timestamp(row.position())));
    }

    /** Whether no more may be remembered in this look. */
    boolean isFull() {
        return thisLook.size() >= most;
    }

    /** The look begins anew: what it has sent is remembered beside what the last one had. */
    void beginAgain() {
        lastLook.putAll(thisLook);
        thisLook = lastLook;
        lastLook = new HashMap<>();
    }

    /** Forgets what has not been read again since the last call. */
    void nextLook() {
        lastLook = thisLook;
        thisLook = new HashMap<>();
    }

    private static List<String> key(Position version) {
        return List.copyOf(version.key().values());
    }

    private static String timestamp(Position version) {
        return version.timestamp().orElseThrow();
    }
}
