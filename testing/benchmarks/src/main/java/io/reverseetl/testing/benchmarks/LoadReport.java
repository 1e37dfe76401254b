// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * A load in tenths of its time: what drifts shows from one to the next.
 *
 * @param repeated records that were written more than once
 */
record LoadReport(int rows, int latencyMillis, double seconds, long repeated, List<Tenth> tenths) implements Report {

    private static final int PARTS = 10;

    /**
     * A tenth of the time.
     *
     * @param fromSecond in which it begins
     * @param lowestHeap of each worker, in megabytes: what is alive and little else
     * @param highestResident of each worker's process, in megabytes
     */
    record Tenth(
            double fromSecond,
            double rowsPerSecond,
            double recordsPerSecond,
            List<Long> lowestHeap,
            List<Long> highestResident) {

        private String markdown() {
            return String.format(
                    Locale.ROOT,
                    "| %,.0f | %,.0f | %,.0f | %s | %s |\n",
                    fromSecond,
                    rowsPerSecond,
                    recordsPerSecond,
                    joined(lowestHeap),
                    joined(highestResident));
        }

        private static String joined(List<Long> megabytes) {
            return megabytes.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
    }

    /**
     * Sums a load up.
     *
     * @param samples in the order of time, one at the least
     */
    static LoadReport of(int rows, int latencyMillis, List<LoadSample> samples) {
        LoadSample last = samples.get(samples.size() - 1);
        List<Tenth> tenths = new ArrayList<>();
        LoadSample before = new LoadSample(0, 0, 0, 0, List.of());
        for (int part = 1; part <= PARTS; part++) {
            double from = before.seconds();
            double to = last.seconds() * part / PARTS;
            List<LoadSample> inside = samples.stream()
                    .filter(sample -> sample.seconds() > from && sample.seconds() <= to)
                    .toList();
            // A short run has less samples than parts.
            if (!inside.isEmpty()) {
                tenths.add(tenth(before, inside));
                before = inside.get(inside.size() - 1);
            }
        }
        return new LoadReport(rows, latencyMillis, last.seconds(), last.records() - last.objects(), tenths);
    }

    private static Tenth tenth(LoadSample before, List<LoadSample> inside) {
        LoadSample last = inside.get(inside.size() - 1);
        double seconds = last.seconds() - before.seconds();
        int workers = last.workers().size();
        List<Long> lowestHeap = new ArrayList<>();
        List<Long> highestResident = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            lowestHeap.add(
                    megabytes(inside, worker, WorkerMemory.Use::heap).min().orElseThrow());
            highestResident.add(
                    megabytes(inside, worker, WorkerMemory.Use::resident).max().orElseThrow());
        }
        return new Tenth(
                before.seconds(),
                (last.rows() - before.rows()) / seconds,
                (last.records() - before.records()) / seconds,
                lowestHeap,
                highestResident);
    }

    private static LongStream megabytes(List<LoadSample> samples, int worker, ToLongFunction<WorkerMemory.Use> figure) {
        return samples.stream()
                .mapToLong(sample -> figure.applyAsLong(sample.workers().get(worker)) >> 20);
    }

    @Override
    public String markdown() {
        return String.format(
                Locale.ROOT,
                """
                %,d rows, all of them in the CRM after %,.0f s (%,d records written again), a CRM that answers after %d ms; %s

                | from second | rows/s into the topic | records/s into the CRM | lowest heap of the workers, MB | highest RSS of the workers, MB |
                | ---: | ---: | ---: | ---: | ---: |
                %s""",
                rows,
                seconds,
                repeated,
                latencyMillis,
                Report.machine(),
                tenths.stream().map(Tenth::markdown).collect(Collectors.joining()));
    }
}
