// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import io.reverseetl.testing.benchmarks.SinkReport.Pair;
import io.reverseetl.testing.cluster.ConnectWorker;
import io.reverseetl.testing.cluster.LocalCluster;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How fast the sink brings a topic into a CRM that is slow to answer and has no quota, beside a bare loop that sends the same
 * bodies with as many requests in flight; and what is left of that when the CRM fails.
 */
@Command(
        name = "sink-throughput",
        description = "Records a second of the sink, beside a bare loop of its HTTP client.",
        mixinStandardHelpOptions = true)
final class SinkThroughput implements Callable<Integer> {

    private static final String TOPIC = "customers";
    private static final int BATCH = 100;

    /** How many requests are in flight while the CRM fails, and while everything warms up. */
    private static final int USUAL_IN_FLIGHT = 16;

    private static final double FAULT_RATE = 0.05;

    @Option(names = "--records", defaultValue = "100000", description = "Default: ${DEFAULT-VALUE}.")
    private int records;

    @Option(names = "--rounds", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--in-flight",
            split = ",",
            defaultValue = "1,4,16,32",
            description = "max.in.flight.requests. Default: ${DEFAULT-VALUE}.")
    private List<Integer> inFlight;

    @Option(names = "--latency-ms", defaultValue = "50", description = "Of the CRM. Default: ${DEFAULT-VALUE}.")
    private int latencyMillis;

    @Mixin
    private Layout layout;

    private int started;

    // picocli fills the fields in.
    @SuppressWarnings("NullAway.Init")
    private SinkThroughput() {}

    @Override
    public Integer call() {
        try (LocalCluster cluster = layout.start();
                Topics topics = new Topics(cluster.broker().bootstrapServers());
                CustomersTopic customers = new CustomersTopic(cluster.broker().bootstrapServers(), TOPIC)) {
            topics.create(List.of(TOPIC));
            customers.fill(records);
            ConnectWorker worker = new Workers(cluster).asKafkaStartsIt();
            SinkCrm crm = SinkCrm.start(cluster, "light-crm", latencyMillis, 0);
            List<Pair> pairs = besideTheBareLoop(worker, crm);
            Pair faulty = besideItself(worker, crm, cluster);
            SinkReport.of(records, rounds, latencyMillis, pairs, faulty)
                    .write(layout.reports(), "sink-throughput", System.out);
            return 0;
        }
    }

    private List<Pair> besideTheBareLoop(ConnectWorker worker, SinkCrm crm) {
        // What warms up also shows what the connector sends.
        deliver(connector(worker, USUAL_IN_FLIGHT), crm);
        String body = crm.body();
        Delivery.measure(new BareCalls(USUAL_IN_FLIGHT, body, calls()), crm, calls() * BATCH);
        Map<Integer, Pair> pairs = new LinkedHashMap<>();
        inFlight.forEach(most -> pairs.put(most, pair(most + " in flight")));
        for (int round = 1; round <= rounds; round++) {
            for (Map.Entry<Integer, Pair> each : pairs.entrySet()) {
                int most = each.getKey();
                Delivery bare = Delivery.measure(new BareCalls(most, body, calls()), crm, calls() * BATCH);
                Delivery sink = deliver(connector(worker, most), crm);
                System.out.printf("round %d, %d in flight: %s, bare %s%n", round, most, sink, bare);
                each.getValue().add(bare, sink);
            }
        }
        return List.copyOf(pairs.values());
    }

    /** The connector without faults and with them, in turns. */
    private Pair besideItself(ConnectWorker worker, SinkCrm crm, LocalCluster cluster) {
        SinkCrm failing = SinkCrm.start(cluster, "failing-crm", latencyMillis, FAULT_RATE);
        deliver(connector(worker, USUAL_IN_FLIGHT), failing);
        Pair pair = pair("%d in flight, %.0f%% of 429 and as many 503".formatted(USUAL_IN_FLIGHT, 100 * FAULT_RATE));
        for (int round = 1; round <= rounds; round++) {
            Delivery without = deliver(connector(worker, USUAL_IN_FLIGHT), crm);
            Delivery with = deliver(connector(worker, USUAL_IN_FLIGHT), failing);
            System.out.printf("round %d, faults: %s, without %s%n", round, with, without);
            pair.add(without, with);
        }
        return pair;
    }

    private static Pair pair(String what) {
        return new Pair(what, new ArrayList<>(), new ArrayList<>());
    }

    private int calls() {
        return records / BATCH;
    }

    private SinkConnector connector(ConnectWorker worker, int most) {
        return new SinkConnector(worker, "sink-" + ++started, TOPIC, most);
    }

    /** Every record has to arrive, whatever the CRM does. */
    private Delivery deliver(SinkConnector connector, SinkCrm crm) {
        Delivery delivery = Delivery.measure(connector, crm, records);
        if (delivery.objects() != records) {
            throw new IllegalStateException(
                    connector.name() + " brought " + delivery.objects() + " of " + records + " customers");
        }
        return delivery;
    }
}
