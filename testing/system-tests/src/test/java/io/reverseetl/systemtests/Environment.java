// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import io.reverseetl.testing.cluster.ClusterSettings;
import io.reverseetl.testing.cluster.LocalCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the one cluster that all classes of a run share: starting it takes longer than most tests. Each test
 * uses tables, topics and connectors of its own.
 */
final class Environment implements ParameterResolver {

    private static final Namespace SHARED = Namespace.create(Environment.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LocalCluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(SHARED)
                .getOrComputeIfAbsent(Started.class, none -> Started.now(), Started.class)
                .cluster();
    }

    /** The cluster, closed by JUnit at the end of the run. */
    private record Started(LocalCluster cluster) implements AutoCloseable {

        static Started now() {
            Path run = runDirectory();
            Path plugins = unpackArchives(run.resolve("plugins"));
            return new Started(LocalCluster.start(new ClusterSettings(
                    run,
                    directory("kafka.distribution"),
                    plugins,
                    1,
                    Map.of("offset.flush.interval.ms", "1000"),
                    List.of("--invalid-records", "whole-batch"))));
        }

        @Override
        public void close() {
            cluster.close();
        }
    }

    /** A folder of its own for each run: a broker does not start on another run's data. */
    static Path runDirectory() {
        try {
            return Files.createTempDirectory(Files.createDirectories(directory("work.directory")), "run-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Unpacks the archives into a folder that is a worker's plugin.path, as a user does. */
    static Path unpackArchives(Path plugins) {
        archives().forEach(archive -> unpack(archive, plugins));
        return plugins;
    }

    /** The archives that the build made. */
    static List<Path> archives() {
        try (Stream<Path> files = Files.list(directory("archives.directory"))) {
            return files.filter(file -> file.toString().endsWith(".zip"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The version of the archives, which stands in their names. */
    static String version() {
        return archives().get(0).getFileName().toString().replaceAll("^\\D+-|\\.zip$", "");
    }

    private static void unpack(Path archive, Path into) {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = into.resolve(entry.getName()).normalize();
                if (!file.startsWith(into)) {
                    throw new IOException("An entry of " + archive + " leaves the archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.write(file, zip.readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder that the build names in a system property. */
    static Path directory(String property) {
        return Path.of(System.getProperty(property)).toAbsolutePath().normalize();
    }
}
