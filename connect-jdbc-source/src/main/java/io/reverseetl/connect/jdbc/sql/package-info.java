// SPDX-License-Identifier: Apache-2.0
/**
 * What dialects share whose driver and whose server are not known in advance: finding a driver that the user supplies,
 * statements that can be cancelled, and a page in SQL without row comparisons. It may use {@code jdbc.dialect}.
 */
@NullMarked
package io.reverseetl.connect.jdbc.sql;

import org.jspecify.annotations.NullMarked;
