// SPDX-License-Identifier: Apache-2.0
/**
 * Where rejected records go: as they were consumed to Connect's own dead letter queue, or as the transforms have left them
 * to a topic of the sink's. May use {@code record}, the reasons of {@code spi}, {@code kafka}, Kafka's producer records and
 * Connect's records, reporter and converters; it does not know the engine.
 */
@NullMarked
package io.reverseetl.connect.crm.deadletters;

import org.jspecify.annotations.NullMarked;
