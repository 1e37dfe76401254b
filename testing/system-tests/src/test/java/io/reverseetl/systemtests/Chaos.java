// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Makes things go wrong, two at a time, in an order that a seed decides. */
final class Chaos {

    private static final int AT_A_TIME = 2;

    private final List<Disturbance> disturbances;
    private final Set<String> disturbed = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Instant start = Instant.now();
    private final CountDownLatch never = new CountDownLatch(1);

    Chaos(List<Disturbance> disturbances) {
        this.disturbances = List.copyOf(disturbances);
    }

    /**
     * Something that goes wrong, and is mended.
     *
     * @param target what it happens to: nothing else happens to that meanwhile
     * @param longest how long it lasts at the most
     */
    record Disturbance(String name, String target, Duration longest, Runnable begin, Runnable end) {}

    /** Goes on for so long; everything is mended when it returns. */
    void run(long seed, Duration duration) {
        Instant deadline = Instant.now().plus(duration);
        List<CompletableFuture<Void>> all = IntStream.range(0, AT_A_TIME)
                .mapToObj(i -> CompletableFuture.runAsync(() -> disturb(new Random(seed + i), deadline)))
                .toList();
        all.forEach(CompletableFuture::join);
    }

    private void disturb(Random random, Instant deadline) {
        while (Instant.now().isBefore(deadline)) {
            Disturbance next = disturbances.get(random.nextInt(disturbances.size()));
            Duration lasting = Duration.ofMillis(random.nextInt(1 + (int) next.longest.toMillis()));
            if (disturbed.add(next.target)) {
                count(next, lasting);
                next.begin.run();
                await(lasting);
                next.end.run();
                disturbed.remove(next.target);
            }
            await(Duration.ofMillis(200 + random.nextInt(1_000)));
        }
    }

    private synchronized void count(Disturbance disturbance, Duration lasting) {
        counts.merge(disturbance.name, 1, Integer::sum);
        System.out.printf(
                "%6.1f s: %s (%s) for %d ms%n",
                Duration.between(start, Instant.now()).toMillis() / 1000.0,
                disturbance.name,
                disturbance.target,
                lasting.toMillis());
    }

    private void await(Duration duration) {
        try {
            boolean unused = never.await(duration.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How often each thing went wrong. */
    synchronized List<String> counts() {
        List<String> lines = new ArrayList<>();
        counts.forEach((name, count) -> lines.add(count + " × " + name));
        return lines;
    }
}
