// SPDX-License-Identifier: Apache-2.0
/**
 * Objects in memory with their full history. It knows no CRM's rules but uniqueness, and may use the JDK only.
 */
@NullMarked
package io.reverseetl.testing.crm.store;

import org.jspecify.annotations.NullMarked;
