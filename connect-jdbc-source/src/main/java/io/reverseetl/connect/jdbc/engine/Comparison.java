// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.KeyPresence;
import io.reverseetl.connect.jdbc.dialect.Row;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import io.reverseetl.connect.jdbc.engine.KeyMemory.Entry;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One comparison of the keys that were sent with the rows that there are, a chunk of keys at a time. It holds the keys
 * that are gone, some 300 bytes each, and no more of them than about twice what the fuse lets through.
 */
final class Comparison implements AutoCloseable {

    /** Few enough to hold without asking how many rows are left. */
    private static final int FIRST_LOOK = 10_000;

    private final TableCursor cursor;
    private final SentKeys keys;
    private final DeleteFuse fuse;
    private final KeyMemory.Scan scan;
    private final String generation;
    private final Set<Map<String, String>> gone = new LinkedHashSet<>();
    private long uncollected;
    private int nextLook = FIRST_LOOK;
    private boolean collecting = true;
    private long otherColumns;

    private Comparison(TableCursor cursor, SentKeys keys, DeleteFuse fuse, String generation) {
        this.cursor = cursor;
        this.keys = keys;
        this.fuse = fuse;
        this.generation = generation;
        this.scan = keys.scan();
    }

    static Comparison begin(TableCursor cursor, SentKeys keys, DeleteFuse fuse, KeyPresence presence)
            throws SQLException {
        return new Comparison(cursor, keys, fuse, presence.generation(cursor.relation()));
    }

    /** Compares the next chunk. */
    void step(KeyPresence presence, long approved) throws SQLException {
        Map<Map<String, String>, Boolean> latest = new LinkedHashMap<>();
        scan.next().forEach((Entry entry) -> latest.put(entry.key(), entry.kept()));
        // What an earlier chunk said of them is out of date.
        latest.keySet().forEach(gone::remove);
        List<Map<String, String>> asked = new ArrayList<>();
        latest.forEach((key, kept) -> {
            if (kept && isComparable(key) && !keys.isLeaving(key)) {
                asked.add(key);
            }
        });
        List<Row> missing = asked.isEmpty() ? List.of() : presence.missing(cursor, asked);
        if (collecting) {
            missing.forEach(row -> gone.add(row.position().key()));
            look(presence, approved);
        } else {
            uncollected += missing.size();
        }
    }

    private boolean isComparable(Map<String, String> key) {
        boolean same = key.size() == cursor.recordKey().size()
                && cursor.recordKey().stream().allMatch(column -> key.containsKey(column.name()));
        otherColumns += same ? 0 : 1;
        return same;
    }

    /**
     * Stops collecting where the fuse is sure to blow. Half of what is collected may have been sent before and be struck
     * out further on, as long as Kafka has not compacted it.
     */
    private void look(KeyPresence presence, long approved) throws SQLException {
        if (gone.size() < nextLook) {
            return;
        }
        nextLook = gone.size() * 2;
        long half = gone.size() / 2;
        long mustBeLeft = fuse.mustBeLeft(half);
        collecting = half <= approved || presence.countUpTo(cursor.relation(), mustBeLeft) >= mustBeLeft;
    }

    boolean isDone() {
        return scan.isDone();
    }

    /** Whether all chunks were compared with the same rows, but for single ones. */
    boolean sawOneTable(KeyPresence presence) throws SQLException {
        return generation.equals(presence.generation(cursor.relation()));
    }

    /** The keys that are gone; some of them only, if {@link #count} is larger. */
    Set<Map<String, String>> gone() {
        return gone;
    }

    /** How many keys are gone; where they were too many to collect, at the most. */
    long count() {
        return gone.size() + uncollected;
    }

    /** Entries with other columns than the record key has now. */
    long otherColumns() {
        return otherColumns;
    }

    @Override
    public void close() {
        scan.close();
    }
}
