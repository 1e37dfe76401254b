// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of {@code benchmarks.sh}: each benchmark is a command. */
@Command(
        name = "benchmarks.sh",
        description = "Measures the shipped archives in real workers, all on this machine.",
        subcommands = {SourceThroughput.class, SourceLatency.class},
        mixinStandardHelpOptions = true)
public final class Benchmarks {

    Benchmarks() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Benchmarks()).execute(arguments));
    }
}
