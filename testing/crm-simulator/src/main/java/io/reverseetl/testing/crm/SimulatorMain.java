// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm;

import io.reverseetl.testing.crm.hubspot.InvalidRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The simulator as a process: runs until it is ended. */
@Command(
        name = "crm-simulator",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "A CRM in memory with HubSpot's API and Salesforce's, and /_/stats, /_/objects, /_/versions, /_/calls, /_/faults.")
public final class SimulatorMain implements Callable<Integer> {

    @Option(names = "--host", description = "The address to listen on.", defaultValue = "127.0.0.1")
    private String host = "127.0.0.1";

    @Option(names = "--port", description = "The port to listen on; 0 for a free one.", defaultValue = "0")
    private int port;

    @Option(names = "--port-file", paramLabel = "FILE", description = "Where to write the port once it listens.")
    private @Nullable Path portFile;

    @Option(names = "--token", description = "The bearer token that calls need. Default: they need none.")
    private @Nullable String token;

    @Option(
            names = "--scopes",
            split = ",",
            description =
                    "What the token has been granted, for example crm.objects.contacts.write. Default: everything.")
    private @Nullable Set<String> scopes;

    @Option(
            names = "--ten-second-limit",
            description = "Calls within any ten seconds; 0 for no limit.",
            defaultValue = "0")
    private int tenSecondLimit;

    @Option(names = "--daily-limit", description = "Calls a day (UTC); 0 for no limit.", defaultValue = "0")
    private int dailyLimit;

    @Option(names = "--latency-ms", description = "How long each answer is held back.", defaultValue = "0")
    private long latencyMillis;

    @Option(
            names = "--fault-rate",
            description = "The share of calls that fail at random, from 0 to 1: 429, 503, and connections closed"
                    + " before or after the write; at Salesforce, of records that are locked, too.",
            defaultValue = "0")
    private double faultRate;

    @Option(
            names = "--invalid-records",
            description = "What a value that does not fit its property does: whole-batch (400 for all) or partial"
                    + " (207, an error for each).",
            defaultValue = "whole-batch")
    private InvalidRecords invalidRecords = InvalidRecords.WHOLE_BATCH;

    @Option(names = "--seed", description = "Of everything random.", defaultValue = "0")
    private long seed;

    private SimulatorMain() {}

    public static void main(String[] arguments) {
        // Read once, when the JDK's server is first used: with it, small answers leave at once.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        int exitCode = commandLine().execute(arguments);
        if (exitCode != CommandLine.ExitCode.OK) {
            System.exit(exitCode);
        }
        // The server's own thread keeps the process running.
    }

    static CommandLine commandLine() {
        return new CommandLine(new SimulatorMain())
                .setExecutionExceptionHandler(SimulatorMain::explain)
                .registerConverter(InvalidRecords.class, SimulatorMain::invalidRecords);
    }

    @Override
    public Integer call() throws IOException {
        CrmSimulator simulator = CrmSimulator.start(settings());
        if (portFile != null) {
            writeAtOnce(portFile, Integer.toString(simulator.port()));
        }
        System.out.println("The CRM simulator listens on " + simulator.baseUrl());
        return CommandLine.ExitCode.OK;
    }

    SimulatorSettings settings() {
        SimulatorSettings settings = SimulatorSettings.defaults()
                .withAddress(host, port)
                .withLimits(tenSecondLimit, dailyLimit)
                .withLatency(Duration.ofMillis(latencyMillis))
                .withFaultRate(faultRate)
                .withInvalidRecords(invalidRecords)
                .withSeed(seed);
        if (token != null) {
            settings = settings.withToken(token);
        }
        return scopes == null ? settings : settings.withScopes(scopes);
    }

    /** Who waits for the file never sees it half written. */
    private static void writeAtOnce(Path file, String text) throws IOException {
        Path complete = Files.writeString(file.resolveSibling(file.getFileName() + ".tmp"), text);
        Files.move(complete, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What stops the start is a port that is taken or a value out of bounds: the message says it all. */
    private static int explain(Exception problem, CommandLine commandLine, CommandLine.ParseResult parsed) {
        commandLine.getErr().println(problem.getMessage());
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static InvalidRecords invalidRecords(String text) {
        return switch (text) {
            case "partial" -> InvalidRecords.PARTIAL;
            case "whole-batch" -> InvalidRecords.WHOLE_BATCH;
            default ->
                throw new CommandLine.TypeConversionException("'" + text + "' is neither partial nor whole-batch");
        };
    }
}
