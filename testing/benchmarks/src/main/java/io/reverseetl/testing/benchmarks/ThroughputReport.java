// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The medians of all contenders, as a table in Markdown and as JSON. */
record ThroughputReport(long rows, int rounds, List<Line> lines) implements Report {

    /**
     * One contender's medians.
     *
     * @param ofLimit rows a second as a share of its bare loop's; not a number where that did not run
     */
    record Line(String contender, double rowsPerSecond, double ofLimit, double cpuPerMillion, double peakMegabytes) {}

    static ThroughputReport of(long rows, int rounds, List<Contender> contenders, List<Copy> copies) {
        Map<String, List<Copy>> byName = copies.stream().collect(Collectors.groupingBy(Copy::contender));
        Function<String, Double> speed = name -> median(byName.getOrDefault(name, List.of()), Copy::rowsPerSecond);
        List<Line> lines = contenders.stream()
                .map(contender -> new Line(
                        contender.name(),
                        speed.apply(contender.name()),
                        speed.apply(contender.name()) / speed.apply(contender.limit()),
                        median(byName.getOrDefault(contender.name(), List.of()), Copy::cpuPerMillion),
                        median(byName.getOrDefault(contender.name(), List.of()), Copy::peakMegabytes)))
                .toList();
        return new ThroughputReport(rows, rounds, lines);
    }

    private static double median(List<Copy> copies, ToDoubleFunction<Copy> figure) {
        return Report.median(copies.stream().mapToDouble(figure));
    }

    @Override
    public String markdown() {
        String table = lines.stream()
                .map(line -> String.format(
                        Locale.ROOT,
                        "| %s | %,.0f | %.2f | %.1f | %.0f |\n",
                        line.contender(),
                        line.rowsPerSecond(),
                        line.ofLimit(),
                        line.cpuPerMillion(),
                        line.peakMegabytes()))
                .collect(Collectors.joining());
        String head = String.format(Locale.ROOT, """
                %,d rows, medians of %d rounds; %s

                | | rows/s | of its bare loop | CPU-s per million rows | peak RSS, MB |
                | --- | ---: | ---: | ---: | ---: |
                """, rows, rounds, Report.machine());
        return head + table;
    }
}
