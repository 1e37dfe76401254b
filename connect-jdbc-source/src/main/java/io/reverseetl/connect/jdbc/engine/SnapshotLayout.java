// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.PageRequest.LowerKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a table's first read is cut into ranges of its key. Every offset of a range holds all of it, so that any one of them
 * is enough to go on, and none is taken for the progress of another layout.
 *
 * @param id when it was made, in milliseconds since 1970: of two layouts of one table the later one counts
 * @param before the first read takes rows stamped earlier than this or not at all, and increments begin here
 * @param cuts the last key of each range but the last
 * @param estimatedRows rows of the whole table
 */
public record SnapshotLayout(long id, String before, List<Map<String, String>> cuts, long estimatedRows) {

    private static final String ID = "snapshot";
    private static final String BEFORE = "before";
    private static final String CUTS = "cuts";
    private static final String ROWS = "estimate";

    public int ranges() {
        return cuts.size() + 1;
    }

    /** Where a range, counted from 1, begins. */
    Optional<LowerKey> from(int range) {
        return range == 1 ? Optional.empty() : Optional.of(new LowerKey(cuts.get(range - 2), false));
    }

    /** The last key of a range. */
    Optional<Map<String, String>> through(int range) {
        return range == ranges() ? Optional.empty() : Optional.of(cuts.get(range - 1));
    }

    /** As fields of an offset. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(ID, id);
        fields.put(BEFORE, before);
        fields.put(CUTS, JsonTexts.writeObjects(cuts));
        fields.put(ROWS, estimatedRows);
        return fields;
    }

    /**
     * The layout that an offset belongs to.
     *
     * @throws IllegalArgumentException if the offset has none
     */
    public static SnapshotLayout in(Map<String, ?> offset) {
        if (offset.get(ID) instanceof Number id
                && offset.get(BEFORE) instanceof String before
                && offset.get(CUTS) instanceof String cuts
                && offset.get(ROWS) instanceof Number rows) {
            return new SnapshotLayout(id.longValue(), before, JsonTexts.readObjects(cuts), rows.longValue());
        }
        throw new IllegalArgumentException("it is not one of a range of keys");
    }

    /** One line of text, for {@link #parse}. */
    public String text() {
        Map<String, String> texts = new LinkedHashMap<>();
        fields().forEach((name, value) -> texts.put(name, value.toString()));
        return JsonTexts.write(texts);
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static SnapshotLayout parse(String text) {
        Map<String, Object> fields = new LinkedHashMap<>(JsonTexts.readObject(text));
        for (String number : List.of(ID, ROWS)) {
            fields.computeIfPresent(number, (name, value) -> Long.valueOf((String) value));
        }
        return in(fields);
    }
}
