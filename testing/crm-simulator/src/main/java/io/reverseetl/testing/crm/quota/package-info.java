// SPDX-License-Identifier: Apache-2.0
/** How many calls an account has left, by a clock that is given. It may use the JDK only. */
@NullMarked
package io.reverseetl.testing.crm.quota;

import org.jspecify.annotations.NullMarked;
