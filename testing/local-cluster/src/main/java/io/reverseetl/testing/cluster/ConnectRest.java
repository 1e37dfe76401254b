// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.testing.cluster.JsonHttp.Answer;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Connect REST API, as far as the quickstart and the system tests use it. */
public final class ConnectRest {

    private final String url;
    private final JsonHttp http;

    public ConnectRest(String url) {
        this.url = url;
        this.http = new JsonHttp(url, null);
    }

    public String url() {
        return url;
    }

    /** Whether the worker has read its topics and joined its group; {@code /health} would not tell on older ones. */
    boolean isReady() {
        try {
            return send("GET", "/connectors", null).status() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    /** Creates a connector from the JSON that an operator would POST: {@code {"name":..,"config":{..}}}. */
    public Answer create(String connector) {
        return send("POST", "/connectors", connector);
    }

    public Answer status(String connector) {
        return send("GET", "/connectors/" + connector + "/status", null);
    }

    public Answer delete(String connector) {
        return send("DELETE", "/connectors/" + connector, null);
    }

    public Answer send(String method, String path, @Nullable String body) {
        return http.send(method, path, body);
    }

    /**
     * Validates a connector's config.
     *
     * @param config the config as JSON, with {@code connector.class}
     * @return the error messages by key, empty if the config is good
     */
    public Map<String, List<String>> validate(JsonNode config) {
        String connectorClass = config.path("connector.class").asText();
        JsonNode answer = send("PUT", "/connector-plugins/" + connectorClass + "/config/validate", config.toString())
                .orThrow();
        Map<String, List<String>> errors = new LinkedHashMap<>();
        for (JsonNode entry : answer.path("configs")) {
            JsonNode value = entry.path("value");
            List<String> messages = new ArrayList<>();
            value.path("errors").forEach(message -> messages.add(message.asText()));
            if (!messages.isEmpty()) {
                errors.put(value.path("name").asText(), messages);
            }
        }
        return errors;
    }

    /** The message of the first failed task or connector, if any failed: its first lines, without the stack. */
    public @Nullable String failure(String connector) {
        JsonNode status = status(connector).body();
        List<JsonNode> parts = new ArrayList<>();
        parts.add(status.path("connector"));
        status.path("tasks").forEach(parts::add);
        for (JsonNode part : parts) {
            if (part.path("state").asText().equals("FAILED")) {
                return part.path("trace").asText();
            }
        }
        return null;
    }

    /** Whether the connector and at least one task run, and none is in another state or has not told it yet. */
    public boolean isRunning(String connector) {
        JsonNode configured =
                send("GET", "/connectors/" + connector, null).body().path("tasks");
        Answer answer = status(connector);
        JsonNode tasks = answer.body().path("tasks");
        boolean running = answer.status() == 200
                && answer.body().path("connector").path("state").asText().equals("RUNNING")
                && !tasks.isEmpty()
                && tasks.size() == configured.size();
        for (JsonNode task : tasks) {
            running &= task.path("state").asText().equals("RUNNING");
        }
        return running;
    }
}
