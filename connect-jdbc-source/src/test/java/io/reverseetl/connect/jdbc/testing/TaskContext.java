// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.testing;

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
        return new OffsetsInMemory(offsets);
    }

    @Override
    public PluginMetrics pluginMetrics() {
        return new PluginMetricsImpl(worker, Map.of());
    }
}
