// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.limit;

import io.reverseetl.connect.crm.spi.QuotaReading.Window;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How much of an account's quota a task may use.
 *
 * @param sharePercent the part of the account's calls that the connector may make
 * @param reservePercent the part of the account's calls a day that the connector leaves to others
 * @param tasks the connector's tasks, which share alike
 * @param maxInFlight the calls that each of them may have on their way
 * @param window what the account has at the most; by default only what the CRM's answers say counts
 * @param dailyCalls what the account has a day, for a CRM whose answers do not say
 */
public record QuotaSettings(
        int sharePercent,
        int reservePercent,
        int tasks,
        int maxInFlight,
        Optional<Window> window,
        OptionalInt dailyCalls) {

    /** All of what the CRM's answers say, for one task. */
    public static QuotaSettings wholeAccount() {
        return new QuotaSettings(100, 0, 1, 1, Optional.empty(), OptionalInt.empty());
    }

    /** This task's part of something that the account has. */
    double ofTask(double whole) {
        return whole * sharePercent / 100 / tasks;
    }
}
