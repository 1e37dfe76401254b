// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import java.time.Duration;

/**
 * How tables are read.
 *
 * @param rowsPerPage rows that one statement reads at the most
 * @param pollInterval wait between two looks at a table
 */
public record ReadSettings(int rowsPerPage, Duration pollInterval, BoundSettings bounds) {}
