// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.support;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the keys of a config that nobody reads: a misspelt key would otherwise be a setting that silently does not
 * hold. What follows the framework's open prefixes is left to the framework, converters, transforms and Kafka's clients.
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
            "errors.tolerance",
            "errors.retry.timeout",
            "errors.retry.delay.max.ms",
            "errors.log.enable",
            "errors.log.include.messages",
            "errors.deadletterqueue.topic.name",
            "errors.deadletterqueue.topic.replication.factor",
            "errors.deadletterqueue.context.headers.enable",
            "topic.creation.groups",
            "exactly.once.support",
            "transaction.boundary",
            "transaction.boundary.interval.ms",
            "offsets.storage.topic",
            "initial_state");

    private static final List<String> OPEN_PREFIXES = List.of(
            "key.converter.",
            "value.converter.",
            "header.converter.",
            "producer.override.",
            "consumer.override.",
            "admin.override.",
            "config.providers");

    /** Prefixes that are followed by a name which has to stand in a list, and the key of that list. */
    private static final Map<String, String> NAMED_PREFIXES = Map.of(
            "transforms.", "transforms",
            "predicates.", "predicates",
            "topic.creation.", "topic.creation.groups");

    /** The group of topics that needs no entry in {@code topic.creation.groups}. */
    private static final String DEFAULT_GROUP = "default";

    private UnknownKeys() {}

    /**
     * Describes each unknown key.
     *
     * @param given a connector's config
     * @param known the names that the connector reads
     * @param knownPrefixes beginnings of names that the connector passes on, for example to a driver
     * @return a message for each unknown key, by its name
     */
    public static Map<String, String> describe(
            Map<String, String> given, Collection<String> known, Collection<String> knownPrefixes) {
        Map<String, String> messages = new TreeMap<>();
        for (String key : given.keySet()) {
            boolean passedOn = Stream.concat(knownPrefixes.stream(), OPEN_PREFIXES.stream())
                    .anyMatch(key::startsWith);
            if (!known.contains(key) && !FRAMEWORK_KEYS.contains(key) && !passedOn) {
                NAMED_PREFIXES.entrySet().stream()
                        .filter(prefix -> key.startsWith(prefix.getKey()))
                        .findFirst()
                        .ifPresentOrElse(
                                prefix -> unlisted(key, prefix.getKey(), prefix.getValue(), given)
                                        .ifPresent(message -> messages.put(key, message)),
                                () -> messages.put(key, unknown(key, known)));
            }
        }
        return messages;
    }

    private static String unknown(String key, Collection<String> known) {
        List<String> candidates =
                Stream.concat(known.stream(), FRAMEWORK_KEYS.stream()).toList();
        String hint = nearest(key, candidates)
                .map(near -> "Did you mean '" + near + "'?")
                .orElse("Remove it, or see the config reference for the key that you need.");
        return "Unknown config key '" + key + "': nothing reads it. " + hint;
    }

    private static Optional<String> unlisted(String key, String prefix, String list, Map<String, String> given) {
        Set<String> names = Stream.of(
                        String.valueOf(given.getOrDefault(list, "")).split(","))
                .map(String::trim)
                .collect(Collectors.toSet());
        String rest = key.substring(prefix.length());
        String name = rest.contains(".") ? rest.substring(0, rest.indexOf('.')) : rest;
        boolean listed = names.contains(name) || (list.equals("topic.creation.groups") && name.equals(DEFAULT_GROUP));
        return listed
                ? Optional.empty()
                : Optional.of("Nothing reads '" + key + "', as '" + name + "' is not in " + list + ". Add it there, or"
                        + " correct the name.");
    }

    private static Optional<String> nearest(String key, Collection<String> known) {
        int farthest = Math.max(2, key.length() / 4);
        return known.stream()
                // Names are as far from one another as their lengths at least, and a key may be a page long.
                .filter(candidate -> Math.abs(key.length() - candidate.length()) <= farthest)
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
