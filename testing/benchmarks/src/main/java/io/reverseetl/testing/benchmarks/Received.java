// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.testing.cluster.CrmProcess;
import io.reverseetl.testing.cluster.JsonHttp;
import java.time.Duration;
import java.time.Instant;

/** What the CRM simulator has been told. */
final class Received {

    private final JsonHttp http;

    Received(CrmProcess crm) {
        this.http = new JsonHttp(crm.url(), crm.token());
    }

    /** Requests to write, answered or not. */
    long calls() {
        long calls = 0;
        for (var endpoint : stats().path("callsByEndpointAndStatus").properties()) {
            if (endpoint.getKey().endsWith("/batch/upsert")) {
                for (JsonNode count : endpoint.getValue()) {
                    calls += count.asLong();
                }
            }
        }
        return calls;
    }

    long objects() {
        return stats().path("objects").path("contacts").asLong();
    }

    private JsonNode stats() {
        return http.send("GET", "/_/stats", null).orThrow();
    }

    /**
     * What has come of a way to bring rows here.
     *
     * @param start when it began
     * @param rows that there were to bring
     */
    ScriptReport.Line since(Instant start, String what, double faultRate, int runs, int rows) {
        long versions = stats().path("versions").asLong();
        JsonNode last = http.send("GET", "/_/versions?limit=1&after=" + (versions - 1), null)
                .orThrow()
                .path("versions")
                .path(0);
        double seconds =
                Duration.between(start, Instant.parse(last.path("acceptedAt").asText()))
                                .toNanos()
                        / 1e9;
        long objects = objects();
        return new ScriptReport.Line(
                what, faultRate, runs, seconds, objects / seconds, calls(), rows - objects, versions - objects);
    }
}
