// SPDX-License-Identifier: Apache-2.0
/**
 * How often a CRM may be called: its quota, of which this task has a share, and the breaker that leaves a CRM alone
 * which is down. The only package that may use Bucket4j and resilience4j; of ours it may use {@code spi}. Nothing here
 * waits: everything says how long to wait, by a clock that is given.
 */
@NullMarked
package io.reverseetl.connect.crm.limit;

import org.jspecify.annotations.NullMarked;
