// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The results topic's records, as JSON. The key is the record's own; the value is
 *
 * <pre>
 *   {"v":1,"topic":"warehouse.customers","partition":3,"offset":42,"key":{"customer_id":7},"outcome":"written",
 *    "crm.id":"301","created":true,"attempts":1,"latency.ms":210,"record.timestamp":1795415640123,
 *    "at":"2026-11-23T04:34:01.456Z"}
 * </pre>
 *
 * <p>with {@code reason} if it was rejected.
 */
final class ResultFormat {

    private static final int VERSION = 1;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ObjectMapper json = new ObjectMapper();

    byte @Nullable [] key(Result result) {
        return result.key() == null ? null : bytes(node(result.key()));
    }

    byte[] value(Result result) {
        ObjectNode value = NODES.objectNode()
                .put("v", VERSION)
                .put("topic", result.partition().topic())
                .put("partition", result.partition().partition())
                .put("offset", result.offset());
        value.set("key", node(result.key()));
        value.put("outcome", result.outcome());
        if (!result.crmId().isEmpty()) {
            value.put("crm.id", result.crmId());
        }
        result.created().ifPresent(created -> value.put("created", created));
        if (!result.reason().isEmpty()) {
            value.put("reason", result.reason());
        }
        return bytes(value.put("attempts", result.attempts())
                .put("latency.ms", result.latency().toMillis())
                .put("record.timestamp", result.takenAt())
                .put("at", result.at().toString()));
    }

    private static JsonNode node(@Nullable Object value) {
        if (value == null) {
            return NODES.nullNode();
        }
        if (value instanceof Map<?, ?> fields) {
            ObjectNode object = NODES.objectNode();
            fields.forEach((name, field) -> object.set(String.valueOf(name), node(field)));
            return object;
        }
        if (value instanceof Boolean flag) {
            return NODES.booleanNode(flag);
        }
        if (value instanceof BigDecimal number) {
            return NODES.numberNode(number);
        }
        if (value instanceof BigInteger number) {
            return NODES.numberNode(number);
        }
        if (value instanceof Double || value instanceof Float) {
            return NODES.numberNode(((Number) value).doubleValue());
        }
        return value instanceof Number number ? NODES.numberNode(number.longValue()) : NODES.textNode(value.toString());
    }

    private byte[] bytes(JsonNode node) {
        try {
            return json.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can always be written", e);
        }
    }
}
