// SPDX-License-Identifier: Apache-2.0
/**
 * HubSpot's CRM objects and properties, as its documents describe them. It may use {@code http}, {@code store},
 * {@code quota} and the port {@code calls.Crm}.
 */
@NullMarked
package io.reverseetl.testing.crm.hubspot;

import org.jspecify.annotations.NullMarked;
