// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.systemtests.Chaos.Disturbance;
import io.reverseetl.testing.cluster.ClusterSettings;
import io.reverseetl.testing.cluster.ConnectWorker;
import io.reverseetl.testing.cluster.JsonHttp;
import io.reverseetl.testing.cluster.LocalCluster;
import io.reverseetl.testing.cluster.TcpProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The processes of the chaos test, its connectors, and all that can be done to them. */
final class ChaosCluster implements AutoCloseable {

    static final String SINK = "chaos-sink";
    static final List<String> CONNECTORS = List.of("chaos-sliced", "chaos-checked", SINK);
    static final String REJECTED = "chaos.rejected";
    static final String RESULTS = "chaos.results";
    static final List<String> TOPICS = List.of("warehouse." + ChaosWriters.SLICED, "warehouse." + ChaosWriters.CHECKED);

    private static final int WORKERS = 3;
    private static final double FAULT_RATE = 0.02;
    private static final String FAULTS = """
            [{"kind":"status","status":500,"times":2}, {"kind":"garbage"}, {"kind":"delay","millis":2000},
             {"kind":"status","status":429,"retryAfter":1}, {"kind":"reset-after"}, {"kind":"status","status":502},
             {"kind":"reset-before","times":2}, {"kind":"status","status":503,"retryAfter":1}]
            """;

    private final Path directory;
    private final Random random;
    private final LocalCluster cluster;
    private final WorkerGroup group;
    private final Map<Integer, ConnectWorker> up = new ConcurrentHashMap<>();
    private final Map<Integer, ConnectWorker> frozen = new ConcurrentHashMap<>();
    private final TcpProxy database;
    private final TcpProxy crm;
    private final JsonHttp simulator;
    private final AtomicInteger tokens = new AtomicInteger();
    private final Operator operator =
            new Operator(() -> up.values().stream().map(ConnectWorker::rest).toList());

    private ChaosCluster(Path directory, long seed, LocalCluster cluster) {
        this.directory = directory;
        this.random = new Random(seed);
        this.cluster = cluster;
        this.database = TcpProxy.to(cluster.postgres().port());
        this.crm = TcpProxy.to(URI.create(cluster.crm().url()).getPort());
        this.simulator = new JsonHttp(cluster.crm().url(), null);
        this.group = new WorkerGroup(
                cluster,
                "chaos",
                Map.of(
                        "offset.flush.interval.ms", "1000",
                        "config.providers", "env,file",
                        "config.providers.file.class", "org.apache.kafka.common.config.provider.FileConfigProvider"));
    }

    /** Starts everything, without connectors. */
    static ChaosCluster start(long seed) {
        Path directory = Environment.runDirectory();
        LocalCluster cluster = LocalCluster.start(new ClusterSettings(
                directory,
                Environment.directory("kafka.distribution"),
                Environment.unpackArchives(directory.resolve("plugins")),
                0,
                Map.of(),
                List.of("--fault-rate", Double.toString(FAULT_RATE), "--seed", Long.toString(seed))));
        ChaosCluster chaos = new ChaosCluster(directory, seed, cluster);
        try {
            chaos.writeToken(cluster.crm().token());
            for (int worker = 1; worker <= WORKERS; worker++) {
                chaos.up.put(worker, chaos.group.start(worker));
            }
            return chaos;
        } catch (RuntimeException e) {
            chaos.close();
            throw e;
        }
    }

    LocalCluster cluster() {
        return cluster;
    }

    JsonHttp simulator() {
        return simulator;
    }

    Operator operator() {
        return operator;
    }

    Topic topic(String name) {
        return new Topic(cluster.broker().bootstrapServers(), name);
    }

    void createConnectors() {
        create(source("chaos-sliced", ChaosWriters.SLICED, Map.of("increment.slices", "4", "snapshot.ranges", "4")));
        create(source(
                "chaos-checked",
                ChaosWriters.CHECKED,
                Map.of(
                        "delete.check.interval.ms", "2000",
                        "delete.max.fraction", "0.5",
                        "kafka.bootstrap.servers", cluster.broker().bootstrapServers())));
        create(sink());
    }

    private void create(ObjectNode connector) {
        operator.ask("POST", "/connectors", connector.toString());
    }

    private ObjectNode source(String name, String table, Map<String, String> config) {
        Map<String, String> changes = new HashMap<>(Map.of(
                "connection.url", "jdbc:postgresql://127.0.0.1:" + database.port() + "/postgres",
                "table.include.list", "public\\." + table,
                "delete.column", "deleted_at",
                "tasks.max", "4",
                "batch.max.rows", "100",
                "watermark.margin.ms", "100",
                "value.converter.schemas.enable", "false",
                "topic.creation.default.cleanup.policy", "delete"));
        changes.putAll(config);
        return Connectors.example("customers-to-hubspot/source.json", name, changes);
    }

