// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import io.reverseetl.testing.cluster.LocalCluster;
import io.reverseetl.testing.cluster.Pause;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long a record takes from its topic to the CRM's acknowledgement, under light load and with defaults. */
@Command(
        name = "sink-freshness",
        description = "From a record in its topic to its acknowledgement by the CRM.",
        mixinStandardHelpOptions = true)
final class SinkFreshness implements Callable<Integer> {

    private static final String TOPIC = "arriving";
    private static final int DEFAULT_IN_FLIGHT = 4;

    /** Records that are not counted, as everything warms up. */
    private static final int WARM_UP = 100;

    /** Between two records: random, so that they meet every phase of the linger. */
    private static final int LONGEST_GAP_MICROS = 60_000;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Option(names = "--records", defaultValue = "1000", description = "Default: ${DEFAULT-VALUE}.")
    private int records;

    @Option(names = "--latency-ms", defaultValue = "50", description = "Of the CRM. Default: ${DEFAULT-VALUE}.")
    private int latencyMillis;

    @Mixin
    private Layout layout;

    // picocli fills the fields in.
    @SuppressWarnings("NullAway.Init")
    private SinkFreshness() {}

    @Override
    public Integer call() {
        try (LocalCluster cluster = layout.start();
                Topics topics = new Topics(cluster.broker().bootstrapServers());
                CustomersTopic customers = new CustomersTopic(cluster.broker().bootstrapServers(), TOPIC)) {
            topics.create(List.of(TOPIC));
            SinkCrm crm = SinkCrm.start(cluster, "light-crm", latencyMillis, 0);
            SinkConnector connector =
                    new SinkConnector(new Workers(cluster).asKafkaStartsIt(), "freshness", TOPIC, DEFAULT_IN_FLIGHT);
            try (Contender.Running running = connector.start(crm)) {
                customers.write(0);
                await(running, crm, 1);
                Arrivals arrivals = measure(running, crm, customers);
                String what = "defaults, a CRM that answers after " + latencyMillis + " ms";
                LatencyReport.of(records, Map.of(what, arrivals)).write(layout.reports(), "sink-freshness", System.out);
            }
            return 0;
        }
    }

    private Arrivals measure(Contender.Running running, SinkCrm crm, CustomersTopic customers) {
        RandomGenerator random = RandomGeneratorFactory.getDefault().create(1);
        Map<String, Long> written = new HashMap<>();
        for (int number = 1; number <= WARM_UP + records; number++) {
            Pause.of(Duration.ofNanos(1000L * random.nextInt(LONGEST_GAP_MICROS)));
            long micros = customers.write(number);
            if (number > WARM_UP) {
                written.put(CustomersTopic.id(number), micros);
            }
        }
        await(running, crm, 1 + WARM_UP + records);
        Map<String, Long> acknowledged = crm.acknowledged();
        Histogram micros = new Histogram(3);
        written.forEach((id, from) -> micros.recordValue(Math.max(0, acknowledged.getOrDefault(id, 0L) - from)));
        return new Arrivals(micros);
    }

    private static void await(Contender.Running running, SinkCrm crm, int objects) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (crm.count().objects() < objects) {
            running.check();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Only " + crm.count() + " of " + objects + " customers arrived");
            }
            Pause.of(BETWEEN_LOOKS);
        }
    }
}
