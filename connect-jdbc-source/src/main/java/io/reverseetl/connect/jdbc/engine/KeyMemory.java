// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The keys of a table's or query's records, kept where the next run finds them: each a text for each column of the record
 * key. Used by the reader thread.
 */
public interface KeyMemory {

    /**
     * Stores keys, and returns once they are safe.
     *
     * @throws ReadFailedException if they cannot be stored
     */
    void remember(Collection<Map<String, String>> keys);

    /** Strikes keys out, sooner or later: one that stays is found to be gone once more. */
    void forget(Collection<Map<String, String>> keys);

    /**
     * Begins to read all that has been stored by now, oldest first.
     *
     * @throws ReadFailedException if it cannot be read
     */
    Scan scan();

    /** A reading of the memory. */
    interface Scan extends AutoCloseable {

        /** What comes next; possibly nothing yet. A key can come several times, and what comes last holds. */
        List<Entry> next();

        boolean isDone();

        @Override
        void close();
    }

    /**
     * What was stored of a key.
     *
     * @param kept false if it was struck out
     */
    record Entry(Map<String, String> key, boolean kept) {}
}
