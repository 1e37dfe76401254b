// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A JSON document with placeholders in its texts. A text that is nothing but a placeholder becomes the value itself,
 * whatever kind of JSON that is; it is a tree that is filled, so no value can break out of its place.
 */
record JsonTemplate(JsonNode tree, Set<Placeholder> placeholders) {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /**
     * Reads a template. One that is a single placeholder needs no quotes.
     *
     * @throws IllegalArgumentException if it is not JSON, or leaves open what is not in {@code allowed}
     */
    static JsonTemplate parse(String text, Set<Placeholder> allowed) {
        Set<Placeholder> placeholders = Placeholder.in(text, allowed);
        String stripped = text.strip();
        return new JsonTemplate(
                Placeholder.spelled(stripped).isPresent() ? TextNode.valueOf(stripped) : read(stripped), placeholders);
    }

    private static JsonNode read(String text) {
        JsonMapper json = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("This is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    boolean has(Placeholder placeholder) {
        return placeholders.contains(placeholder);
    }

    JsonNode fill(Map<Placeholder, JsonNode> values) {
        return fill(tree, values);
    }

    private static JsonNode fill(JsonNode node, Map<Placeholder, JsonNode> values) {
        if (node.isObject()) {
            ObjectNode filled = NODES.objectNode();
            node.properties()
                    .forEach(member -> filled.set(text(member.getKey(), values), fill(member.getValue(), values)));
            return filled;
        }
        if (node.isArray()) {
            ArrayNode filled = NODES.arrayNode(node.size());
            node.forEach(element -> filled.add(fill(element, values)));
            return filled;
        }
        if (!node.isTextual()) {
            return node;
        }
        return Placeholder.spelled(node.textValue())
                .map(values::get)
                .orElseGet(() -> TextNode.valueOf(text(node.textValue(), values)));
    }

    private static String text(String template, Map<Placeholder, JsonNode> values) {
        return Placeholder.fill(template, values, UnaryOperator.identity());
    }
}
