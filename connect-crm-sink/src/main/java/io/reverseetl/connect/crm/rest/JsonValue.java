// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns a record's value into JSON: dates, times and moments are ISO 8601 texts, nested structures are objects. */
final class JsonValue {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonValue() {}

    /** The value as JSON; nothing if there is no form for it, as for bytes and for numbers that are not finite. */
    static Optional<JsonNode> of(@Nullable Object value) {
        if (value == null) {
            return Optional.of(NODES.nullNode());
        }
        if (value instanceof Boolean flag) {
            return Optional.of(NODES.booleanNode(flag));
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof List<?> list) {
            return array(list);
        }
        if (value instanceof Map<?, ?> map) {
            return object(map);
        }
        boolean text = value instanceof CharSequence || value instanceof TemporalAccessor;
        return text ? Optional.of(TextNode.valueOf(value.toString())) : Optional.empty();
    }

    private static Optional<JsonNode> number(Number number) {
        if (number instanceof Double || number instanceof Float) {
            // By its text, or 0.1f would become 0.10000000149011612.
            return Double.isFinite(number.doubleValue())
                    ? Optional.of(NODES.numberNode(new BigDecimal(number.toString())))
                    : Optional.empty();
        }
        if (number instanceof BigDecimal decimal) {
            return Optional.of(NODES.numberNode(decimal));
        }
        return Optional.of(
                number instanceof BigInteger integer
                        ? NODES.numberNode(integer)
                        : NODES.numberNode(number.longValue()));
    }

    private static Optional<JsonNode> array(List<?> list) {
        ArrayNode array = NODES.arrayNode(list.size());
        list.forEach(element -> of(element).ifPresent(array::add));
        return array.size() == list.size() ? Optional.of(array) : Optional.empty();
    }

    private static Optional<JsonNode> object(Map<?, ?> map) {
        ObjectNode object = NODES.objectNode();
        map.forEach((name, value) -> of(value).ifPresent(node -> object.set(String.valueOf(name), node)));
        return object.size() == map.size() ? Optional.of(object) : Optional.empty();
    }
}
