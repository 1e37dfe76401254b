// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import io.reverseetl.testing.benchmarks.transforms.TransformCost;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of {@code benchmarks.sh}: each benchmark is a command. */
@Command(
        name = "benchmarks.sh",
        description = "Measures the shipped archives in real workers, all on this machine.",
        subcommands = {
            SourceThroughput.class,
            SourceLatency.class,
            SinkThroughput.class,
            SinkFreshness.class,
            Load.class,
            ScriptComparison.class,
            TransformCost.class
        },
        mixinStandardHelpOptions = true)
public final class Benchmarks {

    private static final Duration GRACE = Duration.ofSeconds(15);

    Benchmarks() {}

    public static void main(String[] arguments) {
        // Ctrl-C and TERM end the JVM without leaving the try blocks that stop what was started.
        Runtime.getRuntime().addShutdownHook(new Thread(Benchmarks::endChildren, "end-children"));
        System.exit(new CommandLine(new Benchmarks()).execute(arguments));
    }

    /** Broker, workers and CRM; PostgreSQL's own hook ends that. A start under way fails without them, and ends here too. */
    private static void endChildren() {
        Instant deadline = Instant.now().plus(GRACE);
        for (List<ProcessHandle> left = children(); !left.isEmpty(); left = children()) {
            boolean patient = Instant.now().isBefore(deadline);
            left.forEach(patient ? ProcessHandle::destroy : ProcessHandle::destroyForcibly);
            CompletableFuture<?>[] ends =
                    left.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(ends)
                    .completeOnTimeout(null, GRACE.toSeconds(), TimeUnit.SECONDS)
                    .join();
        }
    }

    private static List<ProcessHandle> children() {
        return ProcessHandle.current().children().toList();
    }
}
