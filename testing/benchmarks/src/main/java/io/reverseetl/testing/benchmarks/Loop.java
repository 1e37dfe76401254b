// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import io.reverseetl.testing.cluster.LocalCluster;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The bare loop as a contender, in a thread of this process. */
record Loop(LocalCluster cluster, String name, String table, boolean schemas, Map<String, Object> producer)
        implements Contender {

    @Override
    public String limit() {
        return name;
    }

    @Override
    public List<String> tables() {
        return List.of(table);
    }

    @Override
    public ProcessUse process() {
        return new ProcessUse(ProcessHandle.current());
    }

    @Override
    public Running start(String prefix) {
        BareLoop loop = new BareLoop(cluster.broker().bootstrapServers(), schemas, producer);
        CompletableFuture<Void> copy = CompletableFuture.runAsync(() -> {
            try (Connection connection = cluster.postgres().connect()) {
                loop.copy(connection, table, prefix + table);
            } catch (Exception e) {
                throw new IllegalStateException("The bare loop failed: " + e.getMessage(), e);
            }
        });
        return new Running() {
            @Override
            public void check() {
                if (copy.isCompletedExceptionally()) {
                    copy.join();
                }
            }

            @Override
            public void close() {
                copy.join();
            }
        };
    }
}
