// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import io.reverseetl.testing.cluster.ConnectRest;
import io.reverseetl.testing.cluster.ConnectWorker;
import io.reverseetl.testing.cluster.LocalCluster;
import io.reverseetl.testing.cluster.Pause;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The first load of a big table, from the database to the CRM, by two workers: whether they become slower or bigger the longer
 * it takes. The table is read in two parts, mapped and validated, and written by four tasks.
 */
@Command(
        name = "load",
        description = "The first load of a big table by two workers: memory and speed over time.",
        mixinStandardHelpOptions = true)
final class Load implements Callable<Integer> {

    private static final String TABLE = "customers";
    private static final String PREFIX = "load.";
    private static final String TOPIC = PREFIX + TABLE;
    private static final int PARTITIONS = 4;
    private static final String SOURCE = "load-source";
    private static final String SINK = "load-sink";
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Option(names = "--rows", defaultValue = "10000000", description = "Default: ${DEFAULT-VALUE}.")
    private int rows;

    @Option(names = "--latency-ms", defaultValue = "50", description = "Of the CRM. Default: ${DEFAULT-VALUE}.")
    private int latencyMillis;

    @Option(
            names = "--sample-ms",
            defaultValue = "1000",
            description = "Between two samples. Default: ${DEFAULT-VALUE}.")
    private int sampleMillis;

    @Option(
            names = "--plot",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "A picture too; needs fonts, and fontconfig on Linux. Default: ${DEFAULT-VALUE}.")
    private boolean plot;

    @Mixin
    private Layout layout;

    // picocli fills the fields in.
    @SuppressWarnings("NullAway.Init")
    private Load() {}

    @Override
    public Integer call() throws SQLException, IOException {
        try (LocalCluster cluster = layout.start();
                Topics topics = new Topics(cluster.broker().bootstrapServers())) {
            System.out.printf("Filling a table with %,d rows …%n", rows);
            try (Connection connection = cluster.postgres().connect()) {
                CustomersTable.create(connection, TABLE, rows);
            }
            topics.create(TOPIC, PARTITIONS);
            List<ConnectWorker> workers = new Workers(cluster).pair();
            SinkCrm crm = SinkCrm.startForMillions(cluster, "light-crm", latencyMillis);
            ConnectRest rest = workers.get(0).rest();
            rest.create(LoadConnectors.source(SOURCE, TABLE, PREFIX)).orThrow();
            rest.create(LoadConnectors.sink(SINK, TOPIC, PARTITIONS, crm)).orThrow();
            List<LoadSample> samples = watch(workers, topics, crm, rest);
            LoadReport.of(rows, latencyMillis, samples).write(layout.reports(), "load", System.out);
            if (plot) {
                LoadPlot.write(samples, layout.reports().resolve("load.png"));
            }
            return 0;
        }
    }

    private List<LoadSample> watch(List<ConnectWorker> workers, Topics topics, SinkCrm crm, ConnectRest rest)
            throws IOException {
        try (WorkerMemory first = WorkerMemory.of(workers.get(0));
                WorkerMemory second = WorkerMemory.of(workers.get(1))) {
            List<LoadSample> samples = new ArrayList<>();
            long start = System.nanoTime();
            long lastLine = start;
            long lastProgress = start;
            LoadSample last = new LoadSample(0, 0, 0, 0, List.of());
            while (last.objects() < rows) {
                Pause.of(Duration.ofMillis(sampleMillis));
                long now = System.nanoTime();
                Written.Count count = crm.count();
                LoadSample sample = new LoadSample(
                        (now - start) / 1e9,
                        topics.end(TOPIC, PARTITIONS),
                        count.records(),
                        count.objects(),
                        List.of(first.now(), second.now()));
                lastProgress = sample.records() + sample.rows() > last.records() + last.rows() ? now : lastProgress;
                if (now - lastLine > BETWEEN_LINES.toNanos()) {
                    System.out.println(sample);
                    lastLine = now;
                    Stream.of(SOURCE, SINK).forEach(connector -> requireHealthy(rest, connector));
                }
                if (now - lastProgress > PATIENCE.toNanos()) {
                    throw new IllegalStateException("Nothing more arrived within " + PATIENCE + ", after " + sample);
                }
                samples.add(sample);
                last = sample;
            }
            return samples;
        }
    }

    private static void requireHealthy(ConnectRest rest, String connector) {
        String failure = rest.failure(connector);
        if (failure != null) {
            throw new IllegalStateException(connector + " failed: " + failure);
        }
    }
}
