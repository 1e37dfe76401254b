// SPDX-License-Identifier: Apache-2.0
/**
 * The dialect of MySQL and MariaDB: catalog, types, columns, errors, and the upper bound out of the server's lists of
 * sessions and transactions. It may use {@code jdbc.dialect} and {@code jdbc.sql}; the driver is the user's. Every time
 * travels as text that the server writes, in a session whose time zone is UTC.
 */
@NullMarked
package io.reverseetl.connect.jdbc.mysql;

import org.jspecify.annotations.NullMarked;
