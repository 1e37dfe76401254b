// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.cluster;

import java.util.List;

/**
 * PostgreSQL, a broker, a CRM and a Connect worker with our plugins, whether each is a process of this machine or a
 * container. Workers have what the configs in config-examples refer to as {@code ${env:NAME}}.
 */
public interface Cluster extends AutoCloseable {

    Database postgres();

    /** The broker, as clients in this process reach it. */
    String bootstrapServers();

    Crm crm();

    /**
     * Starts one more simulator.
     *
     * @param name unique in the cluster
     * @param options of the simulator's command line
     */
    Crm startCrm(String name, List<String> options);

    /** The REST API of the first worker. */
    ConnectRest connect();

    @Override
    void close();
}
