// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.ColumnType;
import io.reverseetl.connect.jdbc.dialect.Guarantee;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * How far a look reads.
 *
 * @param zone the zone of timestamps without one
 * @param margin kept between the oldest open transaction and what is read for good
 * @param delay the age that a row must have reached to be read
 * @param overlap how much of what was read for good is read again, for stamps that come late
 * @param required whether reading must not go on where rows can be missed
 */
public record BoundSettings(
        ZoneId zone, Duration margin, MarginMode marginMode, Duration delay, Duration overlap, boolean required) {

    /** The zone in which a column's times are written. */
    ZoneId zoneOf(ColumnType.Timestamp type) {
        return type.zoned() ? ZoneOffset.UTC : zone;
    }

    /** Whether no row is read a second time, so that none can be sent twice even after a restart. */
    public boolean readsOnce() {
        return marginMode == MarginMode.WAIT && overlap.isZero();
    }

    /** What stands behind the promise that no row is missed, or in its place. */
    public String inForce(Guarantee guarantee) {
        Duration early = delay.plus(overlap);
        return guarantee.description()
                + (early.isZero() || !guarantee.seesEveryTransaction()
                        ? ""
                        : "; stamps may lie up to " + early.toMillis() + " ms before the start of their transaction");
    }

    /** Why rows stamped in such a column can be missed; empty if none can. */
    public Optional<String> shortfall(Guarantee guarantee, ColumnType.Timestamp type) {
        if (guarantee.seesEveryTransaction()
                && !type.zoned()
                && !zone.getRules().isFixedOffset()) {
            return Optional.of("its timestamps have no time zone, and the clocks of " + zone + " are set back each"
                    + " autumn: the repeated hour is read again, but stamps in it are ambiguous; use a timestamp with"
                    + " time zone");
        }
        return shortfall(guarantee);
    }

    /** Why rows can be missed, whatever they are read by; empty if none can. */
    public Optional<String> shortfall(Guarantee guarantee) {
        if (!guarantee.seesEveryTransaction()) {
            return Optional.of(guarantee.description());
        }
        return margin.isZero()
                ? Optional.of("watermark.margin.ms is 0, so a transaction is missed that has taken its start time and"
                        + " not shown it yet; use the default of 1000")
                : Optional.empty();
    }
}
