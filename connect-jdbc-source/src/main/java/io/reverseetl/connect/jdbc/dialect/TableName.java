// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.dialect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table's name within its database. Its text form, {@code schema.table}, identifies the table in offsets and is
 * frozen: a part with a dot, a quote, a hash or an upper-case letter is quoted as in SQL.
 */
public record TableName(String schema, String name) implements Relation, Comparable<TableName> {

    private static final Pattern PART = Pattern.compile("\"((?:[^\"]|\"\")+)\"|([^\".#]+)");
    private static final Pattern NEEDS_QUOTES = Pattern.compile("[.#\"\\p{Lu}]");

    @Override
    public String label() {
        return "table " + this;
    }

    @Override
    public String toString() {
        return quoteIfNeeded(schema) + "." + quoteIfNeeded(name);
    }

    /** Reads the text form back; empty if it is not one. */
    public static Optional<TableName> parse(String text) {
        Matcher part = PART.matcher(text);
        List<String> parts = new ArrayList<>();
        int at = 0;
        while (part.region(at, text.length()).lookingAt()) {
            parts.add(part.group(1) == null ? part.group(2) : part.group(1).replace("\"\"", "\""));
            if (part.end() == text.length()) {
                return parts.size() == 2 ? Optional.of(new TableName(parts.get(0), parts.get(1))) : Optional.empty();
            }
            if (text.charAt(part.end()) != '.') {
                return Optional.empty();
            }
            at = part.end() + 1;
        }
        return Optional.empty();
    }

    private static String quoteIfNeeded(String part) {
        return NEEDS_QUOTES.matcher(part).find() ? '"' + part.replace("\"", "\"\"") + '"' : part;
    }

    @Override
    public int compareTo(TableName other) {
        return Comparator.comparing(TableName::schema)
                .thenComparing(TableName::name)
                .compare(this, other);
    }
}
