// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reverseetl.testing.cluster.CrmProcess;
import io.reverseetl.testing.cluster.Postgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code sync.py}, the script that one would write in place of the connectors, in a virtual environment of its own. */
final class SyncScript {

    private static final String REQUIREMENTS = "requirements.txt";

    private final Path python;
    private final Path script;
    private final Path log;

    private SyncScript(Path home) {
        this.python = home.resolve("venv/bin/python");
        this.script = home.resolve("sync.py");
        this.log = home.resolve("sync.log");
    }

    /**
     * Makes the environment, unless it is there already.
     *
     * @throws IllegalStateException if there is no Python, or pip reaches no package registry
     */
    static SyncScript install(Path home) {
        SyncScript installed = new SyncScript(home);
        Path venv = home.resolve("venv");
        Path done = venv.resolve(REQUIREMENTS);
        try {
            Files.createDirectories(home);
            Files.writeString(installed.script, resource("sync.py"));
            Files.writeString(home.resolve(REQUIREMENTS), resource(REQUIREMENTS));
            if (!Files.exists(done) || !Files.readString(done).equals(resource(REQUIREMENTS))) {
                installed.require("python3", "-m", "venv", "--clear", venv.toString());
                installed.require(
                        installed.python.toString(),
                        "-m",
                        "pip",
                        "install",
                        "--quiet",
                        "-r",
                        home + "/" + REQUIREMENTS);
                Files.copy(home.resolve(REQUIREMENTS), done);
            }
        } catch (IOException e) {
            throw new IllegalStateException("Cannot install what the script needs into " + venv, e);
        }
        return installed;
    }

    private static String resource(String name) throws IOException {
        try (InputStream resource = Objects.requireNonNull(SyncScript.class.getResourceAsStream(name), name)) {
            return new String(resource.readAllBytes(), UTF_8);
        }
    }

    private void require(String... command) {
        if (exitCode(List.of(command), Map.of()) != 0) {
            throw new IllegalStateException(String.join(" ", command) + " has failed: see " + log);
        }
    }

    /**
     * Sends what has changed since the last run with this state.
     *
     * @param state a file that remembers when the last run began
     * @param onFailure {@code skip} or {@code stop}
     * @return whether it came to its end
     */
    boolean run(Postgres database, CrmProcess crm, Path state, String onFailure) {
        String url = database.jdbcUrl()
                .replace("jdbc:postgresql://", "postgresql://" + database.user() + ":" + database.password() + "@");
        return exitCode(
                        List.of(python.toString(), script.toString(), onFailure),
                        Map.of(
                                "SYNC_DATABASE", url,
                                "SYNC_CRM_URL", crm.url(),
                                "SYNC_CRM_TOKEN", crm.token(),
                                "SYNC_STATE", state.toString()))
                == 0;
    }

    private int exitCode(List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            return builder.start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot run " + command.get(0), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + script + " ran", e);
        }
    }
}
