// SPDX-License-Identifier: Apache-2.0
/**
 * The texts that a config holds, split into words: entries, each a line of its own or behind a semicolon. What the words
 * mean is the business of who reads them with a {@link io.reverseetl.connect.transforms.syntax.Cursor}. It may use the
 * JDK alone.
 */
@NullMarked
package io.reverseetl.connect.transforms.syntax;

import org.jspecify.annotations.NullMarked;
