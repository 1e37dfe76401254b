// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rows that a user asks to be read once more, by an offset such as {@code {"id": "2026-11-23", "from": "{\"id\":\"1\"}",
 * "to": "{\"id\":\"99\"}"}}.
 *
 * @param id tells this request from others
 * @param from the first key; without it there is no lower bound
 * @param to the last key; without it there is no upper bound
 */
public record SnapshotRequest(String id, Optional<Map<String, String>> from, Optional<Map<String, String>> to) {

    private static final String ID = "id";
    private static final String FROM = "from";
    private static final String TO = "to";

    /**
     * Reads a request, of whatever progress.
     *
     * @throws IllegalArgumentException if it is not one; the message says why
     */
    public static SnapshotRequest in(Map<String, ?> offset) {
        List<String> asked = List.of(ID, FROM, TO);
        offset.keySet().stream()
                .filter(field -> !asked.contains(field) && !RangeProgress.FIELDS.contains(field))
                .findFirst()
                .ifPresent(field -> {
                    throw new IllegalArgumentException(
                            "\"" + field + "\" is not a field of a request; give id, from and to");
                });
        if (!(offset.get(ID) instanceof String id) || id.isBlank()) {
            throw new IllegalArgumentException("\"id\" must be text that tells this request from earlier ones");
        }
        return new SnapshotRequest(id, key(FROM, offset), key(TO, offset));
    }

    private static Optional<Map<String, String>> key(String field, Map<String, ?> offset) {
        @Nullable Object given = offset.get(field);
        if (given == null) {
            return Optional.empty();
        }
        try {
            if (given instanceof String json) {
                return Optional.of(JsonTexts.readObject(json));
            }
        } catch (IllegalArgumentException e) {
            // Said below, in the words of a request.
        }
        throw new IllegalArgumentException("\"" + field
                + "\" must be text that holds a JSON object of texts by key column, such as {\"id\":\"42\"}");
    }

    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(ID, id);
        from.ifPresent(key -> fields.put(FROM, JsonTexts.write(key)));
        to.ifPresent(key -> fields.put(TO, JsonTexts.write(key)));
        return fields;
    }
}
