// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import io.reverseetl.testing.cluster.Pause;
import java.time.Duration;
import java.util.List;

/**
 * One measured copy of all rows, from the first rows seen in the topics to the last: neither the start of a task nor the
 * opening of a connection is in it.
 *
 * @param cpuPerMillion processor seconds of the copying process for a million rows
 * @param peakMegabytes of its resident memory, 0 where the system does not tell
 */
record Copy(String contender, double rowsPerSecond, double cpuPerMillion, long peakMegabytes) {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
    private static final int LOOKS_A_CHECK = 50;

    /** Markers of transactions count as offsets, so the last row is known by nothing coming after it. */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private record Look(long nanos, long end, Duration cpu) {}

    static Copy measure(Contender contender, Topics topics, String prefix, long rows) {
        List<String> names =
                contender.tables().stream().map(table -> prefix + table).toList();
        topics.create(names);
        ProcessUse process = contender.process();
        process.resetPeak();
        try (Contender.Running running = contender.start(prefix)) {
            Look first = awaitMore(running, topics, names, process, new Look(System.nanoTime(), 0, Duration.ZERO));
            Look last = first;
            while (last.end() < rows || isAnythingMore(topics, names, last)) {
                last = awaitMore(running, topics, names, process, last);
            }
            long peak = process.peakMemory().orElse(0) >> 20;
            requireAll(contender, topics.count(names).records(), rows);
            double counted = rows * (1 - (double) first.end() / last.end());
            return new Copy(
                    contender.name(),
                    counted / seconds(Duration.ofNanos(last.nanos() - first.nanos())),
                    seconds(last.cpu().minus(first.cpu())) / counted * 1e6,
                    peak);
        } finally {
            topics.delete(names);
        }
    }

    private static Look awaitMore(
            Contender.Running running, Topics topics, List<String> names, ProcessUse process, Look before) {
        for (int looks = 1; ; looks++) {
            long end = topics.end(names);
            if (end > before.end()) {
                return new Look(System.nanoTime(), end, process.cpu());
            }
            if (looks % LOOKS_A_CHECK == 0) {
                running.check();
            }
            if (System.nanoTime() - before.nanos() > PATIENCE.toNanos()) {
                throw new IllegalStateException("Nothing more arrived within " + PATIENCE + ", after " + end);
            }
            Pause.of(BETWEEN_LOOKS);
        }
    }

    private static boolean isAnythingMore(Topics topics, List<String> names, Look last) {
        Pause.of(SILENCE);
        return topics.end(names) > last.end();
    }

    private static void requireAll(Contender contender, long found, long rows) {
        if (found != rows) {
            throw new IllegalStateException(contender.name() + " wrote " + found + " records of " + rows + " rows");
        }
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
