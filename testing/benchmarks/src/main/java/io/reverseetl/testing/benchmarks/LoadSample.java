// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How far a load was at one moment.
 *
 * @param seconds since its connectors were created
 * @param rows that the topic has
 * @param records that the CRM has acknowledged
 * @param objects different ones among them
 * @param workers the memory of each
 */
record LoadSample(double seconds, long rows, long records, long objects, List<WorkerMemory.Use> workers) {

    /** A line for somebody who waits. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "after %,4.0f s: %,d rows in the topic, %,d records in the CRM, resident MB %s",
                seconds,
                rows,
                records,
                workers.stream()
                        .map(worker -> Long.toString(worker.resident() >> 20))
                        .collect(Collectors.joining(" and ")));
    }
}
