// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

import io.reverseetl.connect.support.Key;
import io.reverseetl.connect.support.Problems;
import io.reverseetl.connect.support.UnknownKeys;
import io.reverseetl.connect.transforms.mapping.Mapping;
import io.reverseetl.connect.transforms.mapping.MappingSyntaxException;
import io.reverseetl.connect.transforms.mapping.Unmapped;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;

/** The config of {@link MapFields}, parsed. */
record MapFieldsSettings(Mapping mapping) {

    static final Key<String> MAPPING = Key.text("mapping")
            .validated(new ValidMapping())
            .importance(Importance.HIGH)
            .width(Width.LONG)
            .doc("What the fields of the outgoing record are made of: entries `target = source | function`, separated"
                    + " by `;` or a line break. A source is a field (a path with dots reaches into nested structs and"
                    + " maps), a constant ('text', a number, true or false), or several of them joined with `+`."
                    + " Functions: " + Mapping.functions()
                    + ". An entry without `= source` takes the field of its own name.");

    static final Key<Unmapped> UNMAPPED = Key.choice(
                    "unmapped", Unmapped.class, choice -> choice.name().toLowerCase(Locale.ROOT))
            .defaultsTo("drop")
            .importance(Importance.MEDIUM)
            .doc("What becomes of a field that the mapping does not name as a source: `drop` leaves it out, `keep`"
                    + " appends it, unchanged, after the mapped ones.");

    static final ConfigDef CONFIG_DEF = Key.define(List.of(MAPPING, UNMAPPED));

    /** Keys that Connect itself reads under a transform's prefix, some of which it passes on. */
    private static final List<String> FRAMEWORK_KEYS = List.of("type", "predicate", "negate", "plugin.version");

    static MapFieldsSettings parse(Map<String, ?> config) {
        refuseUnknownKeys(config);
        Map<String, Object> values = CONFIG_DEF.parse(config);
        return new MapFieldsSettings(Mapping.parse(MAPPING.in(values), UNMAPPED.in(values)));
    }

    /** A misspelt {@code unmapped} would drop fields that the user wants to keep. Connect does not look for it. */
    private static void refuseUnknownKeys(Map<String, ?> config) {
        Map<String, String> own = config.entrySet().stream()
                .filter(entry -> !FRAMEWORK_KEYS.contains(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> String.valueOf(entry.getValue())));
        Problems problems = new Problems();
        UnknownKeys.describe(own, CONFIG_DEF.names(), List.of()).forEach(problems::add);
        problems.throwIfAny();
    }

    /** Shows errors in the mapping to {@code validate}, before anything runs. */
    private static final class ValidMapping implements ConfigDef.Validator {

        @Override
        public void ensureValid(String name, Object value) {
            if (value == null) {
                // Kafka asks even where the key is missing, and says so itself.
                return;
            }
            try {
                Mapping.parse((String) value, Unmapped.DROP);
            } catch (MappingSyntaxException e) {
                ConfigException refused = new ConfigException(name + ": " + e.getMessage());
                refused.initCause(e);
                throw refused;
            }
        }

        @Override
        public String toString() {
            return "entries `target = source | function`, separated by `;` or a line break";
        }
    }
}
