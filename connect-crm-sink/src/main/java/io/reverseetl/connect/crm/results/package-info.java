// SPDX-License-Identifier: Apache-2.0
/**
 * Tells in a Kafka topic what became of each record. May use {@code kafka}, Jackson, and Kafka's {@code TopicPartition};
 * it knows neither the engine nor Connect.
 */
@NullMarked
package io.reverseetl.connect.crm.results;

import org.jspecify.annotations.NullMarked;
