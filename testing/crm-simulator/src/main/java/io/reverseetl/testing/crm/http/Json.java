// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** JSON in and out. */
public final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /**
     * Reads a body.
     *
     * @throws JsonProcessingException if it is not JSON
     */
    public static JsonNode read(byte[] body) throws JsonProcessingException {
        try {
            return MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("An array in memory cannot fail to be read", e);
        }
    }

    /** The members of an object as text, in their order: a null is empty, what is not a plain value is JSON. */
    public static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties()
                .forEach(member -> texts.put(
                        member.getKey(),
                        member.getValue().isNull()
                                ? ""
                                : member.getValue().asText(member.getValue().toString())));
        return texts;
    }

    /** Writes a record, map, list or tree. */
    public static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The simulator cannot write " + value.getClass() + " as JSON", e);
        }
    }
}
