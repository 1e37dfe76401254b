// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.testing.cluster.CrmProcess;
import io.reverseetl.testing.cluster.JsonHttp;
import io.reverseetl.testing.cluster.LocalCluster;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A {@link LightCrm} in a process of its own. */
final class SinkCrm {

    private final CrmProcess process;
    private final JsonHttp http;

    private SinkCrm(CrmProcess process) {
        this.process = process;
        this.http = new JsonHttp(process.url(), null);
    }

    static SinkCrm start(LocalCluster cluster, String name, int latencyMillis, double faultRate) {
        return start(cluster, name, latencyMillis, "--fault-rate", Double.toString(faultRate));
    }

    /** One that takes objects by the million, whose ids are whole numbers. */
    static SinkCrm startForMillions(LocalCluster cluster, String name, int latencyMillis) {
        return start(cluster, name, latencyMillis, "--numbered");
    }

    private static SinkCrm start(LocalCluster cluster, String name, int latencyMillis, String... more) {
        List<String> options = new ArrayList<>(List.of("--latency-ms", Integer.toString(latencyMillis)));
        options.addAll(List.of(more));
        return new SinkCrm(cluster.startCrm(name, LightCrm.class.getName(), options));
    }

    String url() {
        return process.url();
    }

    ProcessUse process() {
        return new ProcessUse(process.process());
    }

    /** The next run begins. */
    void forget() {
        http.send("DELETE", LightCrm.COUNT, null).orThrow();
    }

    Written.Count count() {
        JsonNode count = http.send("GET", LightCrm.COUNT, null).orThrow();
        return new Written.Count(
                count.path("calls").asLong(),
                count.path("records").asLong(),
                count.path("objects").asLong(),
                count.path("seconds").asDouble());
    }

    /** A full batch, as it was received. */
    String body() {
        return http.send("GET", LightCrm.BODY, null).orThrow().toString();
    }

    /** When each object was first acknowledged, in microseconds since 1970. */
    Map<String, Long> acknowledged() {
        Map<String, Long> micros = new HashMap<>();
        http.send("GET", LightCrm.ACKNOWLEDGED, null)
                .orThrow()
                .properties()
                .forEach(field -> micros.put(field.getKey(), field.getValue().asLong()));
        return micros;
    }
}
