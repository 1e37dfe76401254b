// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.hubspot;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.testing.crm.http.Exchange;
import io.reverseetl.testing.crm.http.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads request bodies as HubSpot's JSON binding does: unknown fields are ignored, numbers and booleans pass as text,
 * and a field of the wrong kind or a required one that is missing refuses the request.
 */
final class RequestBody {

    private static final int MOST_INPUTS = 100;

    private final JsonNode json;

    private RequestBody(JsonNode json) {
        this.json = json;
    }

    static RequestBody of(Exchange exchange) {
        try {
            JsonNode json = Json.read(exchange.body());
            if (!json.isObject()) {
                throw malformed("Cannot construct instance from " + json.getNodeType());
            }
            return new RequestBody(json);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            // The parser's own message may quote the body.
            throw Refusal.invalid(
                    "Invalid input JSON on line " + at.getLineNr() + ", column " + at.getColumnNr() + ": not JSON");
        }
    }

    /**
     * The batch's inputs, each read by {@code read}. A body without inputs is an empty batch, which HubSpot answers
     * with success.
     */
    <T> List<T> inputs(Exchange exchange, Function<RequestBody, T> read) {
        List<T> inputs = new ArrayList<>();
        JsonNode elements = json.path("inputs");
        if (!elements.isMissingNode() && !elements.isNull() && !elements.isArray()) {
            throw malformed("Cannot deserialize value of type `java.util.ArrayList` (field: inputs)");
        }
        for (JsonNode input : elements) {
            inputs.add(read.apply(new RequestBody(input)));
        }
        exchange.noteInputs(inputs.size());
        if (inputs.size() > MOST_INPUTS) {
            throw Refusal.invalid("The maximum number of inputs supported in a batch request is " + MOST_INPUTS
                    + ", this one has " + inputs.size());
        }
        return Collections.unmodifiableList(inputs);
    }

    String required(String field) {
        return optional(field).orElseThrow(() -> malformed("Some required fields were not set: [" + field + "]"));
    }

    Optional<String> optional(String field) {
        JsonNode value = json.path(field);
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(text(field, value));
    }

    /** A required object. */
    RequestBody object(String field) {
        if (!json.path(field).isObject()) {
            throw malformed("Some required fields were not set: [" + field + "]");
        }
        return new RequestBody(json.path(field));
    }

    boolean flag(String field) {
        return json.path(field).asBoolean(false);
    }

    List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        json.path(field).forEach(value -> texts.add(text(field, value)));
        return texts;
    }

    List<RequestBody> objects(String field) {
        List<RequestBody> objects = new ArrayList<>();
        json.path(field).forEach(value -> objects.add(new RequestBody(value)));
        return objects;
    }

    /** A required object of texts. The document knows no null as a value, so one is refused rather than guessed at. */
    Map<String, String> requiredMap(String field) {
        JsonNode object = json.path(field);
        if (!object.isObject()) {
            throw malformed("Some required fields were not set: [" + field + "]");
        }
        Map<String, String> values = new LinkedHashMap<>();
        object.properties().forEach(entry -> values.put(entry.getKey(), text(entry.getKey(), entry.getValue())));
        return values;
    }

    private static String text(String field, JsonNode value) {
        if (!value.isValueNode() || value.isNull()) {
            throw malformed("Cannot deserialize value of type `java.lang.String` from " + value.getNodeType()
                    + " (field: " + field + ")");
        }
        return value.asText();
    }

    /** HubSpot says where in the body; a tree does not know, so this one always says at its beginning. */
    private static Refusal malformed(String problem) {
        return Refusal.invalid("Invalid input JSON on line 1, column 1: " + problem);
    }
}
