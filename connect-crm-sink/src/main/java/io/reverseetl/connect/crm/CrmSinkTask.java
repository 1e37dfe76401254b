// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.connect.support.PluginVersion;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** The shell around a {@link RunningSink}. */
public final class CrmSinkTask extends SinkTask {

    private @Nullable RunningSink running;

    @Override
    public String version() {
        return PluginVersion.current();
    }

    @Override
    public void start(Map<String, String> config) {
        running = RunningSink.start(config, context);
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
