// SPDX-License-Identifier: Apache-2.0
/**
 * The port to a database: what the engine asks of one, and the vocabulary for it (tables, columns, cursors, rows). It
 * may use the JDK, and nothing of Kafka but the type that hides a password. A dialect is one package that implements
 * {@link io.reverseetl.connect.jdbc.dialect.Dialect} and registers itself with {@link java.util.ServiceLoader}.
 */
@NullMarked
package io.reverseetl.connect.jdbc.dialect;

import org.jspecify.annotations.NullMarked;
