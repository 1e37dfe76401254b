// SPDX-License-Identifier: Apache-2.0
/**
 * Salesforce's REST API: sObject Collections, Bulk API 2.0, queries by external id, describe, tokens. May use {@code http},
 * {@code calls}, {@code quota}, {@code store}, Jackson and FastCSV.
 */
@NullMarked
package io.reverseetl.testing.crm.salesforce;

import org.jspecify.annotations.NullMarked;
