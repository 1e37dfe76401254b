// SPDX-License-Identifier: Apache-2.0
/**
 * What goes wrong on purpose: faults that a test has asked for, in order, and random ones by a seed. It may use
 * {@code http}.
 */
@NullMarked
package io.reverseetl.testing.crm.faults;

import org.jspecify.annotations.NullMarked;
