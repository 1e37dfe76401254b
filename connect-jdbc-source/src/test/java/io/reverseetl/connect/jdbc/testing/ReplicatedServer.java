// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A real PostgreSQL and a streaming standby of it, for a whole test run, and in them a database for each test. */
public final class ReplicatedServer implements ParameterResolver, AfterEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(ReplicatedServer.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ReplicatedDatabase.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Pair pair = context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent(Pair.class);
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        ReplicatedDatabase.class, none -> pair.createDatabase(), ReplicatedDatabase.class);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        ReplicatedDatabase database =
                context.getStore(NAMESPACE).get(ReplicatedDatabase.class, ReplicatedDatabase.class);
        if (database != null) {
            database.primary().close();
        }
    }

    /** Started by the first test, stopped by JUnit after the last. */
    static final class Pair implements AutoCloseable {

        private final Path standbyFiles;
        private final EmbeddedPostgres primary;
        private final EmbeddedPostgres standby;
        private final AtomicInteger databases = new AtomicInteger();

        Pair() {
            try {
                standbyFiles = Files.createTempDirectory("standby");
                primary = server().start();
                copyPrimary();
                standby = server().setDataDirectory(standbyFiles)
                        .setCleanDataDirectory(false)
                        .start();
            } catch (IOException | SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        private static EmbeddedPostgres.Builder server() throws IOException {
            Path rules = Files.createTempFile("pg_hba", ".conf");
            rules.toFile().deleteOnExit();
            Files.writeString(rules, "host all all all trust\nhost replication all all trust\n");
            return EmbeddedPostgres.builder()
                    .setServerConfig("hba_file", rules.toString())
                    .setServerConfig("timezone", "UTC")
                    .setServerConfig("max_connections", "100")
                    .setServerConfig("max_prepared_transactions", "50");
        }

        private void copyPrimary() throws IOException, SQLException {
            try (Connection connection = primary.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                Path files = Path.of(text(statement, "SHOW data_directory"));
                statement.execute("SELECT pg_backup_start('standby', true)");
                Files.walkFileTree(files, new Copy(files, standbyFiles));
                String label = text(statement, "SELECT labelfile FROM pg_backup_stop(false)");
                Files.writeString(standbyFiles.resolve("backup_label"), label);
            }
            Files.createFile(standbyFiles.resolve("standby.signal"));
            Files.writeString(
                    standbyFiles.resolve("postgresql.auto.conf"),
                    "primary_conninfo = 'host=localhost port=" + primary.getPort() + " user=postgres'\n");
            Files.setPosixFilePermissions(standbyFiles, PosixFilePermissions.fromString("rwx------"));
        }

        private static String text(Statement statement, String sql) throws SQLException {
            try (ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getString(1);
            }
        }

        ReplicatedDatabase createDatabase() {
            TestDatabase database = TestDatabase.create(primary, "replicated" + databases.incrementAndGet());
            return new ReplicatedDatabase(
                    database, "jdbc:postgresql://localhost:" + standby.getPort() + "/" + database.name());
        }

        @Override
        public void close() throws IOException {
            standby.close();
            primary.close();
            try (Stream<Path> files = Files.walk(standbyFiles)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
    }

    /** Copies a server's files while it runs, but for what is of the process, and for the log, which is streamed. */
    private static final class Copy extends SimpleFileVisitor<Path> {

        private static final List<String> OF_THE_PROCESS = List.of("postmaster.pid", "postmaster.opts", "epg-lock");

        private final Path from;
        private final Path to;

        Copy(Path from, Path to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            Files.createDirectories(to.resolve(from.relativize(directory)));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            boolean log = file.startsWith(from.resolve("pg_wal"));
            if (!log && !OF_THE_PROCESS.contains(file.getFileName().toString())) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
            return FileVisitResult.CONTINUE;
        }

        /** A running server deletes files as well. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
        }
    }
}
