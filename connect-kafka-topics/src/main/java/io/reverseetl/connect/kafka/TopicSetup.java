// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Checks what a connector may do with a topic of its own, and creates it if it is missing. */
public final class TopicSetup implements AutoCloseable {

    /** Leaves the choice to the broker. */
    public static final int BROKERS_DEFAULT = -1;

    private final OwnTopic topic;
    private final int replicationFactor;
    private final long timeoutMillis;
    private final Admin admin;

    /**
     * Connects when first asked.
     *
     * @param replicationFactor of the topic, if it is created; or {@link #BROKERS_DEFAULT}
     * @param timeout how long each question may take
     */
    public TopicSetup(
            KafkaSettings settings, String clientName, OwnTopic topic, int replicationFactor, Duration timeout)
            throws KafkaTrouble {
        this.topic = topic;
        this.replicationFactor = replicationFactor;
        this.timeoutMillis = timeout.toMillis();
        try {
            admin = settings.admin(clientName);
        } catch (KafkaException e) {
            throw KafkaTrouble.of(topic, e.getCause() == null ? e : e.getCause());
        }
    }

    /**
     * Says what would stand in the way of using the topic, and changes nothing.
     *
     * @param inputs the input topics, as far as they are known
     */
    public void check(Collection<String> inputs) throws KafkaTrouble {
        checkOrCreate(inputs.stream().collect(Collectors.toMap(Function.identity(), unknown -> 0, Math::max)), true);
    }

    /** Says what stands in the way of using the topic, if somebody else has to have created it. */
    public void require() throws KafkaTrouble {
        if (describe(topic.name()).isEmpty()) {
            throw new KafkaTrouble(
                    topic.key(),
                    "The topic '" + topic.name()
                            + "' does not exist: name that of the sink which rejected the records.");
        }
        checkOrCreate(Map.of(), true);
    }

    /**
     * Creates the topic if it is missing, and says what stands in the way of using it.
     *
     * @param consumed partitions that the task reads; there may be others
     */
    public void ensure(Collection<TopicPartition> consumed) throws KafkaTrouble {
        checkOrCreate(
                consumed.stream()
                        .collect(Collectors.toMap(
                                TopicPartition::topic, partition -> partition.partition() + 1, Math::max)),
                false);
    }

    private void checkOrCreate(Map<String, Integer> inputs, boolean onlyTry) throws KafkaTrouble {
        Map<String, Integer> needed = topic.partitionsOfInput() ? partitions(inputs) : Map.of();
        Optional<TopicDescription> found = describe(topic.name());
        if (found.isEmpty()) {
            create(needed.values(), onlyTry);
            return;
        }
        Set<AclOperation> allowed = found.get().authorizedOperations();
        if (allowed != null && !allowed.containsAll(topic.needed())) {
            Set<AclOperation> missing = new TreeSet<>(topic.needed());
            missing.removeAll(allowed);
            throw KafkaTrouble.notAllowed(topic, topic.name(), missing);
        }
        for (Map.Entry<String, Integer> input : needed.entrySet()) {
            checkPartitions(found.get().partitions().size(), input.getKey(), input.getValue());
        }
        if (topic.isCompacted()) {
            checkCompacted();
        }
    }

    /** A right that nothing else needs is not asked for: without it, the topic is taken to be as it should. */
    private void checkCompacted() throws KafkaTrouble {
        ConfigResource named = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        try {
            Config found = await(admin.describeConfigs(List.of(named)).all()).get(named);
            ConfigEntry policy = found == null ? null : found.get(TopicConfig.CLEANUP_POLICY_CONFIG);
            if (policy != null && !TopicConfig.CLEANUP_POLICY_COMPACT.equals(policy.value())) {
                throw new KafkaTrouble(
                        topic.key(),
                        "The topic '" + topic.name() + "' has cleanup.policy=" + policy.value()
                                + ", so that Kafka would forget what the connector must not: set it to compact, with"
                                + " kafka-configs --alter --topic " + topic.name()
                                + " --add-config cleanup.policy=compact, or name another topic.");
            }
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof AuthorizationException)) {
                throw KafkaTrouble.of(topic, e);
            }
        }
    }

    private void checkPartitions(int partitions, String input, int needed) throws KafkaTrouble {
        if (partitions < needed) {
            throw new KafkaTrouble(
                    topic.key(),
                    "The topic '" + topic.name() + "' has " + partitions + " partitions and the input topic '" + input
                            + "' has " + needed + ": each of these needs one of its own there. Raise it with"
                            + " kafka-topics --alter --topic " + topic.name() + " --partitions " + needed
                            + ", or name another topic.");
        }
    }

    /** How many partitions the input topics have: those that are known of, or all if the cluster knows the topic. */
    private Map<String, Integer> partitions(Map<String, Integer> inputs) throws KafkaTrouble {
        Map<String, Integer> partitions = new HashMap<>(inputs);
        for (String input : inputs.keySet()) {
            describe(input)
                    .ifPresent(
                            found -> partitions.merge(input, found.partitions().size(), Math::max));
        }
        partitions.values().removeIf(count -> count == 0);
        return partitions;
    }

    private void create(Collection<Integer> needed, boolean onlyTry) throws KafkaTrouble {
        Optional<Integer> partitions = needed.isEmpty() ? topic.partitions() : Optional.of(Collections.max(needed));
        Optional<Short> replicas =
                replicationFactor == BROKERS_DEFAULT ? Optional.empty() : Optional.of((short) replicationFactor);
        NewTopic missing = new NewTopic(topic.name(), partitions, replicas).configs(topic.config());
        try {
            await(admin.createTopics(List.of(missing), new CreateTopicsOptions().validateOnly(onlyTry))
                    .all());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                throw new KafkaTrouble(
                        topic.key(),
                        "The topic '" + topic.name() + "' does not exist, and the Kafka user of the kafka.* settings"
                                + " lacks the right to CREATE it: grant it, or create the topic with "
                                + partitions.map(count -> count + " partitions").orElse("partitions") + " and "
                                + topic.config() + ".");
            }
            // If it exists by now, another task was faster.
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw KafkaTrouble.of(topic, e);
            }
        }
    }

    private Optional<TopicDescription> describe(String name) throws KafkaTrouble {
        DescribeTopicsOptions withRights = new DescribeTopicsOptions().includeAuthorizedOperations(true);
        try {
            return Optional.ofNullable(
                    await(admin.describeTopics(List.of(name), withRights).allTopicNames())
                            .get(name));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw e.getCause() instanceof AuthorizationException
                    ? KafkaTrouble.notAllowed(topic, name, Set.of(AclOperation.DESCRIBE))
                    : KafkaTrouble.of(topic, e);
        }
    }

    private <T> T await(KafkaFuture<T> future) throws ExecutionException, KafkaTrouble {
        try {
            return future.get(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw KafkaTrouble.of(topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw KafkaTrouble.of(topic, new TimeoutException("interrupted"));
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
