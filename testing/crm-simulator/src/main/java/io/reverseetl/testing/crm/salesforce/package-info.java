// SPDX-License-Identifier: Apache-2.0
/**
 * Salesforce's REST API: sObject Collections, queries by external id, describe, tokens. May use {@code http}, {@code
 * calls}, {@code quota}, {@code store} and Jackson.
 */
@NullMarked
package io.reverseetl.testing.crm.salesforce;

import org.jspecify.annotations.NullMarked;
