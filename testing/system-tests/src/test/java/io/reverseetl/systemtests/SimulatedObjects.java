// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.testing.cluster.JsonHttp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The objects of one type in a simulated CRM.
 *
 * @param id the property by which the test knows an object; those without it are not the test's
 * @param version the property that holds an object's version
 */
record SimulatedObjects(JsonHttp crm, String type, String id, String version) {

    /** The version that each object has. */
    Map<String, Integer> versions() {
        Map<String, Integer> versions = new TreeMap<>();
        for (JsonNode object :
                crm.send("GET", "/_/objects?type=" + type, null).orThrow().path("objects")) {
            JsonNode properties = object.path("properties");
            if (properties.has(id)) {
                versions.put(
                        properties.path(id).asText(), properties.path(version).asInt());
            }
        }
        return versions;
    }

    /**
     * What the CRM has accepted.
     *
     * @param count without what was archived
     * @param repeated of a version that the object had
     * @param backwards of an older version than the object had
     */
    record Writes(int count, int repeated, List<String> backwards) {}

    /** Objects that were given an older version after a newer one, at any time. */
    List<String> backwards() {
        return writes().backwards();
    }

    /** By the test's id: an object that was archived comes back under another id of the CRM. */
    Writes writes() {
        int count = 0;
        int repeated = 0;
        List<String> backwards = new ArrayList<>();
        Map<String, Integer> newest = new HashMap<>();
        for (JsonNode written :
                crm.send("GET", "/_/versions?limit=1000000", null).orThrow().path("versions")) {
            JsonNode properties = written.path("properties");
            if (properties.has(version)) {
                String object = properties.path(id).asText(written.path("id").asText());
                int now = properties.path(version).asInt();
                int before = newest.getOrDefault(object, now - 1);
                newest.put(object, now);
                if (!written.path("archived").asBoolean()) {
                    count++;
                    repeated += now == before ? 1 : 0;
                }
                if (before > now) {
                    backwards.add(object + ": " + before + ", then " + now + " at "
                            + written.path("acceptedAt").asText());
                }
            }
        }
        if (newest.isEmpty()) {
            throw new AssertionError("No object of type " + type + " has ever had the property " + version);
        }
        return new Writes(count, repeated, backwards);
    }

    /**
     * Creates the account of a simulated Salesforce that contacts refer to. Calls may go wrong from the beginning, so this one
     * is repeated.
     */
    static void createAccount(JsonHttp http) {
        String body = """
                {"allOrNone":false,"records":[
                  {"attributes":{"type":"Account"},"Account_Number__c":"A9","Name":"Acme"}]}
                """;
        await().ignoreExceptions()
                .until(() -> http.send(
                                "PATCH", "/services/data/v62.0/composite/sobjects/Account/Account_Number__c", body)
                        .orThrow()
                        .path(0)
                        .path("success")
                        .asBoolean());
    }
}
