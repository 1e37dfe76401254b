// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a local cluster is made of.
 *
 * @param directory where every process keeps its files and its log; created if absent
 * @param kafka the folder of a {@link KafkaDistribution}
 * @param plugins the folder that holds one unpacked archive a plugin
 * @param workers how many Connect workers from the start; {@link LocalCluster#startWorker} adds others
 * @param workerConfig worker configuration beside the defaults
 * @param simulatorOptions command line options of the CRM simulator
 */
public record ClusterSettings(
        Path directory,
        Path kafka,
        Path plugins,
        int workers,
        Map<String, String> workerConfig,
        List<String> simulatorOptions) {

    public ClusterSettings {
        workerConfig = Map.copyOf(workerConfig);
        simulatorOptions = List.copyOf(simulatorOptions);
        if (workers < 0) {
            throw new IllegalArgumentException("A cluster cannot have " + workers + " workers");
        }
    }
}
