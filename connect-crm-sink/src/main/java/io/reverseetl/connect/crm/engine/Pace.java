// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * When and by how many requests at a time the CRM may be asked. One that fails is left alone for a while, and then
 * asked by one request at a time until it has answered.
 */
final class Pace {

    private final int maxInFlight;
    private final Backoff backoff;
    private final Ticker ticker;
    private long heldUntil = Long.MIN_VALUE;
    private int failuresInARow;

    Pace(int maxInFlight, Backoff backoff, Ticker ticker) {
        this.maxInFlight = maxInFlight;
        this.backoff = backoff;
        this.ticker = ticker;
    }

    /** The CRM has dealt with a request, whatever it said about the records. */
    void answered() {
        failuresInARow = 0;
    }

    /**
     * A request has failed as a whole. Requests that were on their way together fail together: that is one failure
     * and not several.
     *
     * @param after the wait that the CRM asks for
     * @return for how long nothing is sent, if this failure has changed that
     */
    OptionalLong failed(Optional<Duration> after) {
        boolean firstOfItsRound = mayAskNow();
        if (!firstOfItsRound && after.isEmpty()) {
            return OptionalLong.empty();
        }
        long wait = backoff.waitMillis(after, failuresInARow);
        heldUntil = Math.max(heldUntil, ticker.millis() + wait);
        failuresInARow += firstOfItsRound ? 1 : 0;
        return OptionalLong.of(wait);
    }

    boolean mayAskNow() {
        return ticker.millis() >= heldUntil;
    }

    /** Before this moment nothing is sent. */
    long heldUntil() {
        return heldUntil;
    }

    int mostInFlight() {
        return failuresInARow == 0 ? maxInFlight : 1;
    }
}
