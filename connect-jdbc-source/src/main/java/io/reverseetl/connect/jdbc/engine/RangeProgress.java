// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How far a range of keys was read, as an offset has it beside the fields that say which range it is: {@code {"rows":
 * 12000, "key": "{\"id\":\"42\"}"}}, and at the end {@code {"rows": 12345, "done": true}}.
 *
 * @param rows rows read up to the page of this offset
 * @param key the key behind which reading goes on; empty at the beginning, and at the end
 */
public record RangeProgress(long rows, Optional<Map<String, String>> key, boolean done) {

    public static final RangeProgress NONE = new RangeProgress(0, Optional.empty(), false);

    private static final String ROWS = "rows";
    private static final String KEY = "key";
    private static final String DONE = "done";

    static final Set<String> FIELDS = Set.of(ROWS, KEY, DONE);

    /**
     * Reads the progress out of an offset.
     *
     * @throws IllegalArgumentException if its key is not one
     */
    public static RangeProgress in(Map<String, ?> offset) {
        long rows = offset.get(ROWS) instanceof Number counted ? counted.longValue() : 0;
        Optional<Map<String, String>> key =
                offset.get(KEY) instanceof String json ? Optional.of(JsonTexts.readObject(json)) : Optional.empty();
        return new RangeProgress(rows, key, Boolean.TRUE.equals(offset.get(DONE)));
    }

    static Map<String, Object> at(Map<String, Object> range, long rows, Map<String, String> key) {
        Map<String, Object> offset = new LinkedHashMap<>(range);
        offset.put(ROWS, rows);
        offset.put(KEY, JsonTexts.write(key));
        return offset;
    }

    static Map<String, Object> done(Map<String, Object> range, long rows) {
        Map<String, Object> offset = new LinkedHashMap<>(range);
        offset.put(ROWS, rows);
        offset.put(DONE, true);
        return offset;
    }
}
