// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.dialect;

import java.util.Map;
import java.util.Optional;

/** The next rows of a table in its cursor's order, {@code limit} at the most. */
public record PageRequest(TableCursor cursor, Range range, int limit) {

    /** Which rows. */
    public sealed interface Range {}

    /** Rows that have no timestamp, ordered by the tie-breaking columns, behind a key if one is given. */
    public record Untimed(Optional<Map<String, String>> afterKey) implements Range {}

    /**
     * Rows in the order of the tie-breaking columns alone, behind a key if one is given, up to and with a value of the
     * first of these columns if one is given.
     */
    public record Keyed(Optional<Map<String, String>> afterKey, Optional<String> through) implements Range {}

    /** Rows of which a tie-breaking column is NULL: they have no place in any order. */
    public record Keyless() implements Range {}

    /**
     * Rows stamped before an upper bound, behind a position with a timestamp if one is given. A position without a key
     * lies before all rows of its timestamp.
     */
    public record Timed(Optional<Position> after, String before) implements Range {}

    /**
     * Rows of a range of keys, in the order of the tie-breaking columns alone.
     *
     * @param through the last key of the range; without it there is no end
     * @param before only rows stamped earlier than this, or not at all; without it, all
     */
    public record KeyRange(Optional<LowerKey> from, Optional<Map<String, String>> through, Optional<String> before)
            implements Range {}

    /** Where a range of keys begins: with a key, or behind it. */
    public record LowerKey(Map<String, String> key, boolean inclusive) {}
}
