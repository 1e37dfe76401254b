// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.connect.crm.spi.KnownFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Finds out which fields the records will have: if the last transform is our own {@code MapFields$Value}, its mapping names
 * them. So the CRM can be asked about its properties before anything runs.
 */
final class MappedFields {

    private static final String MAP_FIELDS = "io.reverseetl.connect.transforms.MapFields$Value";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]+");

    private MappedFields() {}

    static KnownFields of(Map<String, String> config) {
        String transforms = config.getOrDefault("transforms", "");
        String last = "transforms."
                + transforms.substring(transforms.lastIndexOf(',') + 1).strip();
        boolean conditional = config.containsKey(last + ".predicate");
        if (conditional || !MAP_FIELDS.equals(config.get(last + ".type"))) {
            return KnownFields.NONE;
        }
        List<String> names = new ArrayList<>();
        for (String entry : entries(config.getOrDefault(last + ".mapping", ""))) {
            String target = entry.split("[=|]", 2)[0].strip();
            // What is no plain name is for the transform's own check.
            if (NAME.matcher(target).matches()) {
                names.add(target);
            }
        }
        return new KnownFields(last + ".mapping", names);
    }

    /** Entries end at a semicolon or a line break, unless it is within quotes. */
    private static List<String> entries(String mapping) {
        List<String> entries = new ArrayList<>();
        StringBuilder entry = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < mapping.length(); i++) {
            char c = mapping.charAt(i);
            quoted ^= c == '\'';
            if (!quoted && (c == ';' || c == '\n')) {
                entries.add(entry.toString());
                entry.setLength(0);
            } else {
                entry.append(c);
            }
        }
        entries.add(entry.toString());
        return entries;
    }
}
