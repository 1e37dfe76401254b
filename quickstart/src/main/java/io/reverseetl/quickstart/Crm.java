// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.testing.cluster.JsonHttp;
import java.util.List;
import java.util.Map;

/** The CRM over HTTP: HubSpot's API as its user calls it, and what the simulator tells about itself. */
final class Crm {

    /** A custom property of contacts, as HubSpot's property settings have it. */
    record Property(String name, String label, String type, String fieldType, boolean unique) {}

    /** The contact properties that the customers example fills beside HubSpot's own. */
    static final List<Property> CUSTOM_PROPERTIES = List.of(
            new Property("customer_id", "Customer id", "string", "text", true),
            new Property("last_purchase_date", "Last purchase", "date", "date", false),
            new Property("total_spent", "Total spent", "number", "number", false),
            new Property("newsletter_opt_in", "Newsletter", "bool", "booleancheckbox", false),
            new Property("segments", "Segments", "string", "text", false),
            new Property("warehouse_updated_at", "Updated in the warehouse", "datetime", "date", false));

    private final JsonHttp http;

    Crm(String url, String token) {
        this.http = new JsonHttp(url, token);
    }

    /** Creates the custom properties that the example maps to, as an administrator of the CRM would. */
    void createProperties() {
        for (Property property : CUSTOM_PROPERTIES) {
            ObjectNode body = JsonNodeFactory.instance
                    .objectNode()
                    .put("groupName", "contactinformation")
                    .put("name", property.name())
                    .put("label", property.label())
                    .put("type", property.type())
                    .put("fieldType", property.fieldType())
                    .put("hasUniqueValue", property.unique());
            http.send("POST", "/crm/v3/properties/contacts", body.toString()).orThrow();
        }
    }

    /** Every contact: {@code [{"id":..,"properties":{..}}]}. */
    JsonNode contacts() {
        return http.send("GET", "/_/objects?type=contacts", null).orThrow().path("objects");
    }

    /**
     * What the CRM counts of itself.
     *
     * @param contacts how many it holds
     * @param calls how many calls of its API there were
     * @param upserts how many of these were batch upserts
     */
    record Counts(long contacts, long calls, long upserts) {}

    Counts counts() {
        JsonNode stats = http.send("GET", "/_/stats", null).orThrow();
        long upserts = 0;
        for (Map.Entry<String, JsonNode> endpoint :
                stats.path("callsByEndpointAndStatus").properties()) {
            if (endpoint.getKey().endsWith("/batch/upsert")) {
                for (JsonNode calls : endpoint.getValue()) {
                    upserts += calls.asLong();
                }
            }
        }
        return new Counts(
                stats.path("objects").path("contacts").asLong(),
                stats.path("calls").asLong(),
                upserts);
    }

    /** Accepted versions of objects in the order in which the CRM took them, after the one numbered so. */
    JsonNode versionsAfter(long sequence, int most) {
        return http.send("GET", "/_/versions?after=" + sequence + "&limit=" + most, null)
                .orThrow()
                .path("versions");
    }
}
