// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON that holds nothing but texts: an object of them is a position's key, an array a task's tables or keys. */
public final class JsonTexts {

    private static final ObjectWriter WRITER = new ObjectMapper().writer();
    private static final ObjectReader READER = new ObjectMapper()
            .reader()
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private JsonTexts() {}

    public static String write(List<String> texts) {
        return written(texts);
    }

    /** Writes an object, its fields in the map's order. */
    public static String write(Map<String, String> texts) {
        return written(texts);
    }

    /**
     * Reads an array.
     *
     * @throws IllegalArgumentException if the text is anything else; its message does not quote the text
     */
    public static List<String> readArray(String json) {
        JsonNode array = tree(json);
        if (!array.isArray()) {
            throw malformed();
        }
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(text(element)));
        return List.copyOf(texts);
    }

    /**
     * Reads an object, its fields in the order in which they are written.
     *
     * @throws IllegalArgumentException if the text is anything else; its message does not quote the text
     */
    public static Map<String, String> readObject(String json) {
        return object(tree(json));
    }

    private static Map<String, String> object(JsonNode object) {
        if (!object.isObject()) {
            throw malformed();
        }
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties().forEach(field -> texts.put(field.getKey(), text(field.getValue())));
        return texts;
    }

    /** Writes an array of objects, the fields of each in its map's order. */
    public static String writeObjects(List<Map<String, String>> objects) {
        return written(objects);
    }

    /**
     * Reads an array of objects.
     *
     * @throws IllegalArgumentException if the text is anything else; its message does not quote the text
     */
    public static List<Map<String, String>> readObjects(String json) {
        JsonNode array = tree(json);
        if (!array.isArray()) {
            throw malformed();
        }
        List<Map<String, String>> objects = new ArrayList<>();
        array.forEach(element -> objects.add(object(element)));
        return List.copyOf(objects);
    }

    private static String written(Object texts) {
        try {
            return WRITER.writeValueAsString(texts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts always have a form in JSON", e);
        }
    }

    private static JsonNode tree(String json) {
        try {
            return READER.readTree(json);
        } catch (JsonProcessingException e) {
            // Not passed on: its message may quote a key.
            throw malformed();
        }
    }

    private static String text(JsonNode value) {
        if (!value.isTextual()) {
            throw malformed();
        }
        return value.textValue();
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException("JSON of another form than {\"id\":\"42\"} or [\"a\",\"b\"]");
    }
}
