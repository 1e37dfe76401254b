// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far ids may be read that a sequence hands out before the commit: up to the highest that was seen at some look, once
 * every transaction that was open then has ended. Until that one is settled, no later one is remembered: it would take
 * longer still.
 *
 * <pre>
 *   nothing new ── higher id ──▶ noted ── next look ──▶ dated by its clock ── all began later ──▶ settled
 * </pre>
 */
final class IdBound {

    private @Nullable Mark mark;
    private @Nullable String settled;

    /** @param at a time after which the id was not looked for: whoever had drawn a lower one had begun by then */
    private record Mark(String id, @Nullable Instant at) {}

    /**
     * Takes note of a look.
     *
     * @param clock the database's clock, read after the look before this one; it may have been read before this one
     * @param begun every transaction that began earlier than this has ended
     * @param highest the highest id
     * @return the id up to which no other can appear any more, if that is known of a higher one than before
     */
    Optional<String> next(Instant clock, Instant begun, Optional<String> highest) {
        Mark noted = mark;
        if (noted == null) {
            note(highest);
            return Optional.empty();
        }
        if (noted.at() == null) {
            mark = new Mark(noted.id(), clock);
            return Optional.empty();
        }
        if (!noted.at().isBefore(begun)) {
            return Optional.empty();
        }
        settled = noted.id();
        note(highest);
        return Optional.of(noted.id());
    }

    private void note(Optional<String> highest) {
        mark = highest.filter(id -> !id.equals(settled))
                .map(id -> new Mark(id, null))
                .orElse(null);
    }

    /** Begins anew, as what was settled has not been read. */
    void forget() {
        mark = null;
        settled = null;
    }

    /** Whether there is an id that only the next look can date. */
    boolean isNoted() {
        return mark != null && mark.at() == null;
    }

    /** Whether there is an id that waits for transactions to end. */
    boolean isDated() {
        return mark != null && mark.at() != null;
    }
}
