// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.record;

import java.util.Optional;

/**
 * Where a record's external id comes from.
 *
 * @param field nothing for the whole key, which then is one value or has one field
 */
public record IdSource(Part part, Optional<String> field) {

    /** The part of the record that is looked at. */
    public enum Part {
        KEY,
        VALUE
    }

    /** Parses {@code key}, {@code key.<field>} or {@code value.<field>}; nothing if it is none of them. */
    public static Optional<IdSource> parse(String text) {
        if (text.equals("key")) {
            return Optional.of(new IdSource(Part.KEY, Optional.empty()));
        }
        return after("key.", text)
                .map(field -> new IdSource(Part.KEY, Optional.of(field)))
                .or(() -> after("value.", text).map(field -> new IdSource(Part.VALUE, Optional.of(field))));
    }

    private static Optional<String> after(String prefix, String text) {
        return text.startsWith(prefix) && text.length() > prefix.length()
                ? Optional.of(text.substring(prefix.length()))
                : Optional.empty();
    }
}
