// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.connect.support.PluginVersion;
import io.reverseetl.connect.support.TaskMetrics;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** The shell around a {@link RunningSink}. */
public final class CrmSinkTask extends SinkTask {

    /** Which of the connector's tasks it is, as Connect counts them: a task is not told otherwise. */
    static final String NUMBER = "task.number";

    private @Nullable RunningSink running;

    @Override
    public String version() {
        return PluginVersion.current();
    }

    @Override
    public void start(Map<String, String> given) {
        Map<String, String> config = new HashMap<>(given);
        String number = config.remove(NUMBER);
        TaskMetrics metrics = TaskMetrics.of(
                () -> context.pluginMetrics(),
                new TaskMetrics.Owner(
                        SinkMetrics.TYPE, config.getOrDefault("name", ""), Objects.requireNonNullElse(number, "0")));
        running = RunningSink.start(config, context, metrics);
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        running().open(partitions);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        running().put(records);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> delivered) {
        return running().preCommit(delivered);
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        running().close(partitions);
    }

    /** Connect calls this after a failed start too. */
    @Override
    public void stop() {
        if (running != null) {
            running.close();
            running = null;
        }
    }

    private RunningSink running() {
        if (running == null) {
            throw new IllegalStateException("The task is not running");
        }
        return running;
    }
}
