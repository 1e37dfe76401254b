// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.testing.cluster.ConnectWorker;
import io.reverseetl.testing.cluster.Jvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What config-examples/monitoring says: how a worker is watched, and what a dashboard shows of it. */
final class Monitoring {

    static final Path EXAMPLES = Environment.directory("examples.directory").resolve("monitoring");

    private Monitoring() {}

    /**
     * A worker with the exporter's agent.
     *
     * @param exporter host and port of the exporter
     */
    record Watched(ConnectWorker worker, String exporter) {

        static Watched start(WorkerGroup group) {
            String exporter = "127.0.0.1:" + freePort();
            return new Watched(group.start(1, agent(exporter)), exporter);
        }

        /** What Prometheus gets to read: a sample a line. */
        List<String> samples() {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + exporter + "/metrics"))
                    .build();
            try {
                return HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .body()
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** A JVM for a worker that tells its figures at this address. */
    private static Jvm agent(String exporter) {
        try (Stream<Path> agents = Files.list(Environment.directory("agents.directory"))) {
            List<String> options = new ArrayList<>(WorkerGroup.JVM.options());
            options.add("-javaagent:" + agents.findFirst().orElseThrow() + "=" + exporter + ":"
                    + EXAMPLES.resolve("jmx-exporter.yml"));
            return new Jvm(options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The queries of the dashboard, each with what it asks for the figures of connectors like these. */
    static List<String> queries(String connectors) {
        try {
            return Topic.json(Files.readString(EXAMPLES.resolve("dashboard.json")))
                    .path("panels")
                    .findValuesAsText("expr")
                    .stream()
                    .map(expression -> expression
                            .replace("$connector", connectors)
                            .replace("$__rate_interval", "10s")
                            .replace("$__range", "5m"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What an alert is about: its expression without the thresholds. */
    static String withoutThresholds(JsonNode rule) {
        return rule.path("query").asText().replaceAll(" (>|<|==) [0-9.]+", "");
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
