// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.testing.cluster.ConnectRest;
import io.reverseetl.testing.cluster.JsonHttp.Answer;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** Somebody who asks whichever worker answers, again and again until it does, and restarts tasks that have failed. */
final class Operator {

    private final Supplier<List<ConnectRest>> workers;
    private final AtomicInteger restarts = new AtomicInteger();
    private final Map<String, String> failures = new ConcurrentHashMap<>();

    /** @param workers the REST API of each worker that may answer now */
    Operator(Supplier<List<ConnectRest>> workers) {
        this.workers = workers;
    }

    /** Sends a request until a worker takes it. Workers refuse while they rebalance, or are away. */
    JsonNode ask(String method, String path, @Nullable String body) {
        JsonNode[] taken = new JsonNode[1];
        try {
            Awaitility.await(method + " " + path)
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        Answer answer = tryOnce(method, path, body);
                        if (answer == null || answer.status() / 100 != 2) {
                            return false;
                        }
                        taken[0] = answer.body();
                        return true;
                    });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "No worker has taken " + method + " " + path + ": " + tryOnce(method, path, body), e);
        }
        return taken[0];
    }

    private @Nullable Answer tryOnce(String method, String path, @Nullable String body) {
        Answer last = null;
        for (ConnectRest worker : workers.get()) {
            try {
                last = worker.send(method, path, body);
                if (last.status() / 100 == 2) {
                    return last;
                }
            } catch (UncheckedIOException away) {
                // The next one may be there.
            }
        }
        return last;
    }

    /** Changes some keys of a connector's config. */
    void change(String connector, Map<String, String> changes) {
        ObjectNode config = (ObjectNode) ask("GET", "/connectors/" + connector + "/config", null);
        changes.forEach(config::put);
        ask("PUT", "/connectors/" + connector + "/config", config.toString());
    }

    /** Restarts what has failed of a connector, and remembers why it had. */
    void mend(String connector) {
        JsonNode status = ask("GET", "/connectors/" + connector + "/status", null);
        boolean failed = isFailed(connector, status.path("connector"));
        for (JsonNode task : status.path("tasks")) {
            failed |= isFailed(connector, task);
        }
        if (failed) {
            restarts.incrementAndGet();
            ask("POST", "/connectors/" + connector + "/restart?includeTasks=true&onlyFailed=true", null);
        }
    }

    private boolean isFailed(String connector, JsonNode part) {
        boolean failed = part.path("state").asText().equals("FAILED");
        if (failed) {
            String trace = part.path("trace").asText();
            failures.put(connector + ": " + trace.lines().findFirst().orElse(""), trace);
        }
        return failed;
    }

    int restarts() {
        return restarts.get();
    }

    /** The traces of all failures that were seen, by connector and first line. */
    Map<String, String> failures() {
        return failures;
    }
}
