// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import io.reverseetl.connect.crm.limit.Breaker;
import java.util.OptionalLong;

/**
 * How the engine is doing, as of the end of the loop's last step.
 *
 * @param inFlight requests on their way
 * @param oldestMillis how long the oldest record without an outcome has been here; 0 if there is none
 * @param runningJobs jobs that the CRM has made of batches, of earlier tasks too, and that are not over
 * @param quotaLeftToday calls that may be made today, as far as that is known
 * @param quotaPerDay calls that may be made on a day of which nothing is used, as far as that is known
 */
public record Gauges(
        int inFlight,
        int runningJobs,
        long oldestMillis,
        OptionalLong quotaLeftToday,
        OptionalLong quotaPerDay,
        Breaker.State breaker) {

    /** Nothing has come yet. */
    public static final Gauges IDLE =
            new Gauges(0, 0, 0, OptionalLong.empty(), OptionalLong.empty(), Breaker.State.CLOSED);
}
