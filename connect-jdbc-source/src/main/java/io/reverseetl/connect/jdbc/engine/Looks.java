// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.ColumnType;
import io.reverseetl.connect.jdbc.dialect.Guarantee;
import io.reverseetl.connect.jdbc.dialect.Position;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides how far each look at a stream reads, from what the watermark shows. It reads no clock and no database. */
final class Looks {

    private static final Logger log = LoggerFactory.getLogger(Looks.class);

    private final String label;
    private final BoundSettings settings;
    private @Nullable Last begun;
    private @Nullable Last last;
    private @Nullable Guarantee announced;

    /** What a look settles, and what the database's clock and our own showed when it began. */
    private record Last(Instant settled, Instant clock, Instant at) {}

    Looks(String label, BoundSettings settings) {
        this.label = label;
        this.settings = settings;
    }

    /**
     * The next look, or another attempt at one that was broken off.
     *
     * @param position where the stream has been left
     * @return empty as long as nothing can be read safely
     * @throws ReadFailedException if rows can be missed, and the settings do not allow that
     */
    Optional<Look> next(WatermarkStatus seen, ColumnType.Timestamp type, Optional<Position> position, Instant now) {
        announce(seen.guarantee(), type);
        if (seen.bound().isEmpty()) {
            return Optional.empty();
        }
        Instant horizon = seen.bound().get().minus(keptBack(seen.guarantee(), type));
        Instant settled = horizon.minus(readTwice());
        RepeatedHours repeated = new RepeatedHours(settings.zoneOf(type));
        Optional<Instant> again = Optional.empty();
        if (last == null) {
            again = position.flatMap(Position::timestamp).flatMap(repeated::around);
        } else if (seen.clock().isBefore(last.clock())) {
            again = Optional.of(afterClockStep(last, seen.clock(), settled, now));
        } else {
            again = repeated.begunBetween(last.settled(), settled);
        }
        begun = new Last(settled, seen.clock(), now);
        return Optional.of(new Look(again, settled, horizon));
    }

    /** Everything that the last look was to settle has been read. */
    void settled() {
        last = begun;
    }

    /** How old a row is when it is read at the earliest. */
    Duration keptBack(Guarantee guarantee, ColumnType.Timestamp type) {
        return keptBack(guarantee).plus(unitBelowMicroseconds(type.precision()));
    }

    private Duration keptBack(Guarantee guarantee) {
        boolean waits = settings.marginMode() == MarginMode.WAIT;
        if (guarantee.seesEveryTransaction()) {
            return waits ? settings.delay().plus(settings.margin()) : settings.delay();
        }
        // A delay that is all there is need not be kept from anything else.
        return waits && settings.margin().compareTo(settings.delay()) > 0 ? settings.margin() : settings.delay();
    }

    private Duration readTwice() {
        return settings.marginMode() == MarginMode.WAIT
                ? settings.overlap()
                : settings.overlap().plus(settings.margin());
    }

    /** The clock may have been set back right after the last look, and gone on since. */
    private Instant afterClockStep(Last before, Instant clock, Instant settled, Instant now) {
        Duration meanwhile = Duration.between(before.at(), now);
        Instant again = settled.minus(meanwhile.isNegative() ? Duration.ZERO : meanwhile);
        Instant from = again.isBefore(before.settled()) ? again : before.settled();
        log.warn(
                "The clock of the database went back from {} to {}: {} is read again from {} on, so that rows stamped"
                        + " since are not missed. Rows sent before can be sent again",
                before.clock(),
                clock,
                label,
                from);
        return from;
    }

    private void announce(Guarantee guarantee, ColumnType.Timestamp type) {
        if (guarantee == announced) {
            return;
        }
        Optional<String> shortfall = settings.shortfall(guarantee, type);
        if (shortfall.isPresent() && settings.required()) {
            throw new ReadFailedException(
                    "watermark.required=true, but rows of " + label + " can be missed: " + shortfall.get() + ".");
        }
        announced = guarantee;
        log.info("Reading {} by {}", label, settings.inForce(guarantee));
        shortfall.ifPresent(why -> log.warn("Rows of {} can be missed: {}", label, why));
    }

    /**
     * A column of fewer digits rounds, so a stamp can lie below the start of its transaction, by a unit at most. And a row
     * that is read before its unit is over can change again under the same stamp.
     */
    static Duration unitBelowMicroseconds(int precision) {
        long micros = 1;
        for (int digit = precision; digit < 6; digit++) {
            micros *= 10;
        }
        return precision < 6 ? Duration.of(micros, ChronoUnit.MICROS) : Duration.ZERO;
    }
}
