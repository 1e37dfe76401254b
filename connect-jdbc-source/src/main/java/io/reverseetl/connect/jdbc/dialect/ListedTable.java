// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.dialect;

/**
 * A table as the catalog lists it.
 *
 * @param kind as {@code table.types} names it: {@code TABLE}, {@code VIEW}, …
 * @param partition whether it is a part of another table, which has its rows too
 */
public record ListedTable(TableName name, String kind, boolean partition) {}
