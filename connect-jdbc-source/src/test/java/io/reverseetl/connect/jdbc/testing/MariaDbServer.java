// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One real MariaDB for a whole test run, an ordinary process on a free port in a folder of its own, and in it an empty
 * database for each test that asks for one. It is the machine's own server: without one the test is skipped, or fails
 * under {@code -Drequire.all=true}.
 */
public final class MariaDbServer implements ParameterResolver, AfterEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(MariaDbServer.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == MariaDatabase.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        MariaDatabase.class, none -> server(context).database(), MariaDatabase.class);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        MariaDatabase database = context.getStore(NAMESPACE).get(MariaDatabase.class, MariaDatabase.class);
        if (database != null) {
            database.close();
        }
    }

    private static Server server(ExtensionContext context) {
        Optional<Path> binary = program("mariadbd");
        if (binary.isEmpty()) {
            String message = "mariadbd is neither on the PATH nor in /usr/sbin: apt-get install mariadb-server";
            if (Boolean.getBoolean("require.all")) {
                throw new AssertionError(message);
            }
            Assumptions.abort(message);
        }
        return context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent(Server.class);
    }

    private static Optional<Path> program(String name) {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin", "/usr/bin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Started by the first test, stopped by JUnit after the last. */
    static final class Server implements AutoCloseable {

        private static final Duration GENEROUS = Duration.ofSeconds(60);

        private final Path folder;
        private final int port;
        private final Process process;
        private final AtomicInteger databases = new AtomicInteger();

        Server() {
            try {
                folder = Files.createTempDirectory("mariadb");
                port = freePort();
                run("mariadb-install-db", "--auth-root-authentication-method=normal", "--skip-test-db")
                        .waitFor();
                process = run(
                        "mariadbd",
                        "--bind-address=127.0.0.1",
                        "--port=" + port,
                        "--socket=" + folder.resolve("socket"),
                        "--pid-file=" + folder.resolve("pid"),
                        "--skip-log-bin",
                        "--character-set-server=utf8mb4");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            try {
                Awaitility.await("for MariaDB to start: see " + folder.resolve("log"))
                        .atMost(GENEROUS)
                        .until(() -> answers() || !process.isAlive());
            } catch (RuntimeException e) {
                process.destroyForcibly();
                throw e;
            }
        }

        private static int freePort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            }
        }

        private Process run(String program, String... arguments) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    program(program).orElseThrow().toString(), "--no-defaults", "--datadir=" + folder.resolve("data")));
            if (System.getProperty("user.name").equals("root")) {
                // It refuses to run as root unless it is told to.
                command.add("--user=root");
            }
            command.addAll(List.of(arguments));
            ProcessBuilder builder = new ProcessBuilder(command);
            // Another zone than that of the tests' JVM and than UTC, and one with summer time.
            builder.environment().put("TZ", "America/New_York");
            return builder.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("log").toFile()))
                    .start();
        }

        private boolean answers() {
            try {
                MariaDatabase.connect(port, "").close();
                return true;
            } catch (SQLException e) {
                return false;
            }
        }

        MariaDatabase database() {
            return MariaDatabase.create(port, "test" + databases.incrementAndGet());
        }

        @Override
        public void close() throws IOException {
            process.destroy();
            try {
                if (!process.waitFor(GENEROUS.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(file -> file.delete());
            }
        }
    }
}
