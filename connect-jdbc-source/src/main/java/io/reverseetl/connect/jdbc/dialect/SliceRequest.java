// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.dialect;

import java.util.Optional;

/**
 * The rows of a slice among the next rows of a table in its cursor's order.
 *
 * @param through the last row to look at; without it, the range's bound ends it
 * @param window rows of the table that there are up to there at the most
 * @param limit rows of the slice to return at the most
 */
public record SliceRequest(
        TableCursor cursor, PageRequest.Timed range, Optional<Position> through, int window, Slice slice, int limit) {}
