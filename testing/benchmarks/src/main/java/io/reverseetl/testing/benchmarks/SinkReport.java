// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The medians of all rounds, as tables in Markdown and as JSON.
 *
 * @param lines by requests in flight
 * @param faulty the connector beside itself, without faults and with them
 */
record SinkReport(int records, int rounds, int latencyMillis, List<Line> lines, Line faulty) implements Report {

    /**
     * Two contenders that took turns.
     *
     * @param what the connector was up to
     * @param limit of the one that is compared with
     * @param measured of the other
     */
    record Pair(String what, List<Delivery> limit, List<Delivery> measured) {

        void add(Delivery ofLimit, Delivery ofMeasured) {
            limit.add(ofLimit);
            measured.add(ofMeasured);
        }

        private Line line() {
            double limitSpeed = median(limit, Delivery::recordsPerSecond);
            double speed = median(measured, Delivery::recordsPerSecond);
            return new Line(
                    what,
                    limitSpeed,
                    speed,
                    speed / limitSpeed,
                    median(limit, Delivery::cpuMicros),
                    median(measured, Delivery::cpuMicros),
                    median(measured, Delivery::callsPerRecord),
                    median(measured, Delivery::crmLoad),
                    median(measured, Delivery::peakMegabytes));
        }

        private static double median(List<Delivery> deliveries, ToDoubleFunction<Delivery> figure) {
            return Report.median(deliveries.stream().mapToDouble(figure));
        }
    }

    /** Medians of a pair. */
    record Line(
            String what,
            double limitPerSecond,
            double recordsPerSecond,
            double ofLimit,
            double limitCpuMicros,
            double cpuMicros,
            double callsPerRecord,
            double crmLoad,
            double peakMegabytes) {

        private String markdown() {
            return String.format(
                    Locale.ROOT,
                    "| %s | %,.0f | %,.0f | %.2f | %.1f | %.1f | %.4f | %.2f | %.0f |\n",
                    what,
                    limitPerSecond,
                    recordsPerSecond,
                    ofLimit,
                    limitCpuMicros,
                    cpuMicros,
                    callsPerRecord,
                    crmLoad,
                    peakMegabytes);
        }
    }

    static SinkReport of(int records, int rounds, int latencyMillis, List<Pair> pairs, Pair faulty) {
        return new SinkReport(
                records, rounds, latencyMillis, pairs.stream().map(Pair::line).toList(), faulty.line());
    }

    @Override
    public String markdown() {
        String table = lines.stream().map(Line::markdown).collect(Collectors.joining());
        return String.format(
                Locale.ROOT, """
                %,d records, a CRM that answers after %d ms, medians of %d rounds; %s

                | | bare loop, records/s | connector, records/s | of the bare loop | bare loop, CPU-µs a record | connector, CPU-µs a record | calls a record | CRM's CPU | connector, peak RSS, MB |
                | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
                %s
                | | without faults, records/s | with faults, records/s | of that | without, CPU-µs a record | with, CPU-µs a record | calls a record | CRM's CPU | peak RSS, MB |
                | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
                %s""", records, latencyMillis, rounds, Report.machine(), table, faulty.markdown());
    }
}
