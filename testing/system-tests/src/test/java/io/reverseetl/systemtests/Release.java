// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import io.reverseetl.testing.cluster.KafkaDistribution;
import java.util.List;

/** The releases of Connect that the archives are run on. */
enum Release {
    V3_6("3.6"),
    V3_9("3.9"),
    V4_0("4.0"),
    V4_1("4.1"),
    NEWEST("");

    private final String number;

    Release(String number) {
        this.number = number;
    }

    /** Its jars: the newest is what the others' folders lie in. */
    KafkaDistribution kafka() {
        return new KafkaDistribution(
                Environment.directory("kafka.releases").resolve(number).resolve("target/kafka"));
    }

    /** Whether a worker's version is one of this release. */
    boolean has(String version) {
        return version.startsWith(number);
    }

    /** Whether plugins give their figures to the runtime. */
    boolean takesPluginMetrics() {
        return compareTo(V4_1) >= 0;
    }

    /** A number of its own, from 0, for what must differ among releases. */
    int index() {
        return List.of(values()).indexOf(this);
    }
}
