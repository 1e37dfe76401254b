// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.kafka;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.TopicConfig;

/**
 * A topic that belongs to the sink.
 *
 * @param key the config key that names it
 * @param partitionsOfInput whether it needs as many partitions as the input topics
 * @param needed what the sink must be allowed to do with it
 * @param config settings of the topic, if the sink has to create it
 */
public record OwnTopic(
        String key, String name, boolean partitionsOfInput, Set<AclOperation> needed, Map<String, String> config) {

    /** Kafka keeps the newest record of each key, for ever. */
    public static OwnTopic state(String key, String name) {
        return new OwnTopic(
                key,
                name,
                true,
                Set.of(AclOperation.READ, AclOperation.WRITE),
                Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    }

    /** A log, kept for as long as the broker keeps any. */
    public static OwnTopic log(String key, String name) {
        return new OwnTopic(key, name, false, Set.of(AclOperation.WRITE), Map.of());
    }
}
