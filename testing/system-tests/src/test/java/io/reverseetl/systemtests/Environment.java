// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import io.reverseetl.testing.cluster.Cluster;
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
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the one cluster that all classes of a run share: starting it takes longer than most tests. Each test
 * uses tables, topics and connectors of its own. A test that asks for a {@link Cluster} gets containers or processes,
 * as the system property {@code test.environment} says; one that asks for a {@link LocalCluster} gets processes.
 */
final class Environment implements ParameterResolver {

    private static final Namespace SHARED = Namespace.create(Environment.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Cluster.class || type == LocalCluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Store shared = context.getRoot().getStore(SHARED);
        if (parameter.getParameter().getType() == Cluster.class && isInContainers(shared)) {
            return shared.getOrComputeIfAbsent(
                    ContainerCluster.class, none -> startContainers(), ContainerCluster.class);
        }
        return shared.getOrComputeIfAbsent(LocalCluster.class, none -> startProcesses(), LocalCluster.class);
    }

    private static boolean isInContainers(Store shared) {
        return shared.getOrComputeIfAbsent("test.environment", Environment::wantsContainers, Boolean.class);
    }

    private static boolean wantsContainers(String property) {
        String wanted = System.getProperty(property);
        return switch (wanted) {
            case "auto" -> ContainerCluster.isAvailable();
            case "containers" -> true;
            case "processes" -> false;
            default ->
                throw new IllegalArgumentException(
                        property + " is '" + wanted + "'. Say auto, containers or processes.");
        };
    }

    private static ContainerCluster startContainers() {
        return ContainerCluster.start(
                runDirectory(), archives(), directory("examples.directory").resolve("docker"));
    }

    private static LocalCluster startProcesses() {
        Path run = runDirectory();
        Path plugins = unpackArchives(run.resolve("plugins"));
        return LocalCluster.start(new ClusterSettings(
                run,
                directory("kafka.distribution"),
                plugins,
                1,
                Map.of("offset.flush.interval.ms", "1000"),
                List.of("--invalid-records", "whole-batch")));
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
