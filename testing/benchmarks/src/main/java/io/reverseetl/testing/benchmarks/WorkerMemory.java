// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import io.reverseetl.testing.cluster.ConnectWorker;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import javax.management.remote.JMXConnector;

/** Watches a worker's memory. */
record WorkerMemory(JMXConnector connection, MemoryMXBean heap, ProcessUse process) implements AutoCloseable {

    /**
     * A worker's memory at one moment, in bytes.
     *
     * @param heap used, with what is no longer alive and not collected yet
     * @param resident of the whole process; 0 where the system does not tell
     */
    record Use(long heap, long resident) {}

    static WorkerMemory of(ConnectWorker worker) throws IOException {
        JMXConnector connection = worker.beans();
        MemoryMXBean heap = ManagementFactory.newPlatformMXBeanProxy(
                connection.getMBeanServerConnection(), ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
        return new WorkerMemory(connection, heap, new ProcessUse(worker.process()));
    }

    Use now() {
        return new Use(heap.getHeapMemoryUsage().getUsed(), process.memory().orElse(0));
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
