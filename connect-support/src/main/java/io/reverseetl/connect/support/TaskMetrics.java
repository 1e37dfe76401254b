// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.support;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.metrics.PluginMetrics;

/**
 * Figures of a running task that an operator can watch: among Connect's own metrics where the runtime takes those of
 * plugins (KIP-877, Connect 4.1), otherwise as JMX beans of our own. The names of the figures are the same in both.
 */
public sealed interface TaskMetrics extends AutoCloseable permits RuntimeMetrics, JmxMetrics {

    /**
     * One figure.
     *
     * @param name in lower case with hyphens, as Kafka's own, and with the unit at its end, for example {@code lag-ms}
     * @param value asked whenever somebody looks, from any thread; it must not wait for anything. A number or a text
     *     without a field's value, and always of the same type
     */
    record Gauge(String name, String description, Supplier<?> value) {}

    /**
     * Whose figures they are, as far as the runtime does not say it itself.
     *
     * @param type what kind of plugin, for example {@code jdbc-source}
     */
    record Owner(String type, String connector, String task) {}

    /**
     * Finds out where this runtime takes figures.
     *
     * @param pluginMetrics asks the task's context, by {@code context.pluginMetrics()}, and is declared to return nothing
     *     more special than Object: a lambda that names Kafka's type does not link where that is missing
     */
    static TaskMetrics of(Supplier<?> pluginMetrics, Owner owner) {
        try {
            return new RuntimeMetrics((PluginMetrics) pluginMetrics.get());
        } catch (LinkageError runtimeIsOlder) {
            return JmxMetrics.of(owner);
        }
    }

    /**
     * Publishes figures of a plugin that has no context and knows neither connector nor task, as a transform does: as
     * JMX beans on every runtime. The tasks of a worker, and whoever else uses the same id, are told apart by the tag
     * {@code instance}, which is the lowest number that is free.
     *
     * @param type what kind of plugin, for example {@code validate-fields}
     * @param id given by the user
     * @param gauges the figures that have no tags of their own
     */
    static TaskMetrics numbered(String type, String id, List<Gauge> gauges) {
        return JmxMetrics.numbered(type, id, gauges);
    }

    /**
     * Publishes the figures of one thing that the task works on, in place of what was published under the same tags.
     *
     * @param tags what the figures are of, for example {@code {table=public.customers}}; may be empty, and may not name
     *     type, connector or task
     */
    void publish(Map<String, String> tags, List<Gauge> gauges);

    /** Takes away what was published under these tags. */
    void withdraw(Map<String, String> tags);

    /** Takes everything away. */
    @Override
    void close();
}
