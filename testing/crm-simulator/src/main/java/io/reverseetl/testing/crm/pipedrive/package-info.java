// SPDX-License-Identifier: Apache-2.0
/**
 * Pipedrive's persons: one object a request, and a search to find it. It may use {@code http}, {@code store},
 * {@code quota} and the port {@code calls.Crm}.
 */
@NullMarked
package io.reverseetl.testing.crm.pipedrive;

import org.jspecify.annotations.NullMarked;
