// SPDX-License-Identifier: Apache-2.0
/**
 * Kafka clients of the sink's own, as Connect gives a sink none: how the config describes them, and whether their topics
 * and rights are there. May use Kafka's clients; knows nothing of what the topics hold.
 */
@NullMarked
package io.reverseetl.connect.crm.kafka;

import org.jspecify.annotations.NullMarked;
