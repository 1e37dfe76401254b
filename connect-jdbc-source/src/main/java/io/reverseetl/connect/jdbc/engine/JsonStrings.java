// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.util.ArrayList;
import java.util.List;

/** A JSON array of texts: a position's key, and a task's tables. */
public final class JsonStrings {

    private static final ObjectWriter WRITER = new ObjectMapper().writer();
    private static final ObjectReader READER =
            new ObjectMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonStrings() {}

    public static String write(List<String> texts) {
        try {
            return WRITER.writeValueAsString(texts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts always have a form in JSON", e);
        }
    }

    /**
     * Reads an array.
     *
     * @throws IllegalArgumentException if the text is anything else; its message does not quote the text
     */
    public static List<String> read(String json) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : array(json)) {
            if (!element.isTextual()) {
                throw malformed();
            }
            texts.add(element.textValue());
        }
        return List.copyOf(texts);
    }

    private static JsonNode array(String json) {
        try {
            JsonNode array = READER.readTree(json);
            if (array.isArray()) {
                return array;
            }
        } catch (JsonProcessingException e) {
            // Not passed on: its message may quote a key.
        }
        throw malformed();
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException("not a JSON array of texts, such as [\"42\"]");
    }
}
