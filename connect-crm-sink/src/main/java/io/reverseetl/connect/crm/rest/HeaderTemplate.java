// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A header of each call, with placeholders in its value. */
record HeaderTemplate(String name, String text) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");

    boolean isPossible() {
        return NAME.matcher(name).matches() && VALUE.matcher(text).matches();
    }

    boolean has(Placeholder placeholder) {
        return text.contains(placeholder.toString());
    }

    /** The header's value; nothing if something that belongs into it has none. */
    Optional<String> value(Map<Placeholder, JsonNode> values) {
        return Placeholder.hasAll(text, values)
                ? Optional.of(Placeholder.fill(text, values, value -> value))
                : Optional.empty();
    }

    /** Whether a request can carry it: a header has no line breaks, and no letters beyond ASCII. */
    boolean fits(Map<Placeholder, JsonNode> values) {
        return value(values).map(value -> VALUE.matcher(value).matches()).orElse(true);
    }
}
