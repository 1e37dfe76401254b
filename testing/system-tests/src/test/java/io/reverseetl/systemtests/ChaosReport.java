// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.systemtests.Topic.Message;
import io.reverseetl.testing.cluster.JsonHttp;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the topics and the CRM tell of a run.
 *
 * @param records that the sources have written
 * @param repeatedRecords those that say what the record of their key before them has said
 * @param outcomes results by their outcome
 * @param withoutResult records that have none
 * @param calls of the CRM, by the fault that the CRM made up for them; {@code none} for most
 * @param writes that the CRM has accepted
 * @param repeatedWrites those of a version that it had
 * @param backwards those of an older version than it had
 */
record ChaosReport(
        int records,
        int repeatedRecords,
        Map<String, Integer> outcomes,
        Set<String> withoutResult,
        Map<String, Integer> calls,
        int writes,
        int repeatedWrites,
        List<String> backwards) {

    static ChaosReport of(ChaosCluster chaos, SimulatedObjects objects) {
        Set<String> withoutResult = new HashSet<>();
        Map<String, JsonNode> newest = new TreeMap<>();
        int records = 0;
        int repeated = 0;
        for (String topic : ChaosCluster.TOPICS) {
            for (Message message : chaos.topic(topic).messages()) {
                records++;
                repeated += message.value().equals(newest.put(message.key().toString(), message.value())) ? 1 : 0;
                withoutResult.add(topic + " " + message.partition() + " " + message.offset());
            }
        }
        Map<String, Integer> outcomes = new TreeMap<>();
        for (Message result : chaos.topic(ChaosCluster.RESULTS).messages()) {
            JsonNode value = result.value();
            outcomes.merge(value.path("outcome").asText(), 1, Integer::sum);
            withoutResult.remove(
                    value.path("topic").asText() + " " + value.path("partition").asInt() + " "
                            + value.path("offset").asLong());
        }
        SimulatedObjects.Writes writes = objects.writes();
        return new ChaosReport(
                records,
                repeated,
                outcomes,
                withoutResult,
                calls(chaos.simulator()),
                writes.count(),
                writes.repeated(),
                writes.backwards());
    }

    private static Map<String, Integer> calls(JsonHttp simulator) {
        Map<String, Integer> calls = new TreeMap<>();
        for (JsonNode call :
                simulator.send("GET", "/_/calls?limit=1000000", null).orThrow().path("calls")) {
            calls.merge(call.path("fault").asText("none"), 1, Integer::sum);
        }
        return calls;
    }

    /** Lines for people. */
    List<String> lines() {
        return List.of(
                records + " records of the sources, " + repeatedRecords + " of them repeated",
                "results: " + outcomes + ", records without: " + withoutResult.size(),
                "calls of the CRM by fault: " + calls,
                writes + " writes in the CRM, " + repeatedWrites + " of them repeated, " + backwards.size()
                        + " of an older version");
    }
}
