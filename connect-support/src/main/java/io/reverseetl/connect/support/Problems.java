// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.support;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;

/**
 * What is wrong with a config, by the key that is wrong. The same problems answer {@code validate}, as messages on
 * their keys, and {@code start}, as one exception: MSK Connect has no Connect REST API, so {@code start} has to
 * check again, in the same words.
 */
public final class Problems {

    private final Map<String, List<String>> byKey = new LinkedHashMap<>();

    /** Adds a problem: {@code message} says what is wrong and what to do, and never holds a secret. */
    public void add(String key, String message) {
        byKey.computeIfAbsent(key, none -> new ArrayList<>()).add(message);
    }

    public void add(Key<?> key, String message) {
        add(key.name(), message);
    }

    public boolean isEmpty() {
        return byKey.isEmpty();
    }

    /** Messages by key, in the order in which they were found. */
    public Map<String, List<String>> byKey() {
        return byKey;
    }

    /** Puts every message on its key; a key that the list does not have (an unknown one) is added to it. */
    public void addTo(List<ConfigValue> values) {
        byKey.forEach((key, messages) -> {
            ConfigValue value = values.stream()
                    .filter(candidate -> candidate.name().equals(key))
                    .findFirst()
                    .orElseGet(() -> {
                        ConfigValue added = new ConfigValue(key);
                        values.add(added);
                        return added;
                    });
            messages.forEach(value::addErrorMessage);
        });
    }

    /** Throws all problems as one {@link ConfigException}, each behind its key; returns if there are none. */
    public void throwIfAny() {
        if (!isEmpty()) {
            throw new ConfigException(text());
        }
    }

    /** Every problem in a line of its own, behind its key. */
    public String text() {
        return byKey.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(message -> entry.getKey() + ": " + message))
                .collect(Collectors.joining("\n"));
    }
}