    private ObjectNode sink() {
        Map<String, String> changes = new HashMap<>(Map.ofEntries(
                Map.entry("topics", String.join(",", TOPICS)),
                Map.entry("tasks.max", "4"),
                Map.entry("crm.url", "http://127.0.0.1:" + crm.port()),
                Map.entry("auth.token", "${file:" + tokenFile() + ":token}"),
                Map.entry("id.from", "key.id"),
                Map.entry("delete.mode", "archive"),
                Map.entry("kafka.bootstrap.servers", cluster.broker().bootstrapServers()),
                Map.entry("state.topic", "chaos.state"),
                Map.entry("state.topic.replication.factor", "1"),
                Map.entry("results.topic", RESULTS),
                Map.entry("results.topic.replication.factor", "1"),
                Map.entry("retry.backoff.ms", "50"),
                Map.entry("retry.backoff.max.ms", "1000"),
                Map.entry("breaker.open.ms", "1000"),
                Map.entry("request.timeout.ms", "5000"),
                Map.entry("value.converter.schemas.enable", "false"),
                Map.entry("transforms", "contact"),
                Map.entry("transforms.contact.mapping", "firstname = name; email; row_version = version"),
                Map.entry("errors.deadletterqueue.topic.name", REJECTED),
                // The group of the sink's tasks has to miss a dead worker in seconds, as that of the workers has.
                Map.entry("consumer.override.session.timeout.ms", "6000"),
                Map.entry("consumer.override.heartbeat.interval.ms", "1000")));
        return Connectors.example("customers-to-hubspot/sink.json", SINK, changes);
    }

    /** All that may happen. */
    List<Disturbance> disturbances() {
        List<Disturbance> all = new ArrayList<>();
        for (int worker = 1; worker <= WORKERS; worker++) {
            int number = worker;
            all.add(new Disturbance(
                    "worker killed", "worker " + number, millis(3_000), () -> kill(number), () -> startAgain(number)));
            all.add(new Disturbance(
                    "worker frozen", "worker " + number, millis(12_000), () -> freeze(number), () -> thaw(number)));
        }
        all.add(new Disturbance(
                "broker killed",
                "broker",
                millis(2_000),
                cluster.broker()::kill,
                () -> cluster.broker().startAgain()));
        all.add(new Disturbance(
                "database stopped",
                "database",
                millis(3_000),
                cluster.postgres()::stop,
                () -> cluster.postgres().startAgain()));
        all.add(cut("connections to the database cut", "database connections", database));
        all.add(slow("connections to the database slow", "database connections", database));
        all.add(cut("connections to the CRM cut", "CRM connections", crm));
        all.add(slow("connections to the CRM slow", "CRM connections", crm));
        all.add(atOnce(
                "CRM failing",
                "CRM",
                () -> simulator.send("POST", "/_/faults", FAULTS).orThrow()));
        all.add(atOnce("token rotated", "token", this::rotateToken));
        all.add(atOnce("tasks.max of a sink changed", SINK, () -> changeTasks(SINK)));
        all.add(atOnce("tasks.max of a source changed", "chaos-sliced", () -> changeTasks("chaos-sliced")));
        for (String connector : CONNECTORS) {
            all.add(atOnce(
                    "connector restarted",
                    connector,
                    () -> operator.ask("POST", "/connectors/" + connector + "/restart?includeTasks=true", null)));
            all.add(new Disturbance(
                    "connector paused",
                    connector,
                    millis(3_000),
                    () -> operator.ask("PUT", "/connectors/" + connector + "/pause", null),
                    () -> operator.ask("PUT", "/connectors/" + connector + "/resume", null)));
        }
        return all;
    }

    private static Disturbance atOnce(String name, String target, Runnable action) {
        return new Disturbance(name, target, Duration.ZERO, action, () -> {});
    }

    private static Disturbance cut(String name, String target, TcpProxy connections) {
        return new Disturbance(name, target, millis(3_000), connections::cut, connections::mend);
    }

    private static Disturbance slow(String name, String target, TcpProxy connections) {
        return new Disturbance(name, target, millis(4_000), () -> connections.slowDown(millis(30)), connections::mend);
    }

    private static Duration millis(int millis) {
        return Duration.ofMillis(millis);
    }

    private ConnectWorker down(int number) {
        ConnectWorker worker = up.remove(number);
        if (worker == null) {
            throw new IllegalStateException("Worker " + number + " is not up");
        }
        return worker;
    }

    private void kill(int number) {
        down(number).kill();
    }

    /** One at a time: two starts would be after the same free port. */
    private synchronized void startAgain(int number) {
        up.put(number, group.start(number));
    }

    private void freeze(int number) {
        ConnectWorker worker = down(number);
        worker.freeze();
        frozen.put(number, worker);
    }

    private void thaw(int number) {
        ConnectWorker worker = frozen.remove(number);
        if (worker != null) {
            worker.thaw();
            up.put(number, worker);
        }
    }

    private void changeTasks(String connector) {
        operator.change(connector, Map.of("tasks.max", Integer.toString(1 + random.nextInt(4))));
    }

    private void rotateToken() {
        String token = "rotated-" + tokens.incrementAndGet();
        writeToken(token);
        simulator.send("PUT", "/_/token", token).orThrow();
    }

    private Path tokenFile() {
        return directory.resolve("token.properties");
    }

    /** Whoever reads the file never sees it half written. */
    private void writeToken(String token) {
        try {
            Path complete = Files.writeString(directory.resolve("token.new"), "token=" + token);
            Files.move(complete, tokenFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        frozen.values().forEach(ConnectWorker::thaw);
        database.close();
        crm.close();
        cluster.close();
    }
}
