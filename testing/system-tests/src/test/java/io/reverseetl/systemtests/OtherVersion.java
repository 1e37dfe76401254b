// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The archives as if the build had been of another version, in all that a worker can tell: there is no earlier release
 * yet to take.
 */
final class OtherVersion {

    /** The resource in our jars that every plugin takes its version from. */
    private static final String RESOURCE = "/io/reverseetl/connect/support/build.properties";

    private OtherVersion() {}

    /** Unpacks the archives beside what is in the folder already. */
    static void unpack(String version, Path plugins) {
        try {
            Path staged = Files.createTempDirectory(plugins.toAbsolutePath().getParent(), "staged-");
            for (Path plugin : list(Environment.unpackArchives(staged))) {
                for (Path jar : list(plugin.resolve("lib"))) {
                    relabel(jar, version);
                }
                String name = plugin.getFileName().toString().replace(Environment.version(), version);
                Files.move(plugin, Files.createDirectories(plugins).resolve(name));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void relabel(Path jar, String version) throws IOException {
        try (FileSystem content = FileSystems.newFileSystem(jar)) {
            Path resource = content.getPath(RESOURCE);
            if (Files.exists(resource)) {
                Files.writeString(resource, "version=" + version + "\n");
            }
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
