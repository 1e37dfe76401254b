// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.quickstart;

import java.time.Duration;
import java.time.Instant;

/** How far the first load is: rows that the CRM holds or that were rejected, of all rows. */
final class Arrival {

    private static final int MILESTONES = 10;

    private final long rows;
    private long arrived;
    private long rejected;
    private long calls;
    private Instant now = Instant.MIN;
    private Instant lastMove = Instant.MAX;
    private long milestone;
    private boolean passedMilestone;

    Arrival(long rows) {
        this.rows = rows;
    }

    /** Takes in what the CRM says of itself and how many rows the dead letter queue holds. */
    void look(Crm.Counts counts, int deadLetters, Instant at) {
        long before = arrived + rejected;
        arrived = counts.contacts();
        rejected = deadLetters;
        calls = counts.upserts();
        now = at;
        if (arrived + rejected != before || lastMove.equals(Instant.MAX)) {
            lastMove = at;
        }
        long reached = (arrived + rejected) * MILESTONES / rows;
        passedMilestone = reached > milestone;
        milestone = reached;
    }

    boolean isComplete() {
        return arrived + rejected >= rows;
    }

    /** Whether the last look passed another tenth of the rows. */
    boolean passedMilestone() {
        return passedMilestone;
    }

    void failIfStuck(Duration limit) {
        if (now.isAfter(lastMove.plus(limit))) {
            throw new IllegalStateException("Nothing has arrived in the CRM for " + limit.toSeconds() + " s, after "
                    + arrived + " of " + rows + " rows");
        }
    }

    String line(Instant start) {
        double seconds = Math.max(0.001, Duration.between(start, now).toMillis() / 1000.0);
        return "  %s %,d of %,d rows, %,d rejected, %,.0f rows/s, %,d API calls"
                .formatted(Screen.bar(arrived + rejected, rows), arrived, rows, rejected, arrived / seconds, calls);
    }
}
