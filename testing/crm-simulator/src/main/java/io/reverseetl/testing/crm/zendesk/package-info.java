// SPDX-License-Identifier: Apache-2.0
/**
 * Zendesk's upsert of users: a call is answered by a job, which is polled until it has a result for each record. It may
 * use {@code http}, {@code store}, {@code quota} and the port {@code calls.Crm}.
 */
@NullMarked
package io.reverseetl.testing.crm.zendesk;

import org.jspecify.annotations.NullMarked;
