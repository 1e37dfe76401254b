// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.limit;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Leaves a CRM alone that has failed several times in a row, and then lets one call find out whether it is back.
 * Belongs to the engine's thread.
 */
public final class Breaker {

    /** What the breaker lets through. */
    public enum State {
        /** Every call. */
        CLOSED,
        /** One call, whose result decides. */
        HALF_OPEN,
        /** None. */
        OPEN
    }

    private final CircuitBreaker breaker;
    private final long openMillis;
    private final LongSupplier millis;
    private long openUntil = Long.MIN_VALUE;

    /**
     * A closed breaker.
     *
     * @param failures so many in a row open it
     * @param open how long it then lets no call through
     */
    public Breaker(int failures, Duration open, LongSupplier millis) {
        this.openMillis = open.toMillis();
        this.millis = millis;
        breaker = CircuitBreaker.of(
                "crm",
                CircuitBreakerConfig.custom()
                        .slidingWindow(failures, failures, SlidingWindowType.COUNT_BASED)
                        .failureRateThreshold(100)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .recordResult(Boolean.FALSE::equals)
                        .build());
    }

    /** Before this moment no call may be made. */
    public long openUntil() {
        return openUntil;
    }

    /** A call is being made: the first one after the wait is the one that finds out. */
    public void sent() {
        if (breaker.getState() == CircuitBreaker.State.OPEN) {
            breaker.transitionToHalfOpenState();
        }
        breaker.tryAcquirePermission();
    }

    /** The CRM has answered, whatever it said. */
    public void answered() {
        breaker.onResult(0, TimeUnit.MILLISECONDS, true);
    }

    /** The CRM could not be reached, or could not answer. */
    public void failed() {
        boolean wasOpen = breaker.getState() == CircuitBreaker.State.OPEN;
        breaker.onResult(0, TimeUnit.MILLISECONDS, false);
        if (!wasOpen && breaker.getState() == CircuitBreaker.State.OPEN) {
            openUntil = millis.getAsLong() + openMillis;
        }
    }

    public State state() {
        return switch (breaker.getState()) {
            case OPEN, FORCED_OPEN -> State.OPEN;
            case HALF_OPEN -> State.HALF_OPEN;
            case CLOSED, DISABLED, METRICS_ONLY -> State.CLOSED;
        };
    }
}
