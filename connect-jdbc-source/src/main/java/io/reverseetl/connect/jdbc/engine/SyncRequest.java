// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import java.util.Map;
import java.util.Set;

/**
 * A user's question whether everything has been read that was committed when the connector was resumed, as an offset:
 * {@code {"id": "2026-11-23"}}, and once it has, {@code {"id": "2026-11-23", "done": true}}.
 *
 * @param id tells this question from others
 * @param done whether it has been answered
 */
public record SyncRequest(String id, boolean done) {

    private static final String ID = "id";
    private static final String DONE = "done";

    /**
     * Reads a question, answered or not.
     *
     * @throws IllegalArgumentException if it is not one; the message says why
     */
    public static SyncRequest in(Map<String, ?> offset) {
        if (!Set.of(ID, DONE).containsAll(offset.keySet()) || !(offset.get(ID) instanceof String id) || id.isBlank()) {
            throw new IllegalArgumentException(
                    "give \"id\", a text that tells this request from earlier ones, and no more");
        }
        return new SyncRequest(id, Boolean.TRUE.equals(offset.get(DONE)));
    }

    /** The answer. */
    Map<String, Object> answered() {
        return Map.of(ID, id, DONE, true);
    }
}
