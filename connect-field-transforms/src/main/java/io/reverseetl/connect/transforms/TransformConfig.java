// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

import io.reverseetl.connect.support.Problems;
import io.reverseetl.connect.support.UnknownKeys;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** What the configs of all transforms and predicates have in common. */
final class TransformConfig {

    /** Keys that Connect itself reads under a transform's prefix, some of which it passes on. */
    private static final List<String> FRAMEWORK_KEYS = List.of("type", "predicate", "negate", "plugin.version");

    private TransformConfig() {}

    /** A misspelt key would silently not hold. Connect does not look for it. */
    static void refuseUnknownKeys(Map<String, ?> config, ConfigDef known) {
        Map<String, String> own = config.entrySet().stream()
                .filter(entry -> !FRAMEWORK_KEYS.contains(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> String.valueOf(entry.getValue())));
        Problems problems = new Problems();
        UnknownKeys.describe(own, known.names(), List.of()).forEach(problems::add);
        problems.throwIfAny();
    }

    /**
     * Shows errors in a text, or in those of a list, to {@code validate}, before anything runs.
     *
     * @param parse reads a text as the transform will, and throws {@link IllegalArgumentException} if it cannot
     * @param form what documentation says of it
     */
    static ConfigDef.Validator readable(Consumer<String> parse, String form) {
        return new ReadableText(parse, form);
    }

    private record ReadableText(Consumer<String> parse, String form) implements ConfigDef.Validator {

        @Override
        public void ensureValid(String name, Object value) {
            // Kafka asks even where the key is missing, and says so itself.
            if (value instanceof String text) {
                read(name, text);
            } else if (value instanceof List<?> list) {
                if (list.isEmpty()) {
                    throw new ConfigException(name + ": write " + form);
                }
                list.forEach(each -> read(name, String.valueOf(each)));
            }
        }

        private void read(String name, String text) {
            try {
                parse.accept(text);
            } catch (IllegalArgumentException e) {
                ConfigException refused = new ConfigException(name + ": " + e.getMessage());
                refused.initCause(e);
                throw refused;
            }
        }

        @Override
        public String toString() {
            return form;
        }
    }
}
