// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.testing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceConnectorContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** What a connector sees of Connect, and what it asked of it. */
public final class RecordedContext implements SourceConnectorContext {

    private final OffsetStorageReader offsets;
    private final AtomicInteger reconfigurations = new AtomicInteger();
    private final List<Exception> errors = new CopyOnWriteArrayList<>();

    public RecordedContext() {
        this(new HashMap<>());
    }

    public RecordedContext(Map<Map<String, ?>, Map<String, ?>> offsets) {
        this.offsets = new OffsetsInMemory(offsets);
    }

    public int reconfigurations() {
        return reconfigurations.get();
    }

    public List<Exception> errors() {
        return errors;
    }

    @Override
    public OffsetStorageReader offsetStorageReader() {
        return offsets;
    }

    @Override
    public void requestTaskReconfiguration() {
        reconfigurations.incrementAndGet();
    }

    @Override
    public void raiseError(Exception error) {
        errors.add(error);
    }

    @Override
    public PluginMetrics pluginMetrics() {
        throw new UnsupportedOperationException();
    }
}
