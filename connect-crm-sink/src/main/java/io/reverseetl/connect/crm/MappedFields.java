// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.connect.crm.spi.KnownFields;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Finds out which fields the records of a topic will have: if the last transform that they go through is our own {@code
 * MapFields$Value}, its mapping names them. {@code ValidateFields$Value} may come after it, as it adds and drops none. So
 * the CRM can be asked about its properties before anything runs.
 */
final class MappedFields {

    private static final String MAP_FIELDS = "io.reverseetl.connect.transforms.MapFields$Value";
    private static final String VALIDATE_FIELDS = "io.reverseetl.connect.transforms.ValidateFields$Value";
    private static final String TOPIC_MATCHES = "org.apache.kafka.connect.transforms.predicates.TopicNameMatches";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.]+");

    private MappedFields() {}

    /**
     * The fields, as far as the config says.
     *
     * @param topic the one that records have after the transforms; nothing if they may have any
     */
    static KnownFields of(Map<String, String> config, Optional<String> topic) {
        List<String> lastFirst =
                new ArrayList<>(List.of(config.getOrDefault("transforms", "").split(",")));
        Collections.reverse(lastFirst);
        for (String name : lastFirst) {
            String transform = "transforms." + name.strip();
            String type = config.getOrDefault(transform + ".type", "");
            if (type.equals(VALIDATE_FIELDS)) {
                continue;
            }
            Optional<Boolean> concerned = isConcerned(config, transform, topic);
            if (!concerned.equals(Optional.of(false))) {
                return concerned.isPresent() && type.equals(MAP_FIELDS)
                        ? mapped(config, transform + ".mapping")
                        : KnownFields.NONE;
            }
        }
        return KnownFields.NONE;
    }

    /** Whether records of a topic go through a transform; nothing if that cannot be told. */
    private static Optional<Boolean> isConcerned(Map<String, String> config, String transform, Optional<String> topic) {
        String predicate = config.get(transform + ".predicate");
        if (predicate == null) {
            return Optional.of(true);
        }
        String name = "predicates." + predicate.strip();
        if (topic.isEmpty() || !TOPIC_MATCHES.equals(config.get(name + ".type"))) {
            return Optional.empty();
        }
        try {
            boolean matches = topic.get().matches(config.getOrDefault(name + ".pattern", ""));
            return Optional.of(matches != Boolean.parseBoolean(config.get(transform + ".negate")));
        } catch (PatternSyntaxException e) {
            // For the predicate's own check.
            return Optional.empty();
        }
    }

    private static KnownFields mapped(Map<String, String> config, String key) {
        List<String> names = new ArrayList<>();
        for (String entry : entries(config.getOrDefault(key, ""))) {
            String target = field(entry.split("[=|]", 2)[0].strip());
            // What is neither a plain name nor a path in quotes is for the transform's own check.
            if (NAME.matcher(target).matches() && !names.contains(target)) {
                names.add(target);
            }
        }
        return new KnownFields(key, names);
    }

    /** A dot in quotes is part of the name; another one leads into a struct that the target is a part of. */
    private static String field(String target) {
        return target.startsWith("\"") ? target.replaceAll("^\"(.*)\"$", "$1") : target.split("\\.", 2)[0].strip();
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
