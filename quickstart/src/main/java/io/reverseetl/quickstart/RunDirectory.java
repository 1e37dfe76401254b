// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where the processes of one run keep their data and their logs. */
record RunDirectory(Path path) {

    static RunDirectory in(Path home) {
        try {
            return new RunDirectory(Files.createTempDirectory(Files.createDirectories(home.resolve("runs")), "run-"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create a folder for this run in " + home, e);
        }
    }

    /** Deletes everything: the processes have to have ended. */
    void delete() {
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete the folder of this run, " + path, e);
        }
    }
}
