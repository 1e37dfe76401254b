// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.quickstart;

import io.reverseetl.testing.cluster.ClusterSettings;
import io.reverseetl.testing.cluster.LocalCluster;
import io.reverseetl.testing.cluster.Pause;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The main job from the first row to the comparison, on a cluster of its own. */
final class MainJob implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration STOP_LIMIT = Duration.ofMinutes(1);
    /** How long nothing may move before the job counts as stuck. */
    private static final Duration STUCK = Duration.ofSeconds(90);
    /** Changes of the live show, each second. */
    private static final int CHANGES_A_SECOND = 20;

    private final Settings settings;
    private final Screen screen;
    private final LocalCluster cluster;
    private final Thread stopAtExit;
    private final Connection database;
    private final CustomerTable table;
    private final Crm crm;
    private final DeadLetters deadLetters;
    private final Shop shop;
    private final Examples examples;
    private final Connectors connectors;

    private MainJob(Settings settings, Screen screen, LocalCluster cluster, Connection database) throws SQLException {
        this.settings = settings;
        this.screen = screen;
        this.cluster = cluster;
        this.database = database;
        this.examples = new Examples(settings.examples().resolve("customers-to-hubspot"));
        this.connectors = new Connectors(cluster.connect(), examples);
        this.crm = new Crm(cluster.crm().url(), cluster.crm().token());
        this.table = new CustomerTable(database);
        this.shop = new Shop(table, new CustomerGenerator(settings.seed()), settings.seed());
        this.deadLetters = new DeadLetters(cluster.broker().bootstrapServers(), examples.deadLetterTopic());
        // Ctrl-C ends the JVM without leaving the try block that closes us.
        this.stopAtExit = new Thread(this::stop, "stop-cluster");
        Runtime.getRuntime().addShutdownHook(stopAtExit);
    }

    /** Starts the cluster; what had started is stopped again if something fails, or the user presses Ctrl-C. */
    static MainJob start(Settings settings, Screen screen) throws SQLException {
        screen.say("Starting PostgreSQL, a Kafka broker, %s and the CRM simulator …"
                .formatted(settings.workers() == 1 ? "a Connect worker" : settings.workers() + " Connect workers"));
        Instant start = Instant.now();
        CountDownLatch ended = new CountDownLatch(1);
        Thread stopStarting = new Thread(() -> stopStarting(ended, settings, screen), "stop-starting");
        Runtime.getRuntime().addShutdownHook(stopStarting);
        try {
            LocalCluster cluster = LocalCluster.start(new ClusterSettings(
                    settings.directory().path(),
                    settings.kafka(),
                    settings.home().resolve("plugins"),
                    settings.workers(),
                    Map.of(),
                    List.of()));
            try {
                MainJob job = new MainJob(
                        settings, screen, cluster, cluster.postgres().connect());
                screen.say("  up after %.1f s".formatted(seconds(start)));
                return job;
            } catch (SQLException | RuntimeException e) {
                cluster.close();
                throw e;
            }
        } finally {
            ended.countDown();
            remove(stopStarting);
        }
    }

    /** Returns whether the hook will not run; if the JVM is on its way down, it runs already. */
    private static boolean remove(Thread hook) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            return false;
        }
    }

    /** Ctrl-C while the cluster is starting: without its JVMs the start fails, and stops what is left by itself. */
    private static void stopStarting(CountDownLatch ended, Settings settings, Screen screen) {
        screen.say("Stopping …");
        ProcessHandle.current()
                .children()
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .forEach(ProcessHandle::destroy);
        try {
            if (ended.await(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                settings.directory().delete();
                screen.say("Stopped: no process is left behind.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Loads, changes, compares. Returns the exit code: 0 if everything is where it belongs. */
    int once() throws SQLException {
        firstLoad();
        Freshness freshness = new Freshness(crm);
        screen.say("Changing rows: inserts, updates, emails that no CRM takes …");
        shop.changeSome(settings.rows(), freshness::committed);
        Reconciliation.Result result = settle();
        freshness.catchUp();
        screen.say("  freshness: " + freshness.summary());
        screen.say("  API calls: " + calls());
        rejectionReasons().forEach(screen::say);
        result.examples().forEach(example -> screen.say("  wrong: " + example));
        if (!result.isRight(table.invalid())) {
            screen.say("  emails that are invalid by design: " + table.invalid().size());
        }
        screen.say("");
        screen.say(result.line());
        return result.exitCode(table.invalid());
    }

    /** Keeps changing rows and shows how fresh the CRM is, until the user stops it. */
    void untilStopped() throws SQLException {
        firstLoad();
        addresses().forEach(screen::say);
        Freshness freshness = new Freshness(crm);
        Optional<String> failure = Optional.empty();
        int second = 0;
        while (true) {
            shop.change(CHANGES_A_SECOND, freshness::committed);
            Pause.of(Duration.ofSeconds(1));
            freshness.catchUp();
            failure = tellNewFailure(failure);
            screen.progress("  live: " + freshness.summary() + ", Ctrl-C stops", ++second % 10 == 0);
        }
    }

    private void firstLoad() throws SQLException {
        crm.createProperties();
        shop.open(settings.rows());
        screen.say("Posting config-examples/customers-to-hubspot/{source,sink}.json for %,d rows …"
                .formatted(settings.rows()));
        connectors.create();
        Instant start = Instant.now();
        Arrival arrival = new Arrival(settings.rows());
        while (!arrival.isComplete()) {
            Pause.of(LOOK);
            arrival.look(crm.counts(), deadLetters.customers().size(), Instant.now());
            screen.progress(arrival.line(start), arrival.passedMilestone());
            connectors.throwIfFailed();
            arrival.failIfStuck(STUCK);
        }
        screen.say("  in sync after %.1f s".formatted(seconds(start)));
    }

    /** While the user plays with the connectors, one that fails is no reason to take the cluster away. */
    private Optional<String> tellNewFailure(Optional<String> told) {
        Optional<String> failure = connectors.failure();
        if (!failure.equals(told)) {
            failure.ifPresent(text -> {
                screen.say("");
                screen.say(text);
                screen.say("Failed tasks are restarted by:  curl -s -X POST '"
                        + cluster.connect().url() + "/connectors/{name}/restart?includeTasks=true&onlyFailed=true'");
            });
        }
        return failure;
    }

    /** Waits until the CRM equals the table and stays so, or nothing has moved for a long time. */
    private Reconciliation.Result settle() throws SQLException {
        Reconciliation reconciliation = new Reconciliation(database, crm);
        Instant lastMove = Instant.now();
        Reconciliation.Result last = reconciliation.compare(deadLetters.customers());
        while (!last.isRight(table.invalid()) && Instant.now().isBefore(lastMove.plus(STUCK))) {
            connectors.throwIfFailed();
            Pause.of(LOOK);
            Reconciliation.Result now = reconciliation.compare(deadLetters.customers());
            if (!now.equals(last)) {
                lastMove = Instant.now();
            }
            last = now;
            screen.progress("  settling: " + last.line(), false);
        }
        return last;
    }

    private String calls() {
        return "%,d".formatted(crm.counts().upserts());
    }

    private List<String> rejectionReasons() {
        return table.invalid().stream()
                .sorted()
                .limit(1)
                .map(customer -> "  why, for customer_id " + customer + ": " + deadLetters.reason(customer))
                .toList();
    }

    private List<String> addresses() {
        String connect = cluster.connect().url();
        String sink = Examples.name(examples.sink());
        return Stream.of(
                        "",
                        "PostgreSQL     " + cluster.postgres().jdbcUrl()
                                + "  (user %s, password %s)"
                                        .formatted(
                                                cluster.postgres().user(),
                                                cluster.postgres().password()),
                        "Kafka          " + cluster.broker().bootstrapServers(),
                        "Kafka Connect  "
                                + String.join(
                                        ", ",
                                        cluster.workers().stream()
                                                .map(worker -> worker.rest().url())
                                                .toList()),
                        "CRM            " + cluster.crm().url() + "/  (open it in a browser to watch)",
                        "Logs           " + settings.directory().path(),
                        "",
                        "Worth pasting into another terminal:",
                        "  curl -s " + connect + "/connectors/" + sink + "/status",
                        "  curl -s -X PUT -H 'Content-Type: application/json' -d '{\"connector.class\":"
                                + "\"io.reverseetl.connect.crm.CrmSinkConnector\",\"name\":\"x\",\"crm.typ\":\"hubspot\"}' "
                                + connect + "/connector-plugins/CrmSinkConnector/config/validate"
                                + " | grep -o '\"errors\":\\[\"[^]]*'",
                        "  curl -s '" + cluster.crm().url() + "/_/objects?type=contacts' | head -c 1000",
                        "")
                .toList();
    }

    private static double seconds(Instant since) {
        return Duration.between(since, Instant.now()).toMillis() / 1000.0;
    }

    private void stop() {
        screen.say("Stopping …");
        cluster.close();
        settings.directory().delete();
        screen.say("Stopped: no process is left behind.");
    }

    /** Stops everything. After Ctrl-C the hook is already at it. */
    @Override
    public void close() throws SQLException {
        if (remove(stopAtExit)) {
            deadLetters.close();
            database.close();
            cluster.close();
        }
    }
}
