// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two tables, three workers and a CRM, while processes are killed and frozen, connections break, the CRM fails, its token
 * is rotated, and an operator changes what runs. In the end the CRM has what the database has. {@code -Psoak} does so
 * again and again.
 */
@Tag("stress")
class ChaosIT {

    private static final Duration CALM = Duration.ofMinutes(3);

    private final Duration lasting = Duration.ofSeconds(Long.getLong("chaos.seconds"));

    /** As many as {@code chaos.runs} says, beginning with {@code chaos.seed}, which may be {@code random}. */
    static LongStream seeds() {
        String seed = System.getProperty("chaos.seed");
        long first = seed.equals("random") ? new SecureRandom().nextInt(1_000_000) : Long.parseLong(seed);
        return LongStream.range(first, first + Long.getLong("chaos.runs"));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void in_the_end_the_crm_has_what_the_database_has(long seed) throws Exception {
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
        try (ChaosCluster cluster = ChaosCluster.start(seed);
                ChaosWriters writers = ChaosWriters.start(cluster.cluster().postgres(), seed)) {
            // Given
            Contacts contacts = new Contacts(cluster.cluster().crm());
            contacts.createProperty("customer_id", "string", true);
            contacts.createProperty("row_version", "number", false);
            cluster.createConnectors();
            ScheduledFuture<?> watching = watch.scheduleWithFixedDelay(
                    () -> ChaosCluster.CONNECTORS.forEach(cluster.operator()::mend), 1, 1, TimeUnit.SECONDS);

            // When
            System.out.printf("Chaos with seed %d for %d s%n", seed, lasting.toSeconds());
            Chaos chaos = new Chaos(cluster.disturbances());
            chaos.run(seed, lasting);
            writers.stop();
            cluster.simulator().send("DELETE", "/_/faults", null).orThrow();
            long calm = System.nanoTime();

            // Then: the CRM has the latest version of each valid row, and no other
            Map<String, Integer> expected = writers.valid();
            SimulatedObjects objects =
                    new SimulatedObjects(cluster.simulator(), "contacts", "customer_id", "row_version");
            await("the CRM to have the database's rows")
                    .atMost(CALM)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(objects.versions()).isEqualTo(expected));
            Topic rejected = cluster.topic(ChaosCluster.REJECTED);
            await("the dead letter queue to have the invalid rows")
                    .atMost(CALM)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(ids(rejected)).containsAll(writers.invalid()));
            assertThat(ids(rejected)).allMatch(ChaosWriters::isInvalid);

            // Then: each record has its outcome, and no object went back in time
            ChaosReport report = await("a result of every record")
                    .atMost(CALM)
                    .until(
                            () -> ChaosReport.of(cluster, objects),
                            now -> now.withoutResult().isEmpty());
            assertThat(watching.isDone()).as("the operator's watch has ended").isFalse();
            System.out.printf(
                    "After %d s of calm: %d rows in the CRM; %d transactions; %s%n",
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - calm),
                    expected.size(),
                    writers.commits(),
                    String.join(", ", chaos.counts()));
            report.lines().forEach(System.out::println);
            System.out.printf(
                    "%d restarts of failed tasks, for: %s%n",
                    cluster.operator().restarts(), cluster.operator().failures().keySet());
            assertThat(report.backwards()).isEmpty();
            // A task may give up and tell why, as it does at a refused token; it may not break.
            assertThat(cluster.operator().failures().values()).noneMatch(ChaosIT::isDefect);
        } finally {
            watch.shutdownNow();
        }
    }

    private static boolean isDefect(String trace) {
        return Stream.of(
                        "NullPointerException",
                        "IllegalStateException",
                        "IllegalArgumentException",
                        "ClassCastException",
                        "IndexOutOfBoundsException",
                        "ConcurrentModificationException",
                        "an error in the plugin")
                .anyMatch(trace::contains);
    }

    private static Set<String> ids(Topic topic) {
        Set<String> ids = new TreeSet<>();
        topic.messages().forEach(message -> ids.add(message.key().path("id").asText()));
        return ids;
    }
}
