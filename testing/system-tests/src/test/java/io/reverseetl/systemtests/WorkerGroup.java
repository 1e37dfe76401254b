// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import io.reverseetl.testing.cluster.ConnectWorker;
import io.reverseetl.testing.cluster.Jvm;
import io.reverseetl.testing.cluster.KafkaDistribution;
import io.reverseetl.testing.cluster.LocalCluster;
import java.util.HashMap;
import java.util.Map;

/**
 * A Connect cluster of a test's own, which notices and replaces a dead worker in seconds, not in minutes.
 *
 * @param kafka the release that its workers are of
 * @param config of its workers, beside the defaults
 */
record WorkerGroup(LocalCluster cluster, KafkaDistribution kafka, String name, Map<String, String> config) {

    static final Jvm JVM = Jvm.small(384);

    WorkerGroup(LocalCluster cluster, String name, Map<String, String> config) {
        this(cluster, cluster.kafka(), name, config);
    }

    ConnectWorker start(int number) {
        return start(number, JVM);
    }

    ConnectWorker start(int number, Jvm jvm) {
        Map<String, String> overrides = new HashMap<>(Map.of(
                "group.id",
                name,
                "config.storage.topic",
                name + "-configs",
                "offset.storage.topic",
                name + "-offsets",
                "status.storage.topic",
                name + "-status",
                "session.timeout.ms",
                "6000",
                "heartbeat.interval.ms",
                "1000",
                "scheduled.rebalance.max.delay.ms",
                "0"));
        overrides.putAll(config);
        return cluster.startWorker(kafka, name + "-" + number, jvm, overrides);
    }
}
