// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.keys;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.connect.jdbc.engine.SourcePartition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A key as a record's key: {@code {"v":1,"table":"public.customers","key":{"id":"42"}}}, in UTF-8, or with {@code "query"}
 * in place of the table. The record's value is {@code 1}, or nothing if the key was struck out. Frozen: a record is
 * replaced, and compacted, only by one whose key is the same to the byte.
 */
final class KeyFormat {

    /** A record without a value is one that was struck out. */
    static final byte[] KEPT = {'1'};

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int VERSION = 1;

    private final SourcePartition owner;

    /** @param owner whose keys they are: the records of others in the same topic are passed over */
    KeyFormat(SourcePartition owner) {
        this.owner = owner;
    }

    byte[] write(Map<String, String> key) {
        ObjectNode tree = JSON.createObjectNode().put("v", VERSION).put(owner.kind(), owner.name());
        ObjectNode columns = tree.putObject("key");
        key.forEach(columns::put);
        try {
            return JSON.writeValueAsString(tree).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts always have a form in JSON", e);
        }
    }

    /**
     * Reads a key; empty if it is somebody else's.
     *
     * @throws IllegalArgumentException if it is not one; the message quotes nothing of it
     */
    Optional<Map<String, String>> read(byte[] bytes) {
        JsonNode tree = tree(bytes);
        if (tree.path("v").asInt() != VERSION || !tree.path("key").isObject()) {
            throw new IllegalArgumentException("it is not a key of version " + VERSION);
        }
        if (!tree.path(owner.kind()).asText().equals(owner.name())) {
            return Optional.empty();
        }
        Map<String, String> key = new LinkedHashMap<>();
        tree.get("key")
                .properties()
                .forEach(column -> key.put(column.getKey(), column.getValue().asText()));
        return Optional.of(key);
    }

    private static JsonNode tree(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            // Not passed on: its message may quote a key.
            throw new IllegalArgumentException("it is no JSON");
        }
    }
}
