// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.spi;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What an answer says about the quota of the whole CRM account. Whatever it does not say is empty.
 *
 * @param windowRemaining calls left in the current window
 * @param dailyLimit calls that the account has a day
 * @param dailyRemaining calls that it has left today
 */
public record QuotaReading(
        Optional<Window> window, OptionalInt windowRemaining, OptionalLong dailyLimit, OptionalLong dailyRemaining) {

    /** An answer that says nothing about a quota. */
    public static final QuotaReading NONE =
            new QuotaReading(Optional.empty(), OptionalInt.empty(), OptionalLong.empty(), OptionalLong.empty());

    /** So many calls within any period of this length. */
    public record Window(int calls, Duration interval) {

        public Window {
            if (calls < 1 || interval.toMillis() < 1) {
                throw new IllegalArgumentException(
                        "A window needs a call and a length, not " + calls + " in " + interval);
            }
        }

        public double callsPerSecond() {
            return calls * 1_000.0 / interval.toMillis();
        }
    }
}
