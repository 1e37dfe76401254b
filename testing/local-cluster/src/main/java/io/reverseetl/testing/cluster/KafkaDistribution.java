// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A folder with Kafka's jars in {@code libs} and its logging in {@code config}, as the module kafka-distribution builds.
 *
 * @param home the folder
 */
public record KafkaDistribution(Path home) {

    private static final Duration TOOL_LIMIT = Duration.ofSeconds(90);

    public KafkaDistribution {
        if (!Files.isDirectory(home.resolve("libs"))) {
            throw new IllegalArgumentException(
                    home + " is not a Kafka distribution: it has no folder 'libs'. Build testing/kafka-distribution.");
        }
    }

    ChildProcess start(
            String name, Path directory, Jvm jvm, Map<String, String> environment, List<String> mainAndArguments) {
        List<String> arguments = new ArrayList<>();
        arguments.add("-Dlog4j2.configurationFile="
                + home.resolve("config/log4j2.xml").toUri());
        // What releases before 4.0 read.
        arguments.add("-Dlog4j.configuration="
                + home.resolve("config/log4j.properties").toUri());
        arguments.addAll(mainAndArguments);
        String classPath = home.resolve("libs") + File.separator + "*";
        return ChildProcess.java(name, directory, classPath, jvm, environment, arguments);
    }

    /**
     * Runs {@code connect-plugin-path list} over the plugins in a folder.
     *
     * @param directory where the tool's log is written
     * @param plugins a {@code plugin.path}
     * @return what it printed
     */
    public String listPlugins(Path directory, Path plugins) {
        try (ChildProcess tool = start(
                "connect-plugin-path",
                directory,
                Jvm.small(256),
                Map.of(),
                List.of("org.apache.kafka.tools.ConnectPluginPath", "list", "--plugin-path", plugins.toString()))) {
            if (tool.awaitExit(TOOL_LIMIT) != 0) {
                throw new IllegalStateException("Cannot list the plugins in " + plugins + ":\n" + tool.tail());
            }
            return tool.output();
        }
    }

    /** Writes a Java properties file, as Kafka's programs read their configuration. */
    static Path writeProperties(Path file, Map<String, String> content) {
        Properties properties = new Properties();
        properties.putAll(content);
        try {
            Files.createDirectories(file.getParent());
            try (var out = Files.newBufferedWriter(file)) {
                properties.store(out, null);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }
}
