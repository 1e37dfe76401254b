// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.kafka;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.TopicConfig;

/**
 * A topic that belongs to a connector.
 *
 * @param key the config key that names it
 * @param partitionsOfInput whether it needs as many partitions as the input topics
 * @param partitions how many it gets, if the connector has to create it; by default as many as the input topics need, or as
 *     the broker likes
 * @param needed what the connector must be allowed to do with it
 * @param config settings of the topic, if the connector has to create it
 */
public record OwnTopic(
        String key,
        String name,
        boolean partitionsOfInput,
        Optional<Integer> partitions,
        Set<AclOperation> needed,
        Map<String, String> config) {

    /** Kafka keeps the newest record of each key, for ever. */
    public static OwnTopic state(String key, String name) {
        return new OwnTopic(
                key,
                name,
                true,
                Optional.empty(),
                Set.of(AclOperation.READ, AclOperation.WRITE),
                Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    }

    /**
     * As {@link #state}, all of it in one partition, so that there is one order of all that was written. It is compacted
     * every hour: whoever reads it from the beginning reads what was written since.
     */
    public static OwnTopic sequence(String key, String name) {
        return new OwnTopic(
                key,
                name,
                false,
                Optional.of(1),
                Set.of(AclOperation.READ, AclOperation.WRITE),
                Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_COMPACT,
                        TopicConfig.SEGMENT_MS_CONFIG,
                        "3600000",
                        TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                        "0.1"));
    }

    /** Whether Kafka must keep the newest record of each key for ever. */
    boolean isCompacted() {
        return TopicConfig.CLEANUP_POLICY_COMPACT.equals(config.get(TopicConfig.CLEANUP_POLICY_CONFIG));
    }

    /** A log, kept for as long as the broker keeps any. */
    public static OwnTopic log(String key, String name) {
        return new OwnTopic(key, name, false, Optional.empty(), Set.of(AclOperation.WRITE), Map.of());
    }
}
