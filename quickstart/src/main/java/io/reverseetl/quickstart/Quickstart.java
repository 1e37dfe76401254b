// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.quickstart;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command line of {@code quickstart.sh}. Exit codes: 0 all is well; 1 the comparison found something or a part
 * failed; 2 the command line is wrong.
 */
@Command(
        name = "quickstart.sh",
        sortOptions = false,
        description =
                "Rows of a real PostgreSQL reach a CRM through a real Kafka Connect cluster, all on this machine.",
        mixinStandardHelpOptions = true)
public final class Quickstart implements Callable<Integer> {

    @Option(
            names = "--rows",
            defaultValue = "5000",
            description = "Rows of the first load (default: ${DEFAULT-VALUE}).")
    private int rows;

    @Option(
            names = "--once",
            description = "Load, make some changes, compare the CRM with the table field by field, and end.")
    private boolean once;

    @Option(names = "--workers", defaultValue = "1", description = "Kafka Connect workers (default: ${DEFAULT-VALUE}).")
    private int workers;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "The same seed makes the same customers (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--home", required = true, hidden = true)
    private Path home;

    @Option(names = "--kafka", required = true, hidden = true)
    private Path kafka;

    @Option(names = "--examples", required = true, hidden = true)
    private Path examples;

    /** Told by the shell, which knows whether its standard output is a terminal. */
    @Option(names = "--terminal", hidden = true)
    private boolean terminal;

    // picocli fills the fields in.
    @SuppressWarnings("NullAway.Init")
    private Quickstart() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Quickstart()).execute(arguments));
    }

    @Override
    public Integer call() {
        if (rows < 1 || workers < 1) {
            System.err.println("--rows and --workers take a whole number of at least 1.");
            return 2;
        }
        Screen screen = new Screen(System.out, terminal);
        RunDirectory directory = RunDirectory.in(home);
        Settings settings = new Settings(rows, once, workers, seed, home, kafka, examples, directory);
        int exitCode = 1;
        try (MainJob job = MainJob.start(settings, screen)) {
            if (once) {
                exitCode = job.once();
            } else {
                job.untilStopped();
            }
        } catch (RuntimeException | SQLException e) {
            if (isStopping()) {
                // Ctrl-C: what failed is that its parts are going away, and a shutdown hook sees to the rest.
                return exitCode;
            }
            screen.say("");
            screen.say("The quickstart failed: " + e.getMessage());
        }
        if (exitCode == 0) {
            directory.delete();
        } else {
            screen.say("The logs of all processes are kept in " + directory.path());
        }
        return exitCode;
    }

    /** Whether the JVM is on its way down: it then takes no shutdown hooks any more. */
    private static boolean isStopping() {
        Thread none = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(none);
            Runtime.getRuntime().removeShutdownHook(none);
            return false;
        } catch (IllegalStateException stopping) {
            return true;
        }
    }
}
