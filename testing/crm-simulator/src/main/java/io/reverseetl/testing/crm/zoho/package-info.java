// SPDX-License-Identifier: Apache-2.0
/**
 * Zoho's upsert of contacts: a result for each record, in their order. It may use {@code http}, {@code store},
 * {@code quota} and the port {@code calls.Crm}.
 */
@NullMarked
package io.reverseetl.testing.crm.zoho;

import org.jspecify.annotations.NullMarked;
