// SPDX-License-Identifier: Apache-2.0
/**
 * The PostgreSQL dialect: its catalog, its types, the SQL of a page and of the upper bound, and what its errors mean.
 * It may use {@code jdbc.dialect} and the PostgreSQL driver. Cursor values travel as text in both directions: only the
 * server compares them, and no time zone of the JVM's can touch them.
 */
@NullMarked
package io.reverseetl.connect.jdbc.postgres;

import org.jspecify.annotations.NullMarked;
