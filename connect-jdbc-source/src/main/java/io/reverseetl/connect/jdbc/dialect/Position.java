// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.dialect;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A place in a cursor's order: that of one row, or before all rows of one timestamp. Both parts are text as the database
 * writes it, and only the database compares them.
 *
 * @param timestamp empty for a row without a timestamp, or in an order without one
 * @param key the tie-breaking columns' values by the columns' names, in the order in which they break ties; empty for
 *     the place before every row of that timestamp
 * @param run when the reading of the whole table began that the row was read in; empty where only changes are read
 */
public record Position(Optional<String> timestamp, Map<String, String> key, Optional<Instant> run) {

    public Position {
        // Map.copyOf does not keep an order, and copies nothing that is immutable already: the case of nearly every
        // row.
        key = key.size() == 1 ? Map.copyOf(key) : Collections.unmodifiableMap(new LinkedHashMap<>(key));
    }

    public Position(Optional<String> timestamp, Map<String, String> key) {
        this(timestamp, key, Optional.empty());
    }

    /** The same place within a reading of the whole table. */
    public Position in(Instant began) {
        return new Position(timestamp, key, Optional.of(began));
    }

    /** The place before every row of a timestamp: what is read behind it is stamped then or later. */
    public static Position before(String timestamp) {
        return new Position(Optional.of(timestamp), Map.of());
    }

    /** The names of the key's columns, in order. */
    public List<String> keyColumns() {
        return List.copyOf(key.keySet());
    }

    /** Whether rows of such a cursor can be read behind it. */
    public boolean fits(TableCursor cursor) {
        return (key.isEmpty() && timestamp.isPresent()) || keyColumns().equals(cursor.keyColumns());
    }
}
