// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The CRM simulator, or what takes its place, in a process of its own. */
public final class CrmProcess implements Crm {

    static final String SIMULATOR = "io.reverseetl.testing.crm.SimulatorMain";

    private static final Duration START_LIMIT = Duration.ofMinutes(1);

    private final ChildProcess process;
    private final String url;
    private final String token;

    private CrmProcess(ChildProcess process, String url, String token) {
        this.process = process;
        this.url = url;
        this.token = token;
    }

    /**
     * Starts the simulator with the class path of this process, which has it.
     *
     * @param token the bearer token that it asks for
     * @param options further options of the simulator's command line
     */
    static CrmProcess start(Path directory, String token, List<String> options) {
        return start("crm", SIMULATOR, directory, token, options);
    }

    /**
     * Starts a server with the class path of this process, which has it.
     *
     * @param name what messages call it, unique in the directory
     * @param mainClass with the simulator's options {@code --host}, {@code --port}, {@code --port-file} and {@code
     *     --token}
     */
    static CrmProcess start(String name, String mainClass, Path directory, String token, List<String> options) {
        Path portFile = directory.resolve(name + ".port");
        List<String> arguments = new ArrayList<>(List.of(mainClass));
        arguments.addAll(List.of("--host", Ports.LOOPBACK, "--port", String.valueOf(Ports.freeOr(8085))));
        arguments.addAll(List.of("--port-file", portFile.toString(), "--token", token));
        arguments.addAll(options);
        ChildProcess process = ChildProcess.java(name, directory, ownClassPath(), Jvm.small(512), Map.of(), arguments);
        try {
            process.awaitReady(START_LIMIT, () -> Files.exists(portFile));
            String port = Files.readString(portFile).strip();
            return new CrmProcess(process, "http://" + Ports.LOOPBACK + ":" + port, token);
        } catch (IOException e) {
            process.close();
            throw new UncheckedIOException("Cannot read the port of " + name, e);
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /** The class path of this process, in entries that hold in any working directory. */
    private static String ownClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Override
    public String url() {
        return url;
    }

    /** Processes of one machine reach each other as this one does. */
    @Override
    public String urlForWorkers() {
        return url;
    }

    @Override
    public String token() {
        return token;
    }

    /** What the operating system knows of it. */
    public ProcessHandle process() {
        return process.handle();
    }

    @Override
    public void close() {
        process.close();
    }
}
