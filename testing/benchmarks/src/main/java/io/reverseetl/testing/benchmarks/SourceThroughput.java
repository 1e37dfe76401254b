// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import io.reverseetl.testing.cluster.LocalCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How fast the source copies a whole table, and what it costs the worker, beside a bare loop that copies the same rows to
 * the same broker. Every contender runs once in each round, in an order that moves on by one; medians are reported.
 */
@Command(
        name = "source-throughput",
        description = "Rows a second of the source, beside a bare loop over the same rows.",
        mixinStandardHelpOptions = true)
final class SourceThroughput implements Callable<Integer> {

    private static final String CUSTOMERS = "customers";
    private static final List<String> HALVES = List.of("customers_1", "customers_2");

    /** What the example configs have. */
    private static final Map<String, String> EXAMPLES_PRODUCER = Map.of("batch.size", "262144");

    /** What the guide's section on speed says. */
    private static final Map<String, String> TUNED_PRODUCER = Map.of("batch.size", "262144", "linger.ms", "20");

    @Option(names = "--rows", defaultValue = "1000000", description = "Default: ${DEFAULT-VALUE}.")
    private int rows;

    @Option(names = "--rounds", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--only", defaultValue = ".*", description = "Contenders whose name this pattern finds.")
    private Pattern only;

    @Mixin
    private Layout layout;

    // picocli fills the fields in.
    @SuppressWarnings("NullAway.Init")
    private SourceThroughput() {}

    @Override
    public Integer call() throws SQLException {
        try (LocalCluster cluster = layout.start();
                Topics topics = new Topics(cluster.broker().bootstrapServers())) {
            createTables(cluster);
            List<Contender> contenders = contenders(cluster).stream()
                    .filter(contender -> only.matcher(contender.name()).find())
                    .toList();
            List<Copy> copies = new ArrayList<>();
            for (int round = 1; round <= rounds; round++) {
                List<Contender> order = new ArrayList<>(contenders);
                Collections.rotate(order, -round);
                for (Contender contender : order) {
                    String prefix = "run" + round + "." + contenders.indexOf(contender) + ".";
                    Copy copy = Copy.measure(contender, topics, prefix, rows);
                    System.out.printf("round %d: %s%n", round, copy);
                    copies.add(copy);
                }
            }
            ThroughputReport.of(rows, rounds, contenders, copies)
                    .write(layout.reports(), "source-throughput", System.out);
            return 0;
        }
    }

    private void createTables(LocalCluster cluster) throws SQLException {
        try (Connection connection = cluster.postgres().connect()) {
            CustomersTable.create(connection, CUSTOMERS, rows);
            for (String half : HALVES) {
                CustomersTable.create(connection, half, rows / HALVES.size());
            }
        }
    }

    private List<Contender> contenders(LocalCluster cluster) {
        Workers workers = new Workers(cluster);
        List<String> one = List.of(CUSTOMERS);
        Map<String, Object> tunedProducer = new HashMap<>(TUNED_PRODUCER);
        Map<String, String> schemas = Map.of("value.converter.schemas.enable", "true");
        return List.of(
                new Loop(cluster, "bare loop", CUSTOMERS, false, Map.of()),
                new Loop(cluster, "bare loop, tuned producer", CUSTOMERS, false, tunedProducer),
                new Loop(cluster, "bare loop, tuned producer, schemas", CUSTOMERS, true, tunedProducer),
                new Connector(workers::ordinary, "defaults", "bare loop", one, Map.of()),
                new Connector(workers::ordinary, "as in the examples", "bare loop", one, overrides(EXAMPLES_PRODUCER)),
                new Connector(workers::ordinary, "tuned", "bare loop, tuned producer", one, tuned(Map.of())),
                new Connector(
                        workers::ordinary, "tuned, schemas", "bare loop, tuned producer, schemas", one, tuned(schemas)),
                new Connector(
                        workers::ordinary, "tuned, two tasks", "bare loop, tuned producer", HALVES, tuned(Map.of())),
                new Connector(
                        workers::ordinary,
                        "tuned, first read in two ranges",
                        "bare loop, tuned producer",
                        one,
                        tuned(Map.of("tasks.max", "2", "snapshot.ranges", "2"))),
                new Connector(
                        workers::withSmallHeap,
                        "tuned, 256 MB heap",
                        "bare loop, tuned producer",
                        one,
                        tuned(Map.of())),
                new Connector(
                        workers::exactlyOnce,
                        "tuned, exactly once",
                        "bare loop, tuned producer",
                        one,
                        tuned(Map.of())));
    }

    private static Map<String, String> tuned(Map<String, String> more) {
        Map<String, String> config = new TreeMap<>(overrides(TUNED_PRODUCER));
        config.putAll(more);
        return config;
    }

    private static Map<String, String> overrides(Map<String, String> producer) {
        Map<String, String> config = new TreeMap<>();
        producer.forEach((key, value) -> config.put("producer.override." + key, value));
        return config;
    }
}
