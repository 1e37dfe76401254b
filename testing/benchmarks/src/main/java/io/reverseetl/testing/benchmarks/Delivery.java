// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import io.reverseetl.testing.cluster.Pause;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * All customers, brought into the CRM: from the first request that it received to its last acknowledgement.
 *
 * @param cpuMicros processor time of the sending process, a record
 * @param crmLoad processor time of the CRM's process, in processors
 * @param peakMegabytes of the sending process's resident memory, 0 where the system does not tell
 */
record Delivery(
        double recordsPerSecond,
        double callsPerRecord,
        long objects,
        double cpuMicros,
        double crmLoad,
        double peakMegabytes) {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
    private static final int LOOKS_A_CHECK = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    static Delivery measure(Sender sender, SinkCrm crm, int records) {
        crm.forget();
        ProcessUse process = sender.process();
        process.resetPeak();
        try (Contender.Running running = sender.start(crm)) {
            // What it takes to create a connector is not what it takes to send.
            await(running, crm, count -> count.calls() > 0);
            Duration cpuBefore = process.cpu();
            Duration crmBefore = crm.process().cpu();
            Written.Count count = await(running, crm, found -> found.records() >= records);
            return new Delivery(
                    count.records() / count.seconds(),
                    (double) count.calls() / count.records(),
                    count.objects(),
                    process.cpu().minus(cpuBefore).toNanos() / 1e3 / count.records(),
                    crm.process().cpu().minus(crmBefore).toNanos() / 1e9 / count.seconds(),
                    process.peakMemory().orElse(0) >> 20);
        }
    }

    private static Written.Count await(Contender.Running running, SinkCrm crm, Predicate<Written.Count> enough) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int looks = 1; ; looks++) {
            Written.Count count = crm.count();
            if (enough.test(count)) {
                return count;
            }
            if (looks % LOOKS_A_CHECK == 0) {
                running.check();
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("After " + PATIENCE + " the CRM has only " + count);
            }
            Pause.of(BETWEEN_LOOKS);
        }
    }
}
