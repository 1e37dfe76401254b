// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.testing;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.internals.PluginMetricsImpl;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.source.TransactionContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/**
 * What a task sees of Connect: its config, the stored offsets and the worker's metrics.
 *
 * @param transactionContext null where the task does not define transactions
 */
record TaskContext(
        Map<String, String> configs,
        Map<Map<String, ?>, Map<String, ?>> offsets,
        Metrics worker,
        TransactionContext transactionContext)
        implements SourceTaskContext {

    @Override
    public OffsetStorageReader offsetStorageReader() {
        return new StoredOffsets(offsets);
    }

    @Override
    public PluginMetrics pluginMetrics() {
        return new PluginMetricsImpl(worker, Map.of());
    }

    private record StoredOffsets(Map<Map<String, ?>, Map<String, ?>> offsets) implements OffsetStorageReader {

        @Override
        @SuppressWarnings("unchecked")
        public <T> Map<String, Object> offset(Map<String, T> partition) {
            return (Map<String, Object>) offsets.get(partition);
        }

        @Override
        public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
            Map<Map<String, T>, Map<String, Object>> found = new HashMap<>();
            partitions.forEach(partition -> found.put(partition, offset(partition)));
            return found;
        }
    }
}
