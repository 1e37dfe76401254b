// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.limit;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.bucket4j.local.SynchronizationStrategy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A token bucket that counts in thousandths of a call, so that it can be slow and hold little without rounding. */
final class CallBucket {

    private static final long TOKENS_A_CALL = 1_000;
    private static final Duration PERIOD = Duration.ofSeconds(10);

    private final Bucket bucket;

    private CallBucket(Bandwidth limit, LongSupplier millis) {
        bucket = Bucket.builder()
                .addLimit(limit)
                .withCustomTimePrecision(new Meter(millis))
                // It belongs to the engine's thread.
                .withSynchronizationStrategy(SynchronizationStrategy.NONE)
                .build();
    }

    /** Calls at an even pace, with at most {@code burst} at once. */
    static CallBucket paced(double callsPerSecond, double burst, LongSupplier millis) {
        return new CallBucket(evenly(callsPerSecond, burst), millis);
    }

    /** So many calls at any time of a day, counted from now. */
    static CallBucket daily(double calls, LongSupplier millis) {
        long tokens = tokens(calls);
        return new CallBucket(
                Bandwidth.builder()
                        .capacity(tokens)
                        .refillIntervally(tokens, Duration.ofDays(1))
                        .build(),
                millis);
    }

    private static Bandwidth evenly(double callsPerSecond, double burst) {
        return Bandwidth.builder()
                .capacity(Math.max(TOKENS_A_CALL, tokens(burst)))
                .refillGreedy(tokens(callsPerSecond * PERIOD.toSeconds()), PERIOD)
                .build();
    }

    private static long tokens(double calls) {
        return Math.max(1, Math.round(calls * TOKENS_A_CALL));
    }

    /** Changes the pace; what has been saved or spent so far stays so. */
    void pace(double callsPerSecond, double burst) {
        bucket.replaceConfiguration(
                BucketConfiguration.builder()
                        .addLimit(evenly(callsPerSecond, burst))
                        .build(),
                TokensInheritanceStrategy.AS_IS);
    }

    /** How long until a call may be made; 0 if now. */
    long waitMillis() {
        long nanos = bucket.estimateAbilityToConsume(TOKENS_A_CALL).getNanosToWaitForRefill();
        return TimeUnit.NANOSECONDS.toMillis(nanos + TimeUnit.MILLISECONDS.toNanos(1) - 1);
    }

    /** Takes calls out, whether they are there or not: those that are not delay the next. */
    void spend(int calls) {
        bucket.consumeIgnoringRateLimits(calls * TOKENS_A_CALL);
    }

    /** Whole calls that may be made now. */
    long available() {
        return Math.max(0, bucket.getAvailableTokens() / TOKENS_A_CALL);
    }

    private record Meter(LongSupplier millis) implements TimeMeter {

        @Override
        public long currentTimeNanos() {
            return TimeUnit.MILLISECONDS.toNanos(millis.getAsLong());
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
