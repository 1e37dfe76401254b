// SPDX-License-Identifier: Apache-2.0
/**
 * The fields of a record, with and without a schema: their names, kinds and texts, and how some of them are changed
 * while the others stay. It may use the data model of Connect, {@code syntax} and the JDK.
 */
@NullMarked
package io.reverseetl.connect.transforms.data;

import org.jspecify.annotations.NullMarked;
