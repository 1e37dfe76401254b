// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.state;

import io.reverseetl.connect.crm.engine.Known;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the objects of one partition. A task may have to remember millions, so an entry is 32 bytes in an
 * array of longs and not some 200 bytes of Java objects: with free places between them, 40 to 60 bytes a key. Entries
 * are never removed. For one thread at a time.
 */
final class StateTable {

    /** An entry is two longs of key, the fingerprint of the content, and the time. */
    private static final int WIDTH = 4;

    private static final int LEAST_PLACES = 64;
    private static final double MOST_USED = 0.8;
    private static final double GROWTH = 1.5;

    private long[] cells = new long[LEAST_PLACES * WIDTH];
    private int size;

    int size() {
        return size;
    }

    /** What the table takes in memory. */
    long bytes() {
        return (long) cells.length * Long.BYTES;
    }

    @Nullable
    Known get(long high, long low) {
        int at = find(cells, high, low);
        return isFree(cells, at) ? null : new Known(cells[at + 2], cells[at + 3]);
    }

    void put(long high, long low, Known known) {
        int at = find(cells, high, low);
        if (isFree(cells, at)) {
            size++;
            if (size > places(cells) * MOST_USED) {
                grow();
                at = find(cells, high, low);
            }
        }
        set(cells, at, high, low, known.content(), known.sourceMicros());
    }

    private void grow() {
        long[] larger = new long[Math.multiplyExact((int) (places(cells) * GROWTH), WIDTH)];
        for (int at = 0; at < cells.length; at += WIDTH) {
            if (!isFree(cells, at)) {
                int place = find(larger, cells[at], cells[at + 1]);
                set(larger, place, cells[at], cells[at + 1], cells[at + 2], cells[at + 3]);
            }
        }
        cells = larger;
    }

    private static void set(long[] cells, int at, long high, long low, long content, long sourceMicros) {
        cells[at] = high;
        cells[at + 1] = low;
        cells[at + 2] = content;
        cells[at + 3] = sourceMicros;
    }

    /** Where the key is or, if it is nowhere, belongs: keys are fingerprints, so their upper bits spread them evenly. */
    private static int find(long[] cells, long high, long low) {
        int places = places(cells);
        int place = (int) (((high >>> 32) * places) >>> 32);
        while (!isFree(cells, place * WIDTH) && !(cells[place * WIDTH] == high && cells[place * WIDTH + 1] == low)) {
            place = place + 1 == places ? 0 : place + 1;
        }
        return place * WIDTH;
    }

    /** No key is zero in all of its 128 bits. */
    private static boolean isFree(long[] cells, int at) {
        return cells[at] == 0 && cells[at + 1] == 0;
    }

    private static int places(long[] cells) {
        return cells.length / WIDTH;
    }
}
