// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.cluster;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** A distributed Kafka Connect worker with its REST API, which loads plugins from unpacked archives. */
public final class ConnectWorker implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final ChildProcess process;
    private final ConnectRest rest;

    private ConnectWorker(ChildProcess process, ConnectRest rest) {
        this.process = process;
        this.rest = rest;
    }

    /**
     * What a worker starts with.
     *
     * @param name unique in the directory
     * @param plugins the folder that holds one folder a plugin
     * @param environment what connector configs refer to as {@code ${env:NAME}}
     * @param overrides worker configuration that differs from this class's
     */
    record Start(
            String name,
            Path directory,
            Path plugins,
            String bootstrapServers,
            Jvm jvm,
            Map<String, String> environment,
            Map<String, String> overrides) {}

    /** Launches the worker; {@link #awaitReady} waits for it, so that several can start at once. */
    static ConnectWorker launch(KafkaDistribution kafka, Start start) {
        int port = Ports.freeOr(8083);
        Map<String, String> config = new TreeMap<>(Map.ofEntries(
                Map.entry("bootstrap.servers", start.bootstrapServers()),
                Map.entry("group.id", "connect"),
                Map.entry("listeners", "http://" + Ports.LOOPBACK + ":" + port),
                Map.entry("plugin.path", start.plugins().toString()),
                Map.entry("plugin.discovery", "service_load"),
                Map.entry("key.converter", "org.apache.kafka.connect.json.JsonConverter"),
                Map.entry("value.converter", "org.apache.kafka.connect.json.JsonConverter"),
                Map.entry("config.storage.topic", "connect-configs"),
                Map.entry("config.storage.replication.factor", "1"),
                Map.entry("offset.storage.topic", "connect-offsets"),
                Map.entry("offset.storage.replication.factor", "1"),
                Map.entry("offset.storage.partitions", "5"),
                Map.entry("status.storage.topic", "connect-status"),
                Map.entry("status.storage.replication.factor", "1"),
                Map.entry("status.storage.partitions", "1"),
                Map.entry("offset.flush.interval.ms", "5000"),
                // Secrets and addresses reach connector configs through the worker's environment.
                Map.entry("config.providers", "env"),
                Map.entry("config.providers.env.class", "org.apache.kafka.common.config.provider.EnvVarConfigProvider"),
                Map.entry("config.providers.env.param.allowlist.pattern", "REVERSE_ETL_.*")));
        config.putAll(start.overrides());
        Path file = KafkaDistribution.writeProperties(start.directory().resolve(start.name() + ".properties"), config);
        ChildProcess process = kafka.start(
                start.name(),
                start.directory(),
                start.jvm(),
                start.environment(),
                List.of("org.apache.kafka.connect.cli.ConnectDistributed", file.toString()));
        return new ConnectWorker(process, new ConnectRest("http://" + Ports.LOOPBACK + ":" + port));
    }

    void awaitReady() {
        process.awaitReady(START_LIMIT, rest::isReady);
    }

    public ConnectRest rest() {
        return rest;
    }

    /** The worker's process, for what the operating system knows of it. */
    public ProcessHandle process() {
        return process.handle();
    }

    /** A connection to the worker's beans, for the caller to close. */
    @SuppressWarnings("BanJNDI") // The address is that of a process that we have started.
    public JMXConnector beans() throws IOException {
        try {
            VirtualMachine machine =
                    VirtualMachine.attach(Long.toString(process().pid()));
            try {
                return JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException("The worker cannot be asked for its beans", e);
        }
    }

    /** Ends the worker as a crash does: nothing is flushed, and nobody is told. */
    public void kill() {
        process.kill();
    }

    /** Stops the worker where it is, with its requests on their way, until it is thawed. */
    public void freeze() {
        process.freeze();
    }

    public void thaw() {
        process.thaw();
    }

    @Override
    public void close() {
        process.close();
    }
}
