// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import io.reverseetl.testing.cluster.ClusterSettings;
import io.reverseetl.testing.cluster.LocalCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where the build laid out what is measured; the script knows. */
public final class Layout {

    @Option(names = "--home", required = true, hidden = true)
    private Path home;

    @Option(names = "--kafka", required = true, hidden = true)
    private Path kafka;

    // picocli fills the fields in.
    @SuppressWarnings("NullAway.Init")
    private Layout() {}

    Layout(Path home, Path kafka) {
        this.home = home;
        this.kafka = kafka;
    }

    /** Starts database and broker; each measured configuration adds its worker. */
    LocalCluster start() {
        try {
            Path runs = Files.createDirectories(home.resolve("runs"));
            return LocalCluster.start(new ClusterSettings(
                    Files.createTempDirectory(runs, "run-"), kafka, home.resolve("plugins"), 0, Map.of(), List.of()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create a folder for this run in " + home, e);
        }
    }

    /** Where the script is installed that the connectors are compared with, kept from run to run. */
    Path script() {
        return home.resolve("script").toAbsolutePath();
    }

    /** Where reports are written. */
    public Path reports() {
        return home.resolve("reports");
    }
}
