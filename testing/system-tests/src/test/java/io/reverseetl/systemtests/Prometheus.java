// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.testing.cluster.JsonHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;

/** This machine's Prometheus as an ordinary process, with the files of config-examples/monitoring made hasty. */
final class Prometheus implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final String url;
    private final JsonHttp http;

    private Prometheus(Process process, String url) {
        this.process = process;
        this.url = url;
        this.http = new JsonHttp(url, null);
    }

    /** Skips the test, or fails it under {@code -Drequire.all=true}, where there is no Prometheus. */
    static void require() {
        if (!Stream.of("prometheus", "promtool").allMatch(Prometheus::isInstalled)) {
            Needed.isMissing("prometheus and promtool are not on the PATH: apt-get install prometheus");
        }
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /**
     * Starts it on copies of {@code prometheus.yml} and {@code alerts.yml} that look each second, and whose alerts fire
     * at once.
     *
     * @param folder where the copies, the data and the log are
     * @param targets the workers' exporters, by host and port
     */
    static Prometheus start(Path folder, List<String> targets) {
        try {
            String hosts = targets.stream().map(host -> '"' + host + '"').collect(Collectors.joining(", "));
            Files.createDirectories(folder);
            Files.writeString(
                    folder.resolve("prometheus.yml"),
                    Files.readString(Monitoring.EXAMPLES.resolve("prometheus.yml"))
                            .replace("15s", "1s")
                            .replaceAll("targets: .*", "targets: [" + hosts + "]"));
            Files.writeString(
                    folder.resolve("alerts.yml"),
                    Files.readString(Monitoring.EXAMPLES.resolve("alerts.yml")).replaceAll("for: \\d+m", "for: 0s"));
            String address = "127.0.0.1:" + Monitoring.freePort();
            Process process = new ProcessBuilder(
                            "prometheus",
                            "--config.file=" + folder.resolve("prometheus.yml"),
                            "--storage.tsdb.path=" + folder.resolve("data"),
                            "--web.listen-address=" + address)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            Prometheus started = new Prometheus(process, "http://" + address);
            started.awaitReady(folder.resolve("log"));
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("Prometheus cannot be started in " + folder, e);
        }
    }

    private void awaitReady(Path log) {
        try {
            Awaitility.await("Prometheus, see " + log)
                    .atMost(PATIENCE)
                    .ignoreException(UncheckedIOException.class)
                    .until(() -> {
                        if (!process.isAlive()) {
                            throw new AssertionError("Prometheus has ended: " + Files.readString(log));
                        }
                        return !series("vector(1)").isEmpty();
                    });
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    String url() {
        return url;
    }

    /** What an expression yields now: each series with its labels and its value. */
    List<JsonNode> series(String expression) {
        JsonNode answer = ask("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        return list(answer.path("result"));
    }

    /** The alerting rules as it has understood them. */
    List<JsonNode> rules() {
        return list(ask("/api/v1/rules").path("groups").path(0).path("rules"));
    }

    private JsonNode ask(String path) {
        return http.send("GET", path, null).orThrow().path("data");
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
