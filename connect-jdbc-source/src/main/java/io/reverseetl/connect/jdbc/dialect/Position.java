// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.dialect;

import java.util.List;
import java.util.Optional;

/**
 * A place in a cursor's order: that of one row. Both parts are text as the database writes it, and only the database
 * compares them.
 *
 * @param timestamp empty for a row without a timestamp
 * @param key the tie-breaking columns' values
 */
public record Position(Optional<String> timestamp, List<String> key) {}
