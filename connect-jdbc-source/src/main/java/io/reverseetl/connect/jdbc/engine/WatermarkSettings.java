// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import java.time.Duration;
import java.util.List;

/**
 * Which transactions are waited for, and how long.
 *
 * @param excludedRoles those of these roles are not
 * @param excludedApplications those of sessions with these application names are not
 * @param maxHold the age at which something is done about one; zero for never
 */
public record WatermarkSettings(
        List<String> excludedRoles, List<String> excludedApplications, Duration maxHold, HoldAction action) {}
