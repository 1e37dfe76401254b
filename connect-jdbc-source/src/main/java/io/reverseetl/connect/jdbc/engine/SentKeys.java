// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.Column;
import io.reverseetl.connect.jdbc.dialect.Row;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The keys that consumers have records of. A key is stored before its record is handed over, and struck out after its
 * tombstone has arrived, so that none is ever missing; one too many does no harm.
 *
 * <p>Used by the reader thread, but for {@link #arrived} and {@link #due}, which any thread may call.
 */
public final class SentKeys {

    private final KeyMemory memory;

    /** Their tombstones were handed over, and no record since. */
    private final Set<Map<String, String>> leaving = new HashSet<>();

    private final Queue<Map<String, String>> arrived = new ConcurrentLinkedQueue<>();

    public SentKeys(KeyMemory memory) {
        this.memory = memory;
    }

    /** Takes note of records that are about to be handed over. */
    void sending(TableCursor cursor, List<Row> rows) {
        List<Map<String, String>> keys =
                rows.stream().map(row -> keyOf(row, cursor)).toList();
        // A row that was inserted again: when its tombstone arrives, the key has to stay.
        keys.forEach(leaving::remove);
        memory.remember(keys);
    }

    /** Takes note of tombstones that are about to be handed over. */
    void sendingTombstones(List<Map<String, String>> keys) {
        leaving.addAll(keys);
    }

    /** A tombstone is in its topic. */
    public void arrived(Map<String, String> key) {
        arrived.add(key);
    }

    /** Whether tombstones have arrived whose keys are not struck out yet. */
    boolean due() {
        return !arrived.isEmpty();
    }

    /**
     * Strikes out the keys of tombstones that have arrived. In the thread that stores keys, so that the two happen in the
     * order in which records and tombstones were handed over.
     */
    void forgetArrived() {
        List<Map<String, String>> done = new ArrayList<>();
        for (Map<String, String> key = arrived.poll(); key != null; key = arrived.poll()) {
            if (leaving.remove(key)) {
                done.add(key);
            }
        }
        if (!done.isEmpty()) {
            memory.forget(done);
        }
    }

    boolean isLeaving(Map<String, String> key) {
        return leaving.contains(key);
    }

    KeyMemory.Scan scan() {
        return memory.scan();
    }

    private static Map<String, String> keyOf(Row row, TableCursor cursor) {
        Map<String, String> key = new LinkedHashMap<>();
        for (Column column : cursor.recordKey()) {
            key.put(column.name(), row.position().key().getOrDefault(column.name(), ""));
        }
        return key;
    }
}
