// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.Relation;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * How many rows may be gone before somebody has to look.
 *
 * @param fraction of the rows that are left and those that are gone together
 * @param approvals larger numbers that somebody has agreed to
 */
public record DeleteFuse(double fraction, List<Approval> approvals) {

    /**
     * An agreement, written as {@code public.customers:1234@2026-11-23T09:12:05Z}.
     *
     * @param relation a table's name or a query's id
     * @param most how many rows may be gone
     * @param asked when the question was put
     */
    public record Approval(String relation, long most, Instant asked) {

        /** Long enough to answer, and short enough not to answer another question. */
        private static final Duration VALID = Duration.ofDays(1);

        static Approval asked(Relation relation, long gone, Instant now) {
            return new Approval(relation.toString(), gone, now.truncatedTo(ChronoUnit.SECONDS));
        }

        /**
         * Reads the text form.
         *
         * @throws IllegalArgumentException if it is not one
         */
        public static Approval parse(String text) {
            int at = text.lastIndexOf('@');
            int colon = text.lastIndexOf(':', at);
            try {
                if (colon > 0 && colon < at) {
                    return new Approval(
                            text.substring(0, colon),
                            Long.parseLong(text.substring(colon + 1, at)),
                            Instant.parse(text.substring(at + 1)));
                }
            } catch (DateTimeException | NumberFormatException e) {
                // Said below, in the words of an approval.
            }
            throw new IllegalArgumentException("'" + text + "' is not what the message of a failed task says, such as"
                    + " public.customers:1234@2026-11-23T09:12:05Z.");
        }

        boolean covers(Relation gone, long rows, Instant now) {
            return relation.equals(gone.toString()) && rows <= most && now.isBefore(asked.plus(VALID));
        }

        @Override
        public String toString() {
            return relation + ":" + most + "@" + asked;
        }
    }

    /** How many rows have to be left where so many are gone; never none, as an empty table is mostly a mistake. */
    long mustBeLeft(long gone) {
        return Math.max(1, (long) Math.ceil(gone * (1 - fraction) / fraction));
    }

    Optional<Approval> approval(Relation relation, long gone, Instant now) {
        return approvals.stream()
                .filter(approval -> approval.covers(relation, gone, now))
                .findFirst();
    }
}
