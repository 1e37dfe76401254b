// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.kafka;

/**
 * A topic of a connector's own, and how to reach and create it.
 *
 * @param replicationFactor of the topic, if it is created; or {@link TopicSetup#BROKERS_DEFAULT}
 */
public record TopicSettings(KafkaSettings kafka, OwnTopic topic, int replicationFactor) {}
