// SPDX-License-Identifier: Apache-2.0
/**
 * Salesforce: sObject Collections by an external id. May use {@code spi}, {@code http}, {@code auth} for a refused
 * grant, the shared support classes and Jackson.
 */
@NullMarked
package io.reverseetl.connect.crm.salesforce;

import org.jspecify.annotations.NullMarked;
