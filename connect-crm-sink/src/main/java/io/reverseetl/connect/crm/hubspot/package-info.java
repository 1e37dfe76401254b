// SPDX-License-Identifier: Apache-2.0
/**
 * HubSpot: batch upserts by a unique property, of values that are checked against the properties' definitions, and
 * associations with objects of other types. May use {@code spi}, {@code http}, the shared support classes and Jackson.
 */
@NullMarked
package io.reverseetl.connect.crm.hubspot;

import org.jspecify.annotations.NullMarked;
