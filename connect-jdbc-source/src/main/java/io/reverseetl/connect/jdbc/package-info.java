// SPDX-License-Identifier: Apache-2.0
/**
 * The JDBC source connector as Connect sees it: the connector, its task, the config and its checks. It may use every
 * package below it; none of them may use this one.
 *
 * <p>Threads of a task: Connect's own, which polls, and the reader thread, which alone talks to the database. They meet
 * in {@link io.reverseetl.connect.jdbc.RunningSource} and nowhere else.
 */
@NullMarked
package io.reverseetl.connect.jdbc;

import org.jspecify.annotations.NullMarked;
