// SPDX-License-Identifier: Apache-2.0
/**
 * Any database that has a JDBC 4.2 driver, by what its metadata says of it, and with no more than a delay against rows
 * that are committed late. It may use {@code jdbc.dialect} and {@code jdbc.sql}; the driver is the user's. Times travel
 * as java.time's types, which no time zone touches.
 */
@NullMarked
package io.reverseetl.connect.jdbc.generic;

import org.jspecify.annotations.NullMarked;
