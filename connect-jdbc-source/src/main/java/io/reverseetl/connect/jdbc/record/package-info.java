// SPDX-License-Identifier: Apache-2.0
/**
 * From rows to Connect's records: topic names, schemas, values, headers. It may use {@code jdbc.dialect}, {@code
 * jdbc.engine} for the format of offsets, and the Connect API.
 */
@NullMarked
package io.reverseetl.connect.jdbc.record;

import org.jspecify.annotations.NullMarked;
