// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import io.reverseetl.testing.cluster.ConnectWorker;
import io.reverseetl.testing.cluster.Jvm;
import io.reverseetl.testing.cluster.LocalCluster;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The workers of a run, each a Connect cluster of one unless it says otherwise, started when first asked for. */
final class Workers {

    private static final Jvm LAPTOP = Jvm.small(768);
    private static final Jvm SMALL = Jvm.small(256);

    private final LocalCluster cluster;
    private final Map<String, ConnectWorker> started = new HashMap<>();

    Workers(LocalCluster cluster) {
        this.cluster = cluster;
    }

    ConnectWorker ordinary() {
        return worker("worker", LAPTOP, Map.of());
    }

    ConnectWorker asKafkaStartsIt() {
        return worker("kafkas-worker", Jvm.ofConnectScript(), Map.of());
    }

    ConnectWorker withSmallHeap() {
        return worker("small-worker", SMALL, Map.of());
    }

    ConnectWorker exactlyOnce() {
        return worker("exactly-once-worker", LAPTOP, Map.of("exactly.once.source.support", "enabled"));
    }

    /** Two workers of one Connect cluster. */
    List<ConnectWorker> pair() {
        return List.of(worker("pair-1", "pair", LAPTOP, Map.of()), worker("pair-2", "pair", LAPTOP, Map.of()));
    }

    private ConnectWorker worker(String name, Jvm jvm, Map<String, String> more) {
        return worker(name, name, jvm, more);
    }

    private ConnectWorker worker(String name, String group, Jvm jvm, Map<String, String> more) {
        return started.computeIfAbsent(name, absent -> {
            Map<String, String> config = new TreeMap<>(more);
            config.put("group.id", group);
            config.put("config.storage.topic", group + "-configs");
            config.put("offset.storage.topic", group + "-offsets");
            config.put("status.storage.topic", group + "-status");
            return cluster.startWorker(name, jvm, config);
        });
    }
}
