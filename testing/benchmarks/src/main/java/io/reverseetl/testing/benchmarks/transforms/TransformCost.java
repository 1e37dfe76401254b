// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks.transforms;

import io.reverseetl.testing.benchmarks.Layout;
import io.reverseetl.testing.benchmarks.Report;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What our transforms cost for each record, beside Kafka's own. */
@Command(
        name = "transforms",
        description = "What a transform costs for each record, beside Kafka's ReplaceField and Cast.",
        mixinStandardHelpOptions = true)
public final class TransformCost implements Callable<Integer> {

    @Option(
            names = "--forks",
            defaultValue = "2",
            description = "JVMs for each; 0 for this one. Default: ${DEFAULT-VALUE}.")
    private int forks;

    @Option(names = "--iterations", defaultValue = "5", description = "As many to warm up. Default: ${DEFAULT-VALUE}.")
    private int iterations;

    @Option(names = "--iteration-ms", defaultValue = "1000", description = "Default: ${DEFAULT-VALUE}.")
    private int iterationMillis;

    @Mixin
    private Layout layout;

    // picocli fills the fields in.
    @SuppressWarnings("NullAway.Init")
    public TransformCost() {}

    /** Nanoseconds a record, with the half-width of JMH's interval of 99.9%; not a number if there are too few iterations. */
    record Line(String transform, boolean schema, double nanos, double error) {}

    record CostReport(List<Line> lines) implements Report {

        @Override
        public String markdown() {
            String table = lines.stream()
                    .map(line -> String.format(
                            Locale.ROOT,
                            "| %s | %s | %,.0f | %,.0f |\n",
                            line.transform(),
                            line.schema() ? "schema" : "no schema",
                            line.nanos(),
                            line.error()))
                    .collect(Collectors.joining());
            return "A record of twelve fields; " + Report.machine() + "\n\n| transform | record | ns a record | ± |\n"
                    + "| --- | --- | ---: | ---: |\n" + table;
        }
    }

    @Override
    public Integer call() throws RunnerException {
        TimeValue time = TimeValue.milliseconds(iterationMillis);
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(ApplyBenchmark.class.getName())
                        .forks(forks)
                        .warmupIterations(iterations)
                        .warmupTime(time)
                        .measurementIterations(iterations)
                        .measurementTime(time)
                        .shouldFailOnError(true)
                        .build())
                .run();
        new CostReport(results.stream().map(TransformCost::line).toList())
                .write(layout.reports(), "transforms", System.out);
        return 0;
    }

    private static Line line(RunResult result) {
        return new Line(
                result.getParams().getParam("candidate"),
                Boolean.parseBoolean(result.getParams().getParam("schema")),
                result.getPrimaryResult().getScore(),
                result.getPrimaryResult().getScoreError());
    }
}
