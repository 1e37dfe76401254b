// SPDX-License-Identifier: Apache-2.0
/**
 * HTTP without a CRM: routes, exchanges, answers, JSON, and the server that carries them. It may use the JDK and
 * Jackson, and no other package of the simulator.
 */
@NullMarked
package io.reverseetl.testing.crm.http;

import org.jspecify.annotations.NullMarked;
