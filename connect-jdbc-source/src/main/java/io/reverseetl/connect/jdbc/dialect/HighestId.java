// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.dialect;

import java.time.Instant;

/**
 * The highest value of a column that the database counts up. A lower one can still appear, as they are handed out before
 * the commit; but only from a transaction that had begun by then.
 *
 * @param id as the database writes it
 * @param at the database's clock, read when the id was there already
 */
public record HighestId(String id, Instant at) {}
