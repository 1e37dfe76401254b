// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.dialect;

/**
 * What rows are read from. A dialect puts it behind {@code FROM}, a query as a subquery, and treats both alike from there
 * on.
 */
public sealed interface Relation permits TableName, NamedQuery {

    /** How it is called inside a message: {@code table public.customers}, {@code query orders}. */
    String label();

    /** {@link #label} as a message begins with it. */
    default String title() {
        return Character.toUpperCase(label().charAt(0)) + label().substring(1);
    }
}
