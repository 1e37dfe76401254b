// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.state;

/**
 * A map from 128 bits to a few longs, in one array with places that are free. Entries are never removed. For one thread
 * at a time.
 */
final class LongTable {

    private static final int KEY = 2;
    private static final int LEAST_PLACES = 8;
    private static final double MOST_USED = 0.8;
    private static final double GROWTH = 1.5;

    private final int width;
    private long[] cells;
    private int size;

    /**
     * An empty table.
     *
     * @param values how many longs each entry has beside its key
     */
    LongTable(int values) {
        width = KEY + values;
        cells = new long[LEAST_PLACES * width];
    }

    int size() {
        return size;
    }

    /** What the table takes in memory. */
    long bytes() {
        return (long) cells.length * Long.BYTES;
    }

    /** Where the key's entry is, until the next one is added; negative if there is none. */
    int find(long high, long low) {
        int at = place(cells, high, low);
        return isFree(cells, at) ? -1 : at;
    }

    /** Where the key's entry is, until the next one is added. All values of a new one are 0. */
    int findOrAdd(long high, long low) {
        int at = place(cells, high, low);
        if (isFree(cells, at)) {
            size++;
            if (size > places(cells) * MOST_USED) {
                grow();
                at = place(cells, high, low);
            }
            cells[at] = high;
            cells[at + 1] = low;
        }
        return at;
    }

    long get(int at, int value) {
        return cells[at + KEY + value];
    }

    void set(int at, int value, long to) {
        cells[at + KEY + value] = to;
    }

    private void grow() {
        long[] larger = new long[Math.multiplyExact((int) (places(cells) * GROWTH), width)];
        for (int at = 0; at < cells.length; at += width) {
            if (!isFree(cells, at)) {
                System.arraycopy(cells, at, larger, place(larger, cells[at], cells[at + 1]), width);
            }
        }
        cells = larger;
    }

    /** Where the key is or, if it is nowhere, belongs: keys are fingerprints, so their upper bits spread them evenly. */
    private int place(long[] in, long high, long low) {
        int places = places(in);
        int place = (int) (((high >>> 32) * places) >>> 32);
        while (!isFree(in, place * width) && !(in[place * width] == high && in[place * width + 1] == low)) {
            place = place + 1 == places ? 0 : place + 1;
        }
        return place * width;
    }

    /** No key is zero in all of its 128 bits. */
    private static boolean isFree(long[] in, int at) {
        return in[at] == 0 && in[at + 1] == 0;
    }

    private int places(long[] in) {
        return in.length / width;
    }
}
