// SPDX-License-Identifier: Apache-2.0
/**
 * Holds documentation and examples against the code: the config reference is generated from the {@code ConfigDef}s, and
 * nothing in {@code config-examples} may have a key that nobody reads.
 */
@NullMarked
package io.reverseetl.documentation;

import org.jspecify.annotations.NullMarked;
