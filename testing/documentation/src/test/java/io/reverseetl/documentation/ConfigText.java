// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.documentation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** JSON of a page as a connector's config: the body of a request, the object in it, or lines out of that object. */
final class ConfigText {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ConfigText() {}

    /** The keys and values, with the connector's name if it has one; nothing if the text is something else. */
    static Optional<Map<String, String>> read(String text) {
        String object = text.startsWith("\"") ? "{" + text.replaceFirst(",\\s*$", "") + "}" : text;
        try {
            JsonNode json = JSON.readTree(object);
            JsonNode config = json.path("config").isObject() ? json.path("config") : json;
            boolean flat = config.isObject()
                    && !config.isEmpty()
                    && config.propertyStream()
                            .allMatch(entry -> entry.getValue().isTextual());
            return flat ? Optional.of(strings(config)) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Map<String, String> strings(JsonNode config) {
        Map<String, String> strings = new TreeMap<>();
        config.properties()
                .forEach(entry -> strings.put(entry.getKey(), entry.getValue().asText()));
        return strings;
    }
}
