// SPDX-License-Identifier: Apache-2.0
/**
 * Expressions in JSONata over the fields of a record. This package alone knows the library; beside it, it may use the
 * data model of Connect, what the transforms share ({@code syntax} and {@code data}) and the JDK.
 */
@NullMarked
package io.reverseetl.connect.transforms.jsonata;

import org.jspecify.annotations.NullMarked;
