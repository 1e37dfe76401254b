// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The latencies of all rounds together, by config. */
record LatencyReport(int rows, List<Line> lines) implements Report {

    /** One config's percentiles, in milliseconds. */
    record Line(String config, double p50, double p99, double max) {}

    static LatencyReport of(int rows, Map<String, Arrivals> measured) {
        return new LatencyReport(
                rows,
                measured.entrySet().stream()
                        .map(entry -> line(entry.getKey(), entry.getValue()))
                        .toList());
    }

    private static Line line(String config, Arrivals arrivals) {
        return new Line(config, arrivals.millis(50), arrivals.millis(99), arrivals.millis(100));
    }

    @Override
    public String markdown() {
        String table = lines.stream()
                .map(line -> String.format(
                        Locale.ROOT,
                        "| %s | %.1f | %.1f | %.1f |\n",
                        line.config(),
                        line.p50(),
                        line.p99(),
                        line.max()))
                .collect(Collectors.joining());
        String head = String.format(Locale.ROOT, """
                %,d a config, one by one at random moments; %s

                | | p50, ms | p99, ms | max, ms |
                | --- | ---: | ---: | ---: |
                """, rows, Report.machine());
        return head + table;
    }
}
