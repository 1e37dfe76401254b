// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import io.reverseetl.connect.crm.limit.Breaker;
import io.reverseetl.connect.crm.limit.Quota;
import io.reverseetl.connect.crm.spi.BatchOutcome.RetryAll;
import io.reverseetl.connect.crm.spi.QuotaReading;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * When and by how many requests at a time the CRM may be asked: as its quota allows, and not while it is down. One
 * that fails is left alone for a while, and then asked by one request at a time until it has answered.
 */
final class Pace {

    /** What one request counts in {@link #failing}: about the last ten make it up. */
    private static final double WEIGHT = 0.1;

    /** A failure while fewer than this part of the requests fail is nothing that concerns the others. */
    private static final double ONE_OFF = 0.35;

    private final int maxInFlight;
    private final Backoff backoff;
    private final Ticker ticker;
    private final Quota quota;
    private final Breaker breaker;
    private long heldUntil = Long.MIN_VALUE;
    private long askedUntil;
    /** How long the CRM has asked to be left alone, of all the time until {@link #askedUntil}. */
    private long askedMillis;

    private int failuresInARow;
    /** The part of the requests of late that failed. At first it is all of them: trust is earned. */
    private double failing = 1;

    /** What is left of the day's quota is for others, as far as we know. */
    private boolean parked;

    Pace(int maxInFlight, Backoff backoff, Ticker ticker, Quota quota, Breaker breaker) {
        this.maxInFlight = maxInFlight;
        this.backoff = backoff;
        this.ticker = ticker;
        this.quota = quota;
        this.breaker = breaker;
        askedUntil = ticker.millis();
    }

    /** A request is being sent. */
    void sent(int calls) {
        quota.spend(calls);
        breaker.sent();
    }

    /** The CRM has dealt with a request, whatever it said about the records. */
    void answered() {
        failuresInARow = 0;
        failing *= 1 - WEIGHT;
        breaker.answered();
        quota.succeeded();
    }

    /**
     * A request has failed as a whole.
     *
     * @return whether by itself, while others are answered and the CRM does not ask to be left alone: then only what was
     *     in it has to wait, and no {@link #hold} is needed
     */
    boolean failedAlone(RetryAll outcome) {
        failing += WEIGHT * (1 - failing);
        if (outcome.trouble() == RetryAll.Trouble.TOO_MANY) {
            // Whoever counts calls is up.
            breaker.answered();
            quota.throttled();
        } else {
            breaker.failed();
        }
        return failing < ONE_OFF && outcome.after().isEmpty() && failuresInARow == 0;
    }

    /**
     * Leaves the CRM alone after a failure that concerns all requests. Those that were on their way together fail
     * together: that is one failure and not several.
     *
     * @return for how long nothing is sent, if this failure has changed that
     */
    OptionalLong hold(RetryAll outcome) {
        Optional<Duration> after = outcome.after();
        long now = ticker.millis();
        boolean firstOfItsRound = now >= heldUntil;
        if (!firstOfItsRound && after.isEmpty()) {
            return OptionalLong.empty();
        }
        long wait = backoff.waitMillis(after, failuresInARow);
        heldUntil = Math.max(heldUntil, now + wait);
        leaveAloneUntil(now + Backoff.askedMillis(after));
        failuresInARow += firstOfItsRound ? 1 : 0;
        return OptionalLong.of(wait);
    }

    /**
     * The CRM says what its quota is.
     *
     * @return for how long nothing is sent, if this has changed that
     */
    OptionalLong learn(QuotaReading reading) {
        boolean before = parked;
        if (reading.dailyRemaining().isEmpty()) {
            quota.learn(reading);
            return OptionalLong.empty();
        }
        parked = quota.learn(reading);
        long now = ticker.millis();
        if (!parked || (before && now < heldUntil)) {
            return OptionalLong.empty();
        }
        long wait = backoff.waitMillis(Optional.of(Quota.ASK_AGAIN), 0);
        heldUntil = Math.max(heldUntil, now + wait);
        leaveAloneUntil(now + wait);
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
        return heldUntil() <= ticker.millis();
    }

    /** Before this moment nothing is sent. */
    long heldUntil() {
        return Math.max(Math.max(heldUntil, breaker.openUntil()), ticker.millis() + quota.waitMillis());
    }

    int mostInFlight() {
        boolean open = breaker.state() != Breaker.State.CLOSED;
        return failuresInARow > 0 || parked || open ? 1 : maxInFlight;
    }

    /** Not for longer than nothing may be sent: it is by sending that one finds out whether it is back. */
    boolean isCrmDown() {
        return ticker.millis() < breaker.openUntil();
    }

    Breaker.State breaker() {
        return breaker.state();
    }

    OptionalLong quotaLeftToday() {
        return quota.leftToday();
    }

    OptionalLong quotaPerDay() {
        return quota.perDay();
    }
}
