// SPDX-License-Identifier: Apache-2.0
/**
 * HubSpot: batch upserts by a unique property. May use {@code spi}, {@code http}, the shared support classes and
 * Jackson.
 */
@NullMarked
package io.reverseetl.connect.crm.hubspot;

import org.jspecify.annotations.NullMarked;
