// SPDX-License-Identifier: Apache-2.0
/**
 * Reads tables: whose turn it is, how far to read, where it stands, and what to do when the database fails. It knows
 * nothing of Kafka: it may use {@code jdbc.dialect} and slf4j.
 *
 * <p>One thread, the reader thread of a task, runs everything here. A page that it returns is never touched again.
 */
@NullMarked
package io.reverseetl.connect.jdbc.engine;

import org.jspecify.annotations.NullMarked;
