// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import io.reverseetl.testing.cluster.LocalCluster;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long a committed row takes to a consumer of its topic, for rows that come one at a time at random moments. */
@Command(
        name = "source-latency",
        description = "Time from the commit of a row to its arrival at a consumer.",
        mixinStandardHelpOptions = true)
final class SourceLatency implements Callable<Integer> {

    /** In the order of the report. */
    private static final Map<String, Map<String, String>> CONFIGS = new TreeMap<>(Map.of(
            "no margin", Map.of("poll.interval.ms", "100", "watermark.margin.ms", "0"),
            "default margin", Map.of("poll.interval.ms", "100"),
            "default margin, look-back", Map.of("poll.interval.ms", "100", "watermark.margin.mode", "look-back"),
            "woken, no margin", woken(Map.of("watermark.margin.ms", "0")),
            "woken, default margin", woken(Map.of())));

    @Option(names = "--rows", defaultValue = "500", description = "Rows a round. Default: ${DEFAULT-VALUE}.")
    private int rows;

    @Option(names = "--rounds", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Mixin
    private Layout layout;

    // picocli fills the fields in.
    @SuppressWarnings("NullAway.Init")
    private SourceLatency() {}

    /** Only notifications make it look in time. */
    private static Map<String, String> woken(Map<String, String> more) {
        Map<String, String> config = new TreeMap<>(more);
        config.put("poll.interval.ms", "60000");
        config.put(Arrivals.CHANNEL, "customers_changed");
        return config;
    }

    @Override
    public Integer call() throws SQLException {
        try (LocalCluster cluster = layout.start();
                Topics topics = new Topics(cluster.broker().bootstrapServers())) {
            Workers workers = new Workers(cluster);
            Map<String, Arrivals> measured = new LinkedHashMap<>();
            for (int round = 1; round <= rounds; round++) {
                for (Map.Entry<String, Map<String, String>> config : CONFIGS.entrySet()) {
                    String table = "customers_" + round + "_" + config.getKey().replaceAll("[^a-z]", "_");
                    Connector connector = new Connector(
                            workers::ordinary, config.getKey(), config.getKey(), List.of(table), config.getValue());
                    Arrivals arrivals = Arrivals.measure(cluster.postgres(), topics, connector, table, rows);
                    System.out.printf("round %d: %s: %s%n", round, config.getKey(), arrivals);
                    measured.merge(config.getKey(), arrivals, Arrivals::and);
                }
            }
            LatencyReport.of(rows * rounds, measured).write(layout.reports(), "source-latency", System.out);
            return 0;
        }
    }
}
