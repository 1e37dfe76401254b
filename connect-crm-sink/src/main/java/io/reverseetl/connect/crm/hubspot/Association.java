// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an object is associated with: the object of another type that has, in a unique property, the value of a field.
 *
 * @param field the record's field; it becomes no property
 * @param object the type of the other object
 * @param property the unique property by which the other object is found
 */
record Association(String field, String object, String property) {

    /** Types and properties become parts of URLs. */
    private static final Pattern ENTRY =
            Pattern.compile("(?<field>[^=]+?)\\s*=\\s*(?<object>[\\w\\-]+)\\.(?<property>\\w+)");

    /** Reads {@code field=type.property}; nothing if it is none. */
    static Optional<Association> parse(String entry) {
        Matcher parts = ENTRY.matcher(entry.strip());
        return parts.matches()
                ? Optional.of(new Association(parts.group("field"), parts.group("object"), parts.group("property")))
                : Optional.empty();
    }
}
