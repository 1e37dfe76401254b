// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.testing.cluster.ConnectRest;
import io.reverseetl.testing.cluster.JsonHttp.Answer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connector, as an operator handles it over REST: each order waits until it has been carried out. */
record ConnectorRest(ConnectRest connect, String name) {

    void pause() {
        order("PUT", "/pause");
        await("connector " + name + " paused")
                .atMost(Connectors.PATIENCE)
                .until(() -> states().stream().allMatch("PAUSED"::equals));
    }

    void resume() {
        order("PUT", "/resume");
        awaitRunning();
    }

    /** Stops the connector; a stopped one has no tasks. */
    void stop() {
        order("PUT", "/stop");
        awaitStates("STOPPED");
    }

    /** Restarts the connector and all of its tasks. */
    void restart() {
        order("POST", "/restart?includeTasks=true");
        awaitRunning();
    }

    void restartFailed() {
        order("POST", "/restart?includeTasks=true&onlyFailed=true");
        awaitRunning();
    }

    private void order(String method, String path) {
        send(method, path, null).orThrow();
    }

    void awaitRunning() {
        await("connector " + name + " running").atMost(Connectors.PATIENCE).until(() -> connect.isRunning(name));
    }

    /** Waits until the connector, and then each of its tasks, is in the state that is given for it. */
    void awaitStates(String... expected) {
        await("connector " + name + " in the states " + Arrays.toString(expected))
                .atMost(Connectors.PATIENCE)
                .until(() -> states().equals(List.of(expected)));
    }

    /** The connector's state and its tasks', in their order. */
    private List<String> states() {
        return ofAll("state");
    }

    /** The versions of the plugin that the connector and its tasks run in, as releases from 4.1 on tell. */
    List<String> versions() {
        return ofAll("version");
    }

    private List<String> ofAll(String field) {
        JsonNode status = connect.status(name).body();
        List<String> found =
                new ArrayList<>(List.of(status.path("connector").path(field).asText()));
        status.path("tasks").forEach(task -> found.add(task.path(field).asText()));
        return found;
    }

    /** The offsets as Connect shows them, each with its partition. */
    JsonNode offsets() {
        return send("GET", "/offsets", null).orThrow().path("offsets");
    }

    /** Sets offsets, given as they are shown. */
    Answer alterOffsets(String offsets) {
        return send("PATCH", "/offsets", "{\"offsets\":" + offsets + "}");
    }

    void resetOffsets() {
        order("DELETE", "/offsets");
    }

    Answer send(String method, String path, @Nullable String body) {
        return connect.send(method, "/connectors/" + name + path, body);
    }
}
