// SPDX-License-Identifier: Apache-2.0
/**
 * What the sink remembers beyond a restart: for each object, a fingerprint of what the CRM has acknowledged last, in a
 * compacted Kafka topic and in a compact table in memory. May use the {@code engine} package, whose port it implements, the jobs of {@code spi},
 * {@code kafka}, Kafka's clients and Jackson.
 */
@NullMarked
package io.reverseetl.connect.crm.state;

import org.jspecify.annotations.NullMarked;
