// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.testing.cluster.Crm;
import io.reverseetl.testing.cluster.JsonHttp;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The contacts of the CRM, over HTTP. */
final class Contacts {

    private static final Map<String, String> TYPES = Map.of(
            "last_purchase_date", "date",
            "total_spent", "number",
            "newsletter_opt_in", "bool",
            "segments", "string",
            "warehouse_updated_at", "datetime");

    private final JsonHttp http;

    Contacts(Crm crm) {
        this.http = new JsonHttp(crm.url(), crm.token());
    }

    /** Creates the custom properties of the customers example, if another test has not. */
    void createProperties() {
        createProperty("customer_id", "string", true);
        TYPES.forEach((name, type) -> createProperty(name, type, false));
    }

    /** Creates a property, if it is not there. */
    void createProperty(String name, String type, boolean unique) {
        String fieldType = Map.of("date", "date", "datetime", "date", "number", "number", "bool", "booleancheckbox")
                .getOrDefault(type, "text");
        String body = """
            {"groupName":"contactinformation","name":"%s","label":"%s","type":"%s","fieldType":"%s","hasUniqueValue":%s}
            """.formatted(name, name, type, fieldType, unique);
        int status = http.send("POST", "/crm/v3/properties/contacts", body).status();
        if (status != 201 && status != 409) {
            throw new AssertionError("The CRM refused property " + name + " with status " + status);
        }
    }

    /** Properties of all contacts that have the identifying property, by it. */
    Map<String, JsonNode> by(String property) {
        Map<String, JsonNode> contacts = new TreeMap<>();
        for (JsonNode contact :
                http.send("GET", "/_/objects?type=contacts", null).orThrow().path("objects")) {
            JsonNode properties = contact.path("properties");
            if (properties.hasNonNull(property)) {
                contacts.put(properties.path(property).asText(), properties);
            }
        }
        return contacts;
    }

    /** How many requests to write contacts the CRM has had. */
    int upserts() {
        int upserts = 0;
        for (JsonNode call :
                http.send("GET", "/_/calls?limit=1000000", null).orThrow().path("calls")) {
            upserts += call.path("path").asText().endsWith("/batch/upsert") ? 1 : 0;
        }
        return upserts;
    }

    /** Properties of one contact, in the order of {@code names}; a missing one is empty. */
    static List<String> values(JsonNode properties, List<String> names) {
        return names.stream().map(name -> properties.path(name).asText("")).toList();
    }
}
