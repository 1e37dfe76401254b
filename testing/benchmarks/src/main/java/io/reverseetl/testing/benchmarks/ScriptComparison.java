// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.testing.cluster.ConnectRest;
import io.reverseetl.testing.cluster.CrmProcess;
import io.reverseetl.testing.cluster.LocalCluster;
import io.reverseetl.testing.cluster.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a script with pandas and requests brings into a CRM, and what the connectors bring: the same rows, one CRM each. */
@Command(
        name = "script",
        description = "A script with pandas and requests, and the connectors, on the same rows.",
        mixinStandardHelpOptions = true)
final class ScriptComparison implements Callable<Integer> {

    private static final String TABLE = "customers";
    private static final String SIMULATOR = "io.reverseetl.testing.crm.SimulatorMain";

    private static final Map<String, String> SINK = Map.ofEntries(
            Map.entry("connector.class", "io.reverseetl.connect.crm.CrmSinkConnector"),
            Map.entry("tasks.max", "1"),
            Map.entry("crm.type", "hubspot"),
            Map.entry("crm.object", "contacts"),
            Map.entry("id.property", "email"),
            Map.entry("id.from", "value.email"),
            Map.entry("validate.live", "false"),
            Map.entry("key.converter", "org.apache.kafka.connect.json.JsonConverter"),
            Map.entry("key.converter.schemas.enable", "false"),
            Map.entry("value.converter", "org.apache.kafka.connect.json.JsonConverter"),
            Map.entry("value.converter.schemas.enable", "false"),
            Map.entry("transforms", "contact"),
            Map.entry("transforms.contact.type", "org.apache.kafka.connect.transforms.ReplaceField$Value"),
            Map.entry("transforms.contact.renames", "first_name:firstname,last_name:lastname,postcode:zip"),
            Map.entry("transforms.contact.include", "first_name,last_name,email,phone,company,city,country,postcode"),
            Map.entry("consumer.override.auto.offset.reset", "earliest"));

    /** Without news for so long, the connectors have nothing more to send. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    @Option(names = "--rows", defaultValue = "2000", description = "Default: ${DEFAULT-VALUE}.")
    private int rows;

    @Option(names = "--latency-ms", defaultValue = "50", description = "Of the CRM. Default: ${DEFAULT-VALUE}.")
    private int latencyMillis;

    @Option(names = "--fault-rate", defaultValue = "0.05", description = "Of its calls. Default: ${DEFAULT-VALUE}.")
    private double faultRate;

    @Option(
            names = "--runs",
            defaultValue = "20",
            description = "How often a script that stops is started again. Default: ${DEFAULT-VALUE}.")
    private int mostRuns;

    @Mixin
    private Layout layout;

    private int started;

    // picocli fills the fields in.
    @SuppressWarnings("NullAway.Init")
    private ScriptComparison() {}

    /** Brings the rows into a CRM and returns in how many runs. */
    private interface Way {
        int bring(CrmProcess crm) throws IOException;
    }

    @Override
    public Integer call() throws SQLException, IOException {
        SyncScript script = SyncScript.install(layout.script());
        try (LocalCluster cluster = layout.start();
                Topics topics = new Topics(cluster.broker().bootstrapServers())) {
            try (Connection connection = cluster.postgres().connect()) {
                CustomersTable.create(connection, TABLE, rows);
            }
            Workers workers = new Workers(cluster);
            Way goesOn = crm -> runTwice(script, cluster, crm);
            Way stops = crm -> runUntilItEnds(script, cluster, crm);
            ConnectRest rest = workers.ordinary().rest();
            Way connectors = crm -> runConnectors(workers, rest, topics, crm);
            List<ScriptReport.Line> lines = new ArrayList<>();
            lines.add(measure(cluster, "script", 0, goesOn));
            lines.add(measure(cluster, "connectors", 0, connectors));
            lines.add(measure(cluster, "script that goes on", faultRate, goesOn));
            lines.add(measure(cluster, "script that stops", faultRate, stops));
            lines.add(measure(cluster, "connectors", faultRate, connectors));
            new ScriptReport(rows, latencyMillis, lines).write(layout.reports(), "script", System.out);
            return 0;
        }
    }

    private ScriptReport.Line measure(LocalCluster cluster, String what, double faults, Way way) throws IOException {
        List<String> options =
                List.of("--latency-ms", Integer.toString(latencyMillis), "--fault-rate", Double.toString(faults));
        try (CrmProcess crm = cluster.startCrm("crm-" + ++started, SIMULATOR, options)) {
            Instant start = Instant.now();
            int runs = way.bring(crm);
            ScriptReport.Line line = new Received(crm).since(start, what, faults, runs, rows);
            System.out.println(line);
            return line;
        }
    }

    /** The second run is that of the next hour: it sends again what the first has lost, or not. */
    private static int runTwice(SyncScript script, LocalCluster cluster, CrmProcess crm) throws IOException {
        Path state = newState();
        for (int run = 1; run <= 2; run++) {
            if (!script.run(cluster.postgres(), crm, state, "skip")) {
                throw new IllegalStateException("The script has failed");
            }
        }
        return 2;
    }

    private int runUntilItEnds(SyncScript script, LocalCluster cluster, CrmProcess crm) throws IOException {
        Path state = newState();
        int runs = 1;
        while (!script.run(cluster.postgres(), crm, state, "stop") && runs < mostRuns) {
            runs++;
        }
        return runs;
    }

    private static Path newState() throws IOException {
        return Files.createTempDirectory("sync-").resolve("last-run");
    }

    private int runConnectors(Workers workers, ConnectRest rest, Topics topics, CrmProcess crm) {
        String prefix = "script" + started + ".";
        topics.create(List.of(prefix + TABLE));
        Connector source = new Connector(workers::ordinary, "source", "script", List.of(TABLE), Map.of());
        try (Contender.Running reading = source.start(prefix)) {
            String sink = "sink-" + started;
            rest.create(sink(sink, prefix + TABLE, crm)).orThrow();
            awaitAll(reading, rest, sink, new Received(crm));
            rest.delete(sink).orThrow();
        }
        return 1;
    }

    private static String sink(String name, String topic, CrmProcess crm) {
        ObjectNode document = new ObjectMapper().createObjectNode().put("name", name);
        ObjectNode config = document.putObject("config");
        SINK.forEach(config::put);
        config.put("topics", topic);
        config.put("crm.url", crm.url());
        config.put("auth.token", crm.token());
        return document.toString();
    }

    private void awaitAll(Contender.Running source, ConnectRest rest, String sink, Received received) {
        Instant deadline = Instant.now().plus(PATIENCE);
        Instant lastNews = Instant.now();
        long calls = 0;
        while (received.objects() < rows || Instant.now().isBefore(lastNews.plus(SILENCE))) {
            source.check();
            String failure = rest.failure(sink);
            if (failure != null || Instant.now().isAfter(deadline)) {
                throw new IllegalStateException("After %d of %d rows: %s".formatted(received.objects(), rows, failure));
            }
            long now = received.calls();
            lastNews = now == calls ? lastNews : Instant.now();
            calls = now;
            Pause.of(BETWEEN_LOOKS);
        }
    }
}
