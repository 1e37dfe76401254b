// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import java.util.Optional;

/**
 * Stops the task before a mistake upstream harms the CRM: a table that was emptied, a mapping that the CRM refuses.
 * Counts within windows of a fixed length that follow one another.
 */
final class Guard {

    /** Before so many records have come, a part of them says nothing. */
    static final int LEAST_RECORDS = 100;

    private final GuardSettings settings;
    private final Ticker ticker;
    private long windowStart;
    private int records;
    private int rejected;
    private int removals;

    Guard(GuardSettings settings, Ticker ticker) {
        this.settings = settings;
        this.ticker = ticker;
        windowStart = ticker.millis();
    }

    /** A record has come. */
    void record() {
        rollOver();
        records++;
    }

    /** An object is to go; says why it must not. */
    Optional<String> removal() {
        rollOver();
        removals++;
        return removals <= settings.maxDeletes()
                ? Optional.empty()
                : Optional.of("More than " + settings.maxDeletes() + " objects were to be deleted within "
                        + settings.windowMillis() + " ms (max.deletes, guard.window.ms): this one and those after it"
                        + " were not. If they are to go, raise max.deletes and restart the task.");
    }

    /** A record is being rejected; says why there must not be more. */
    Optional<String> rejection() {
        rollOver();
        rejected++;
        boolean tooMany = records >= LEAST_RECORDS && 100L * rejected > (long) settings.maxRejectedPercent() * records;
        return tooMany
                ? Optional.of(rejected + " of the last " + records + " records were rejected, more than "
                        + settings.maxRejectedPercent() + "% (max.rejected.percent, guard.window.ms). Look at their"
                        + " reasons in the dead letter queue or the log, correct the mapping or the source, then restart"
                        + " the task.")
                : Optional.empty();
    }

    private void rollOver() {
        if (ticker.millis() - windowStart >= settings.windowMillis()) {
            windowStart = ticker.millis();
            records = 0;
            rejected = 0;
            removals = 0;
        }
    }
}
