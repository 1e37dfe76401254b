// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reverseetl.testing.crm.CrmSimulator;
import io.reverseetl.testing.crm.SimulatorSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The CRM simulator, and what a test asks it. */
final class Simulator implements AutoCloseable {

    private final CrmSimulator crm;
    private final String token;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    Simulator(SimulatorSettings settings) {
        crm = CrmSimulator.start(settings);
        token = settings.token().orElse("");
    }

    String url() {
        return crm.baseUrl();
    }

    /** Every live contact's properties, by email. */
    Map<String, Map<String, String>> contacts() {
        return objects("contacts", "email");
    }

    /** Every live object's properties, by one of them. */
    Map<String, Map<String, String>> objects(String type, String id) {
        Map<String, Map<String, String>> objects = new HashMap<>();
        for (JsonNode object : objects(type)) {
            Map<String, String> properties = new HashMap<>();
            object.path("properties")
                    .properties()
                    .forEach(entry ->
                            properties.put(entry.getKey(), entry.getValue().asText()));
            objects.put(properties.get(id), properties);
        }
        return objects;
    }

    /** All live objects of a type. */
    List<JsonNode> objects(String type) {
        List<JsonNode> objects = new ArrayList<>();
        get("/_/objects?type=" + type).path("objects").forEach(objects::add);
        return objects;
    }

    /** Creates a text property with unique values. */
    void createProperty(String type, String name) {
        createProperty(type, name, "string", true);
    }

    /** Creates a property of some type, in HubSpot's terms. */
    void createProperty(String type, String name, String propertyType) {
        createProperty(type, name, propertyType, false);
    }

    private void createProperty(String type, String name, String propertyType, boolean unique) {
        post("/crm/v3/properties/" + type, """
                {"name":"%s","label":"%s","type":"%s","fieldType":"text","groupName":"g","hasUniqueValue":%s}
                """.formatted(name, name, propertyType, unique));
    }

    /** Somebody else creates an object, if there is none; returns HubSpot's own id of it. */
    String upsert(String type, String idProperty, String id) {
        return post("/crm/v3/objects/" + type + "/batch/upsert", """
                {"inputs":[{"id":"%s","idProperty":"%s","properties":{}}]}
                """.formatted(id, idProperty))
                .at("/results/0/id")
                .asText();
    }

    /** HubSpot's ids of the objects of another type that an object is associated with. */
    List<String> associated(String type, String id, String otherType) {
        List<String> ids = new ArrayList<>();
        post("/crm/v4/associations/" + type + "/" + otherType + "/batch/read", "{\"inputs\":[{\"id\":\"" + id + "\"}]}")
                .at("/results/0/to")
                .forEach(other -> ids.add(other.path("toObjectId").asText()));
        return ids;
    }

    private JsonNode post(String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(url() + path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** HubSpot's own id of the contact that has an email address. */
    String idOf(String email) {
        return objects("contacts").stream()
                .filter(contact ->
                        contact.path("properties").path("email").asText("").equals(email))
                .map(contact -> contact.path("id").asText())
                .findFirst()
                .orElseThrow();
    }

    /** Somebody else puts an object away. */
    void archive(String type, String id) {
        send(HttpRequest.newBuilder(URI.create(url() + "/crm/v3/objects/" + type + "/" + id))
                .DELETE()
                .build());
    }

    JsonNode stats() {
        return get("/_/stats");
    }

    /** The number of batch upserts so far, whatever came of them. */
    int upserts() {
        return calls("/batch/upsert").size();
    }

    /** The paths of all calls so far that have this part. */
    List<String> calls(String part) {
        List<String> paths = new ArrayList<>();
        get("/_/calls?limit=100000")
                .path("calls")
                .forEach(call -> paths.add(call.path("path").asText()));
        paths.removeIf(path -> !path.contains(part));
        return paths;
    }

    void faults(String script) {
        send(HttpRequest.newBuilder(URI.create(url() + "/_/faults"))
                .POST(HttpRequest.BodyPublishers.ofString(script))
                .build());
    }

    private JsonNode get(String path) {
        return send(HttpRequest.newBuilder(URI.create(url() + path)).build());
    }

    private JsonNode send(HttpRequest request) {
        try {
            String body = http.send(request, BodyHandlers.ofString()).body();
            return body.isEmpty() ? json.createObjectNode() : json.readTree(body);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        crm.close();
    }
}
