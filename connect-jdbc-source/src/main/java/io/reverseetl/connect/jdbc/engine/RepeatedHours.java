// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;

/**
 * The hours that a zone's clocks show twice, when they are set back in autumn. Local times cannot tell the second from
 * the first, so what was read up to somewhere in the first has to be read again from the beginning of the second.
 */
record RepeatedHours(ZoneId zone) {

    /** The beginning of a second hour, later than one instant and no later than another, which is below the first on the clock. */
    Optional<Instant> begunBetween(Instant after, Instant until) {
        return Optional.ofNullable(zone.getRules().nextTransition(after))
                .filter(transition -> transition.isOverlap()
                        && !transition.getInstant().isAfter(until)
                        && transition.getDateTimeAfter().isBefore(LocalDateTime.ofInstant(after, zone)))
                .map(ZoneOffsetTransition::getInstant);
    }

    /** The beginning of the second hour, if a timestamp's text lies in either. */
    Optional<Instant> around(String timestamp) {
        try {
            LocalDateTime local = LocalDateTime.parse(timestamp.replace(' ', 'T'));
            return Optional.ofNullable(zone.getRules().getTransition(local))
                    .filter(ZoneOffsetTransition::isOverlap)
                    .map(ZoneOffsetTransition::getInstant);
        } catch (DateTimeParseException e) {
            // It has an offset, is infinite, or lies before Christ: no hour was repeated there.
            return Optional.empty();
        }
    }
}
