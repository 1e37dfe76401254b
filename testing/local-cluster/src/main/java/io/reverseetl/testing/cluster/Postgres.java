// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.cluster;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/** A PostgreSQL server out of Maven Central's binaries, which asks for a password as any real one does. */
public final class Postgres implements Database, AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final String USER = "postgres";
    private static final String PASSWORD = "local-not-a-secret";
    private static final String LOOPBACK_WITH_PASSWORD = "host all all 127.0.0.1/32 scram-sha-256\n";

    private final Path files;
    private final int port;
    private volatile EmbeddedPostgres server;

    private Postgres(Path files, int port) throws IOException {
        this.files = files;
        this.port = port;
        this.server = launch();
    }

    /** Starts a server with an empty data directory, on port 5432 or, if that is taken, another. */
    public static Postgres start() {
        try {
            Postgres postgres = new Postgres(Files.createTempDirectory("postgres"), Ports.freeOr(5432));
            requirePassword(postgres.server);
            return postgres;
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("Cannot start the embedded PostgreSQL: " + e.getMessage(), e);
        }
    }

    private EmbeddedPostgres launch() throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(files)
                .setCleanDataDirectory(false)
                .setConnectConfig("password", PASSWORD)
                .setPGStartupWait(START_LIMIT)
                .start();
    }

    /** The embedded server starts with trust for everybody: from here on it asks. */
    private static void requirePassword(EmbeddedPostgres server) throws SQLException, IOException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER ROLE " + USER + " PASSWORD '" + PASSWORD + "'");
            try (ResultSet file = statement.executeQuery("SHOW hba_file")) {
                file.next();
                Files.writeString(Path.of(file.getString(1)), LOOPBACK_WITH_PASSWORD);
            }
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://" + Ports.LOOPBACK + ":" + port + "/postgres";
    }

    public int port() {
        return port;
    }

    @Override
    public String user() {
        return USER;
    }

    public String password() {
        return PASSWORD;
    }

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), USER, PASSWORD);
    }

    /** Ends all connections and the server; what has been committed is kept. */
    public void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot stop the embedded PostgreSQL", e);
        }
    }

    /** Starts a server that was stopped again, where it was and with what it had stored. */
    public void startAgain() {
        try {
            server = launch();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start the embedded PostgreSQL again", e);
        }
    }

    @Override
    public void close() {
        stop();
        try (Stream<Path> all = Files.walk(files)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete the embedded PostgreSQL's files", e);
        }
    }
}
