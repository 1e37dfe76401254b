// SPDX-License-Identifier: Apache-2.0
/**
 * The way of a call to a CRM, whichever CRM it is: added latency, faults, and the log of what came of it. It may use
 * {@code http} and {@code faults}.
 */
@NullMarked
package io.reverseetl.testing.crm.calls;

import org.jspecify.annotations.NullMarked;
