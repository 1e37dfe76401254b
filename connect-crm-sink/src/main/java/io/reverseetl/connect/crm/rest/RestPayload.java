// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.NullPolicy;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.crm.spi.Payload;
import io.reverseetl.connect.crm.spi.Preparation;
import io.reverseetl.connect.crm.spi.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A record's fields as JSON, or that its object goes.
 *
 * @param fields never changed after this has been made; without any if the object goes
 */
record RestPayload(Operation operation, ObjectNode fields, int bytes) implements Payload {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private RestPayload(Operation operation, ObjectNode fields) {
        this(operation, fields, fields.toString().getBytes(StandardCharsets.UTF_8).length);
    }

    static Preparation prepare(Map<String, @Nullable Object> fields, AdapterSettings settings) {
        ObjectNode object = NODES.objectNode();
        List<String> unfit = new ArrayList<>();
        fields.forEach((name, value) -> {
            if (value != null || settings.nullPolicy(name) == NullPolicy.CLEAR) {
                Optional<JsonNode> json = JsonValue.of(value);
                json.ifPresentOrElse(found -> object.set(name, found), () -> unfit.add(name));
            }
        });
        return unfit.isEmpty()
                ? new Preparation.Ready(new RestPayload(settings.write(), object))
                : new Preparation.Unfit(
                        Reason.record(
                                OwnCode.VALUE_UNSUPPORTED.name(),
                                unfit,
                                "JSON has no bytes, and no numbers that are infinite or none: change the field by a transform"));
    }

    static RestPayload removal(Operation operation) {
        return new RestPayload(operation, NODES.objectNode());
    }

    @Override
    public boolean replaces(Payload older) {
        return operation.removes() || (operation == older.operation() && namesAllOf((RestPayload) older));
    }

    private boolean namesAllOf(RestPayload older) {
        return older.fields.properties().stream().allMatch(field -> fields.has(field.getKey()));
    }

    @Override
    public Payload over(Payload older) {
        ObjectNode merged = NODES.objectNode();
        merged.setAll(((RestPayload) older).fields);
        merged.setAll(fields);
        return new RestPayload(operation, merged);
    }

    /** As JSON, objects in the order of their names: no other fields yield the same. */
    @Override
    public byte[] content() {
        return sorted(fields).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode sorted(JsonNode node) {
        if (node.isObject()) {
            Map<String, JsonNode> members = new TreeMap<>();
            node.properties().forEach(member -> members.put(member.getKey(), sorted(member.getValue())));
            return NODES.objectNode().setAll(members);
        }
        if (node.isArray()) {
            ArrayNode array = NODES.arrayNode(node.size());
            node.forEach(element -> array.add(sorted(element)));
            return array;
        }
        return node;
    }

    /** Without the values, which are personal data. */
    @Override
    public String toString() {
        return "RestPayload[" + operation + "]";
    }
}
