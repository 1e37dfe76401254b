// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far ids may be read that a sequence hands out before the commit: up to the highest that was seen at some look, once
 * every transaction that was open then has ended. Until that one is settled, no later one is remembered: it would take
 * longer still.
 */
final class IdBound {

    private @Nullable Mark mark;

    /** An id that was the highest, and a time that was read after it: whoever had drawn a lower one had begun by then. */
    private record Mark(String id, Instant at) {}

    /**
     * Takes note of a look.
     *
     * @param highest the highest id
     * @param clock the database's clock, read after that
     * @param settled every transaction that began earlier has ended
     * @return the id up to which no other can appear any more, if that is known of one since the last that was returned
     */
    Optional<String> next(Optional<String> highest, Instant clock, Instant settled) {
        Mark earlier = mark;
        if (earlier != null && !earlier.at().isBefore(settled)) {
            return Optional.empty();
        }
        mark = highest.map(id -> new Mark(id, clock)).orElse(null);
        return Optional.ofNullable(earlier).map(Mark::id);
    }

    /** Whether an id has been seen that is not the one given, and so may be yet to be read. */
    boolean isBeyond(Optional<String> id) {
        return mark != null && !Optional.of(mark.id()).equals(id);
    }
}
