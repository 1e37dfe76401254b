// SPDX-License-Identifier: Apache-2.0
/**
 * A faithful CRM, as a library ({@link io.reverseetl.testing.crm.CrmSimulator}) and as a process
 * ({@link io.reverseetl.testing.crm.SimulatorMain}). This package puts the parts together and may use all of them.
 */
@NullMarked
package io.reverseetl.testing.crm;

import org.jspecify.annotations.NullMarked;
