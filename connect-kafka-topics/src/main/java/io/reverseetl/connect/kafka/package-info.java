// SPDX-License-Identifier: Apache-2.0
/**
 * Kafka clients of a connector's own, as Connect gives it none: how the config describes them, and whether their topics
 * and rights are there. May use Kafka's clients; knows nothing of what the topics hold.
 */
@NullMarked
package io.reverseetl.connect.kafka;

import org.jspecify.annotations.NullMarked;
