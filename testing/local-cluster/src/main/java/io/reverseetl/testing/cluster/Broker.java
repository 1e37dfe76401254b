// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** One Kafka broker in KRaft mode, broker and controller in a process; topics are never created by accident. */
public final class Broker implements AutoCloseable {

    private static final Jvm JVM = Jvm.small(512);
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    /** Any id will do: it only has to be the same for everything that shares the log directory. */
    private static final String CLUSTER_ID = "reverseEtlQuickstart0A";

    private final Supplier<ChildProcess> start;
    private final int port;
    private volatile ChildProcess process;

    private Broker(Supplier<ChildProcess> start, int port) {
        this.start = start;
        this.port = port;
        this.process = start.get();
    }

    static Broker start(KafkaDistribution kafka, Path directory) {
        return start(kafka, directory, Optional.empty());
    }

    /** Starts a broker that asks its clients who they are and lets them do what they may, and nothing else. */
    public static Broker start(KafkaDistribution kafka, Path directory, BrokerSecurity security) {
        StartLock lock = StartLock.acquire();
        try {
            return start(kafka, directory, Optional.of(security));
        } finally {
            lock.release();
        }
    }

    private static Broker start(KafkaDistribution kafka, Path directory, Optional<BrokerSecurity> security) {
        int port = Ports.freeOr(9092);
        int controllerPort = Ports.free();
        Path config = KafkaDistribution.writeProperties(
                directory.resolve("broker.properties"), config(directory, port, controllerPort, security));
        format(kafka, directory, config);
        return new Broker(() -> launch(kafka, directory, config, port), port);
    }

    private static ChildProcess launch(KafkaDistribution kafka, Path directory, Path config, int port) {
        ChildProcess process =
                kafka.start("broker", directory, JVM, Map.of(), List.of("kafka.Kafka", config.toString()));
        try {
            process.awaitReady(START_LIMIT, () -> accepts(port));
            return process;
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    private static Map<String, String> config(
            Path directory, int port, int controllerPort, Optional<BrokerSecurity> security) {
        Map<String, String> config = new TreeMap<>(config(directory, port, controllerPort));
        security.ifPresent(secured -> {
            config.replaceAll((key, value) -> value.replaceAll("\\bPLAINTEXT://", "SASL_SSL://"));
            config.putAll(secured.brokerConfig());
        });
        return config;
    }

    private static Map<String, String> config(Path directory, int port, int controllerPort) {
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", "1"),
                Map.entry("controller.quorum.voters", "1@" + Ports.LOOPBACK + ":" + controllerPort),
                Map.entry(
                        "listeners",
                        "PLAINTEXT://%s:%d,CONTROLLER://%s:%d"
                                .formatted(Ports.LOOPBACK, port, Ports.LOOPBACK, controllerPort)),
                Map.entry("advertised.listeners", "PLAINTEXT://" + Ports.LOOPBACK + ":" + port),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("log.dirs", directory.resolve("kafka-logs").toString()),
                Map.entry("auto.create.topics.enable", "false"),
                // One broker: everything that Kafka keeps for itself has one replica.
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "5"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "5"),
                // A transaction that is left open is found out soon, not after Kafka's 10 s.
                Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"));
    }

    private static void format(KafkaDistribution kafka, Path directory, Path config) {
        try (ChildProcess tool = kafka.start(
                "format-storage",
                directory,
                JVM,
                Map.of(),
                List.of("kafka.tools.StorageTool", "format", "-t", CLUSTER_ID, "-c", config.toString()))) {
            if (tool.awaitExit(START_LIMIT) != 0) {
                throw new IllegalStateException("Cannot format the broker's storage:\n" + tool.tail());
            }
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(Ports.loopback(), port), 200);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    public String bootstrapServers() {
        return Ports.LOOPBACK + ":" + port;
    }

    /** Ends the broker as a crash does: nothing is flushed, and nobody is told. */
    public void kill() {
        process.kill();
    }

    /** Starts a broker that has ended again, where it was and with what it had stored. */
    public void startAgain() {
        process = start.get();
    }

    @Override
    public void close() {
        process.close();
    }
}
