// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.Guarantee;
import io.reverseetl.connect.jdbc.dialect.OpenTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The watermark as it was last seen.
 *
 * @param clock the database's clock at that time
 * @param bound every transaction that may still commit began at this time or later; empty while one is prepared of which
 *     nobody knows when it began
 * @param guarantee what the bound is worth
 * @param holder the transaction that keeps the bound from being the clock itself
 */
public record WatermarkStatus(
        Instant clock, Optional<Instant> bound, Guarantee guarantee, Optional<OpenTransaction> holder) {

    /** How far the bound lies behind the clock. */
    public Duration age() {
        Instant held = bound.or(() -> holder.map(OpenTransaction::since)).orElse(clock);
        return Duration.between(held, clock);
    }
}
