// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.support;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.PluginMetrics;

/**
 * Figures among Connect's own, for example {@code kafka.connect:type=plugins,connector=x,task=0,table=public.customers}:
 * the runtime adds its tags, and reports them to whatever metrics reporters the worker has.
 */
final class RuntimeMetrics implements TaskMetrics {

    private final PluginMetrics runtime;
    private final Map<Map<String, String>, List<MetricName>> published = new ConcurrentHashMap<>();

    RuntimeMetrics(PluginMetrics runtime) {
        this.runtime = runtime;
    }

    @Override
    public void publish(Map<String, String> tags, List<Gauge> gauges) {
        withdraw(tags);
        published.put(
                Map.copyOf(tags),
                gauges.stream()
                        .map(gauge -> publish(new TreeMap<>(tags), gauge))
                        .toList());
    }

    private MetricName publish(SortedMap<String, String> tags, Gauge gauge) {
        MetricName name = runtime.metricName(gauge.name(), gauge.description(), new LinkedHashMap<>(tags));
        org.apache.kafka.common.metrics.Gauge<Object> value =
                (config, now) -> gauge.value().get();
        try {
            runtime.addMetric(name, value);
        } catch (IllegalArgumentException taken) {
            // By a predecessor that is late to stop. To go without a figure is better than not to run.
        }
        return name;
    }

    @Override
    public void withdraw(Map<String, String> tags) {
        List<MetricName> names = published.remove(tags);
        if (names != null) {
            names.forEach(this::withdraw);
        }
    }

    private void withdraw(MetricName name) {
        try {
            runtime.removeMetric(name);
        } catch (IllegalStateException | IllegalArgumentException gone) {
            // Closed by the runtime already, or never added.
        }
    }

    @Override
    public void close() {
        Set.copyOf(published.keySet()).forEach(this::withdraw);
    }
}
