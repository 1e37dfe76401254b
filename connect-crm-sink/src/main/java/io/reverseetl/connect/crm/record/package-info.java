// SPDX-License-Identifier: Apache-2.0
/**
 * Makes a write of a sink record: where its external id comes from, which fields it has, what a tombstone means. Apart
 * from connector and task the only package that knows the Connect API; of ours it may use {@code engine} and {@code
 * spi}.
 */
@NullMarked
package io.reverseetl.connect.crm.record;

import org.jspecify.annotations.NullMarked;
