// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.connect.crm.spi.CommonKeys;
import io.reverseetl.connect.kafka.KafkaTrouble;
import io.reverseetl.connect.support.GivenConfig;
import io.reverseetl.connect.support.PluginVersion;
import io.reverseetl.connect.support.Problems;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkConnector;

/**
 * Writes the records of its topics to a CRM, each as one object that is created or updated. Tasks share the topics'
 * partitions and know nothing of each other.
 */
public final class CrmSinkConnector extends SinkConnector {

    private Map<String, String> config = Map.of();

    @Override
    public String version() {
        return PluginVersion.current();
    }

    @Override
    public ConfigDef config() {
        return SinkConfig.definition();
    }

    @Override
    public Config validate(Map<String, String> connectorConfig) {
        SinkConfig.Reading reading = SinkConfig.read(connectorConfig);
        reading.settings().filter(SinkSettings::validateLive).ifPresent(settings -> {
            Problems problems = new Problems();
            // At the same time, as both together have ten seconds.
            CompletableFuture<List<KafkaTrouble>> topics = TopicCheck.ask(settings);
            LiveCheck.Result result = LiveCheck.ask(settings);
            result.findings().forEach(finding -> problems.add(finding.key(), finding.message()));
            result.unreachable().ifPresent(why -> problems.add(CommonKeys.URL, unreachable(settings, why)));
            topics.join().forEach(trouble -> problems.add(trouble.key(), trouble.message()));
            problems.addTo(reading.values());
        });
        return new Config(reading.values());
    }

    private static String unreachable(SinkSettings settings, String why) {
        return "The CRM at " + settings.url() + " cannot be asked whether this config works (" + why
                + "). Check crm.url and the network, or set validate.live=false to skip the question.";
    }

    @Override
    public void start(Map<String, String> connectorConfig) {
        SinkConfig.read(connectorConfig).problems().throwIfAny();
        config = Map.copyOf(GivenConfig.withoutNulls(connectorConfig));
    }

    @Override
    public Class<? extends Task> taskClass() {
        return CrmSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return IntStream.range(0, maxTasks).mapToObj(this::taskConfig).toList();
    }

    private Map<String, String> taskConfig(int number) {
        Map<String, String> task = new HashMap<>(config);
        task.put(CrmSinkTask.NUMBER, String.valueOf(number));
        return Map.copyOf(task);
    }

    @Override
    public void stop() {
        // Nothing runs here: what does belongs to the tasks.
    }

    /** The group's offsets are the only state, so any that can be are fine; null resets a partition. */
    @Override
    public boolean alterOffsets(Map<String, String> connectorConfig, Map<TopicPartition, Long> offsets) {
        offsets.forEach((partition, offset) -> {
            if (offset != null && offset < 0) {
                throw new ConnectException("The offset " + offset + " of " + partition
                        + " is not possible: give one from 0, or null to forget the partition's offset.");
            }
        });
        return true;
    }
}
