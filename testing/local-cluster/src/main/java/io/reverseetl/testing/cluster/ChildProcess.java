// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A process that this one started and ends, by its handle and no other; what it prints goes to a log file. */
final class ChildProcess implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(15);
    private static final int TAIL_LINES = 25;

    private final String name;
    private final Process process;
    private final Path log;

    private ChildProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a JVM of the same installation as this one.
     *
     * @param name what messages call it
     * @param directory where it runs and where {@code name.log} is written
     * @param environment added to this process's own
     * @param arguments JVM options, main class and its arguments
     */
    static ChildProcess java(
            String name,
            Path directory,
            String classPath,
            Jvm jvm,
            Map<String, String> environment,
            List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm.options());
        command.addAll(List.of("-Xshare:auto", "-Djava.net.preferIPv4Stack=true"));
        command.addAll(List.of("-cp", classPath));
        command.addAll(arguments);
        try {
            Files.createDirectories(directory);
            Path log = directory.resolve(name + ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            return new ChildProcess(name, builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + name + " in " + directory, e);
        }
    }

    /** Waits until the process says that it is ready, and fails with the end of its log if it ends or takes too long. */
    void awaitReady(Duration limit, BooleanSupplier ready) {
        Instant deadline = Instant.now().plus(limit);
        while (!ready.getAsBoolean()) {
            if (!process.isAlive()) {
                throw new IllegalStateException(
                        name + " ended with exit code " + process.exitValue() + " while starting:\n" + tail());
            }
            if (Instant.now().isAfter(deadline)) {
                throw new IllegalStateException(name + " was not ready within " + limit + ":\n" + tail());
            }
            Pause.briefly();
        }
    }

    /** Waits for the end and returns the exit code; used for tools that run to completion. */
    int awaitExit(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
                throw new IllegalStateException(name + " did not end within " + limit + ":\n" + tail());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + name, e);
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** All that it has printed, and others of its name before it. */
    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read what " + name + " has printed", e);
        }
    }

    /** The last lines of the log, for messages. */
    String tail() {
        try (Stream<String> lines = Files.lines(log)) {
            List<String> all = lines.toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - TAIL_LINES), all.size()));
        } catch (IOException | UncheckedIOException e) {
            return "(" + log + " cannot be read: " + e.getMessage() + ")";
        }
    }

    /** Stops the process where it is, as a machine does that swaps or a virtual one that is moved. */
    void freeze() {
        signal("STOP");
    }

    /** Lets a frozen process go on. */
    void thaw() {
        signal("CONT");
    }

    private void signal(String signal) {
        try {
            int exitCode = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exitCode != 0) {
                throw new IllegalStateException("Cannot send " + signal + " to " + this);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot send " + signal + " to " + this, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while sending " + signal + " to " + this, e);
        }
    }

    /** Ends the process at once, with nothing flushed. */
    void kill() {
        process.destroyForcibly();
        if (!awaitEnd(GRACE)) {
            throw new IllegalStateException(name + " cannot be killed: process " + process.pid());
        }
    }

    /** Asks the process to end and kills it if it does not. */
    @Override
    public void close() {
        process.destroy();
        if (!awaitEnd(GRACE)) {
            kill();
        }
    }

    /** Waits for the end even when this thread was interrupted: leaving a process behind would be worse. */
    private boolean awaitEnd(Duration limit) {
        Instant deadline = Instant.now().plus(limit);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    long left = Duration.between(Instant.now(), deadline).toMillis();
                    return process.waitFor(Math.max(0, left), TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public String toString() {
        return name + " (process " + process.pid() + ", log " + log + ")";
    }
}
