// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.DoubleStream;

/** The figures of a benchmark, for people and for programs. */
public interface Report {

    String markdown();

    /** Writes {@code <name>.md} and {@code <name>.json}, and prints the former. */
    default void write(Path directory, String name, PrintStream out) {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve(name + ".md"), markdown());
            new ObjectMapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValue(directory.resolve(name + ".json").toFile(), this);
            out.println(markdown());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the report into " + directory, e);
        }
    }

    /** What the figures were taken on. */
    static String machine() {
        return "%d processors, Java %s, everything on loopback"
                .formatted(Runtime.getRuntime().availableProcessors(), System.getProperty("java.version"));
    }

    /** The middle of the values, or of the two in the middle; not a number if there are none. */
    static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        int middle = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
