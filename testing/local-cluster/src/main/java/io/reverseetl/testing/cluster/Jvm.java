// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.cluster;

import java.util.List;

/**
 * The memory of a JVM and how it is kept free.
 *
 * @param options of the command {@code java}
 */
public record Jvm(List<String> options) {

    public Jvm {
        options = List.copyOf(options);
    }

    /** Sized for a laptop: the four JVMs of the quickstart share its cores with its user. */
    public static Jvm small(int heapMegabytes) {
        return new Jvm(List.of("-XX:+UseSerialGC", "-Xmx" + heapMegabytes + "m"));
    }

    /** What Kafka's own script {@code connect-distributed.sh} starts a worker with, if it is told nothing else. */
    public static Jvm ofConnectScript() {
        return new Jvm(List.of(
                "-Xms256m",
                "-Xmx2g",
                "-XX:+UseG1GC",
                "-XX:MaxGCPauseMillis=20",
                "-XX:InitiatingHeapOccupancyPercent=35",
                "-XX:+ExplicitGCInvokesConcurrent"));
    }
}
