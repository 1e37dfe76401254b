// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

import io.reverseetl.connect.support.TaskMetrics;
import io.reverseetl.connect.support.TaskMetrics.Gauge;
import io.reverseetl.connect.transforms.validation.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How often each rule was broken, for an operator to see. */
final class RuleCounts implements AutoCloseable {

    private final AtomicLong records = new AtomicLong();
    private final AtomicLong failedRecords = new AtomicLong();
    private final Map<Rule, AtomicLong> failures = new LinkedHashMap<>();
    private final @Nullable TaskMetrics metrics;

    private RuleCounts(List<Rule> rules, @Nullable String id) {
        rules.forEach(rule -> failures.put(rule, new AtomicLong()));
        this.metrics = id == null ? null : published(id);
    }

    /** @param id by which the counts are published; nothing for not at all */
    static RuleCounts of(List<Rule> rules, Optional<String> id) {
        return new RuleCounts(rules, id.orElse(null));
    }

    private TaskMetrics published(String id) {
        TaskMetrics published = TaskMetrics.numbered(
                "validate-fields",
                id,
                List.of(
                        new Gauge("records-total", "Records that were checked.", records::get),
                        new Gauge("failed-records-total", "Records that broke a rule.", failedRecords::get)));
        failures.forEach((rule, count) -> published.publish(
                Map.of("field", rule.field().toString(), "rule", rule.text()),
                List.of(new Gauge("failures-total", "Records that broke this rule.", count::get))));
        return published;
    }

    void count(List<Rule> broken) {
        records.incrementAndGet();
        if (!broken.isEmpty()) {
            failedRecords.incrementAndGet();
            broken.forEach(rule -> Objects.requireNonNull(failures.get(rule)).incrementAndGet());
        }
    }

    @Override
    public void close() {
        if (metrics != null) {
            metrics.close();
        }
    }
}
