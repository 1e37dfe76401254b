// SPDX-License-Identifier: Apache-2.0
/**
 * Salesforce: sObject Collections and Bulk API 2.0 by an external id. May use {@code spi}, {@code http}, {@code auth} for a
 * refused grant, the shared support classes, Jackson and FastCSV.
 */
@NullMarked
package io.reverseetl.connect.crm.salesforce;

import org.jspecify.annotations.NullMarked;
