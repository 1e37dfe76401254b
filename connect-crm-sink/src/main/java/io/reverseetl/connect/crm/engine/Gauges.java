// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import io.reverseetl.connect.crm.limit.Breaker;
import java.util.OptionalLong;

/**
 * How the engine is doing, as of the end of the loop's last step.
 *
 * @param inFlight requests on their way
 * @param oldestMillis how long the oldest record without an outcome has been here; 0 if there is none
 * @param quotaLeftToday calls that may be made today, as far as that is known
 */
public record Gauges(int inFlight, long oldestMillis, OptionalLong quotaLeftToday, Breaker.State breaker) {

    /** Nothing has come yet. */
    public static final Gauges IDLE = new Gauges(0, 0, OptionalLong.empty(), Breaker.State.CLOSED);
}
