// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** PostgreSQL, broker, CRM simulator and workers as processes, started together and stopped in the opposite order. */
public final class LocalCluster implements Cluster {

    private static final Jvm WORKER_JVM = Jvm.small(768);
    private static final String TOKEN = "pat-local-0000-not-a-secret";

    private final ClusterSettings settings;
    private final Deque<AutoCloseable> parts;
    private final Postgres postgres;
    private final Broker broker;
    private final CrmProcess crm;
    private final List<ConnectWorker> workers;

    private LocalCluster(
            ClusterSettings settings,
            Deque<AutoCloseable> parts,
            Postgres postgres,
            Broker broker,
            CrmProcess crm,
            List<ConnectWorker> workers) {
        this.settings = settings;
        this.parts = parts;
        this.postgres = postgres;
        this.broker = broker;
        this.crm = crm;
        this.workers = workers;
    }

    /** Starts everything, or stops what it had started and throws. */
    public static LocalCluster start(ClusterSettings settings) {
        Deque<AutoCloseable> parts = new ArrayDeque<>();
        StartLock lock = StartLock.acquire();
        try {
            return start(settings, parts);
        } catch (RuntimeException e) {
            closeAll(parts);
            throw e instanceof CompletionException && e.getCause() instanceof RuntimeException cause ? cause : e;
        } finally {
            lock.release();
        }
    }

    private static LocalCluster start(ClusterSettings settings, Deque<AutoCloseable> parts) {
        KafkaDistribution kafka = new KafkaDistribution(settings.kafka());
        CompletableFuture<Broker> broker =
                part(parts, () -> Broker.start(kafka, settings.directory().resolve("broker")));
        CompletableFuture<Postgres> postgres = part(parts, Postgres::start);
        CompletableFuture<CrmProcess> crm = part(
                parts, () -> CrmProcess.start(settings.directory().resolve("crm"), TOKEN, settings.simulatorOptions()));
        // Waits for every part even if one fails, so that all that have started are known and can be stopped.
        CompletableFuture.allOf(broker, postgres, crm).join();
        List<ConnectWorker> workers = startWorkers(
                settings, kafka, parts, broker.join(), environment(broker.join(), postgres.join(), crm.join()));
        return new LocalCluster(settings, parts, postgres.join(), broker.join(), crm.join(), workers);
    }

    private static <T extends AutoCloseable> CompletableFuture<T> part(Deque<AutoCloseable> parts, Supplier<T> start) {
        return CompletableFuture.supplyAsync(() -> {
            T started = start.get();
            synchronized (parts) {
                parts.push(started);
            }
            return started;
        });
    }

    private static Map<String, String> environment(Broker broker, Postgres postgres, CrmProcess crm) {
        return new ConnectorVariables(
                        broker.bootstrapServers(), postgres.jdbcUrl(), postgres.user(), postgres.password(), crm)
                .byName();
    }

    private static List<ConnectWorker> startWorkers(
            ClusterSettings settings,
            KafkaDistribution kafka,
            Deque<AutoCloseable> parts,
            Broker broker,
            Map<String, String> environment) {
        List<ConnectWorker> workers = new ArrayList<>();
        for (int i = 1; i <= settings.workers(); i++) {
            ConnectWorker worker = ConnectWorker.launch(
                    kafka,
                    new ConnectWorker.Start(
                            "worker-" + i,
                            settings.directory().resolve("connect"),
                            settings.plugins(),
                            broker.bootstrapServers(),
                            WORKER_JVM,
                            environment,
                            settings.workerConfig()));
            parts.push(worker);
            workers.add(worker);
        }
        workers.forEach(ConnectWorker::awaitReady);
        return List.copyOf(workers);
    }

    /**
     * Starts one more worker, with the cluster's plugins and environment, and waits until it is ready.
     *
     * @param config beside the cluster's own; with a {@code group.id} and storage topics of its own the worker is a
     *     Connect cluster of one
     */
    public ConnectWorker startWorker(String name, Jvm jvm, Map<String, String> config) {
        return startWorker(kafka(), name, jvm, config);
    }

    /** Starts one more worker, as above, out of another release of Kafka. */
    public ConnectWorker startWorker(KafkaDistribution kafka, String name, Jvm jvm, Map<String, String> config) {
        Map<String, String> overrides = new TreeMap<>(settings.workerConfig());
        overrides.putAll(config);
        StartLock lock = StartLock.acquire();
        try {
            ConnectWorker worker = ConnectWorker.launch(
                    kafka,
                    new ConnectWorker.Start(
                            name,
                            settings.directory().resolve("connect"),
                            settings.plugins(),
                            broker.bootstrapServers(),
                            jvm,
                            environment(broker, postgres, crm),
                            overrides));
            synchronized (parts) {
                parts.push(worker);
            }
            worker.awaitReady();
            return worker;
        } finally {
            lock.release();
        }
    }

    /**
     * Starts a server beside the simulator that answers as a CRM does, with the class path of this process.
     *
     * @param name unique in the cluster
     * @param mainClass with the simulator's options {@code --host}, {@code --port}, {@code --port-file} and {@code
     *     --token}
     */
    public CrmProcess startCrm(String name, String mainClass, List<String> options) {
        CrmProcess server =
                CrmProcess.start(name, mainClass, settings.directory().resolve("crm"), TOKEN, options);
        synchronized (parts) {
            parts.push(server);
        }
        return server;
    }

    /** The release that the broker and the first workers are of. */
    public KafkaDistribution kafka() {
        return new KafkaDistribution(settings.kafka());
    }

    @Override
    public CrmProcess startCrm(String name, List<String> options) {
        return startCrm(name, CrmProcess.SIMULATOR, options);
    }

    @Override
    public Postgres postgres() {
        return postgres;
    }

    public Broker broker() {
        return broker;
    }

    @Override
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    @Override
    public CrmProcess crm() {
        return crm;
    }

    public List<ConnectWorker> workers() {
        return workers;
    }

    @Override
    public ConnectRest connect() {
        return workers.get(0).rest();
    }

    /** Stops every part; a part that fails to stop does not keep the others running. */
    @Override
    public void close() {
        closeAll(parts);
    }

    private static void closeAll(Deque<AutoCloseable> parts) {
        List<AutoCloseable> last;
        synchronized (parts) {
            last = List.copyOf(parts);
            parts.clear();
        }
        for (AutoCloseable part : last) {
            try {
                part.close();
            } catch (Exception e) {
                System.err.println("Could not stop " + part + ": " + e.getMessage());
            }
        }
    }
}
