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
    private long askedUntil;
    /** How long the CRM has asked to be left alone, of all the time until {@link #askedUntil}. */
    private long askedMillis;

    private int failuresInARow;

    Pace(int maxInFlight, Backoff backoff, Ticker ticker) {
        this.maxInFlight = maxInFlight;
        this.backoff = backoff;
        this.ticker = ticker;
        askedUntil = ticker.millis();
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
        long now = ticker.millis();
        long wait = backoff.waitMillis(after, failuresInARow);
        heldUntil = Math.max(heldUntil, now + wait);
        leaveAloneUntil(now + Backoff.askedMillis(after));
        failuresInARow += firstOfItsRound ? 1 : 0;
        return OptionalLong.of(wait);
    }

    private void leaveAloneUntil(long asked) {
        // Waits that overlap are one.
        askedMillis += Math.max(0, asked - Math.max(askedUntil, ticker.millis()));
        askedUntil = Math.max(askedUntil, asked);
    }

    /**
     * A clock that stands still while the CRM has asked to be left alone: a deadline for retries counts only the time
     * in which there could be any.
     */
    long freeMillis() {
        long now = ticker.millis();
        return now - askedMillis + Math.max(0, askedUntil - now);
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
