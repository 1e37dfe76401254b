// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import java.time.Duration;
import java.time.ZoneId;

/**
 * How tables are read.
 *
 * @param rowsPerPage rows that one statement reads at the most
 * @param pollInterval wait between two looks at a table
 * @param zone the zone of timestamps without one
 * @param margin kept between the oldest open transaction and the newest row read
 * @param delay the age that a row must have reached
 */
public record ReadSettings(int rowsPerPage, Duration pollInterval, ZoneId zone, Duration margin, Duration delay) {}
