// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.support;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds the keys of a config that nobody reads: a misspelt key would otherwise be a setting that silently does not
 * hold. Keys of the Connect framework are left to the framework, which checks them itself.
 */
public final class UnknownKeys {

    /** Exact names that Connect itself reads from a connector's config, up to 4.3. */
    private static final Set<String> FRAMEWORK_KEYS = Set.of(
            "name",
            "connector.class",
            "connector.plugin.version",
            "tasks.max",
            "tasks.max.enforce",
            "key.converter",
            "value.converter",
            "header.converter",
            "transforms",
            "predicates",
            "config.action.reload",
            "topics",
            "topics.regex",
            "task.class",
            "exactly.once.support",
            "transaction.boundary",
            "transaction.boundary.interval.ms",
            "offsets.storage.topic",
            "initial_state");

    private static final List<String> FRAMEWORK_PREFIXES = List.of(
            "key.converter.",
            "value.converter.",
            "header.converter.",
            "transforms.",
            "predicates.",
            "errors.",
            "topic.creation.",
            "producer.override.",
            "consumer.override.",
            "admin.override.",
            "config.providers");

    private UnknownKeys() {}

    /**
     * Describes each unknown key.
     *
     * @param given the names in a connector's config
     * @param known the names that the connector reads
     * @param knownPrefixes beginnings of names that the connector passes on, for example to a driver
     * @return a message for each unknown key, by its name
     */
    public static Map<String, String> describe(
            Collection<String> given, Collection<String> known, Collection<String> knownPrefixes) {
        Map<String, String> messages = new TreeMap<>();
        for (String key : given) {
            boolean passedOn = knownPrefixes.stream().anyMatch(key::startsWith);
            if (!known.contains(key) && !passedOn && !isFrameworkKey(key)) {
                String hint = nearest(key, known)
                        .map(near -> "Did you mean '" + near + "'?")
                        .orElse("Remove it, or see the config reference for the key that you need.");
                messages.put(key, "Unknown config key '" + key + "': nothing reads it. " + hint);
            }
        }
        return messages;
    }

    private static boolean isFrameworkKey(String key) {
        return FRAMEWORK_KEYS.contains(key) || FRAMEWORK_PREFIXES.stream().anyMatch(key::startsWith);
    }

    private static Optional<String> nearest(String key, Collection<String> known) {
        int farthest = Math.max(2, key.length() / 4);
        return known.stream()
                .filter(candidate -> distance(key, candidate) <= farthest)
                .min(Comparator.<String>comparingInt(candidate -> distance(key, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** The number of single-character edits between two names (Levenshtein). */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
