// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.store;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An object's properties in the order of their names, which cannot be changed. There is one for each version, and
 * versions of an object have much in common: what did not change is the same array of names and the same strings, so
 * that a long history fits into memory.
 */
public final class PropertyMap extends AbstractMap<String, String> {

    static final PropertyMap EMPTY = new PropertyMap(new String[0], new String[0]);

    private final String[] names;
    private final String[] values;

    private PropertyMap(String[] names, String[] values) {
        this.names = names;
        this.values = values;
    }

    /** These properties with some changed: an empty value takes a property away. */
    PropertyMap with(Map<String, String> changes) {
        if (changes.entrySet().stream()
                .allMatch(change -> change.getValue().equals(getOrDefault(change.getKey(), "")))) {
            return this;
        }
        Map<String, String> merged = new TreeMap<>(this);
        changes.forEach((name, value) -> {
            if (value.isEmpty()) {
                merged.remove(name);
            } else if (!value.equals(merged.get(name))) {
                merged.put(name, value);
            }
        });
        String[] newNames = merged.keySet().toArray(String[]::new);
        return new PropertyMap(
                Arrays.equals(newNames, names) ? names : newNames,
                merged.values().toArray(String[]::new));
    }

    @Override
    public @Nullable String get(@Nullable Object name) {
        int index = name instanceof String text ? Arrays.binarySearch(names, text) : -1;
        return index < 0 ? null : values[index];
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return get(name) != null;
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
        return new Entries();
    }

    private final class Entries extends AbstractSet<Entry<String, String>> {

        @Override
        public int size() {
            return names.length;
        }

        @Override
        public Iterator<Entry<String, String>> iterator() {
            return new Iterator<>() {
                private int next;

                @Override
                public boolean hasNext() {
                    return next < names.length;
                }

                @Override
                public Entry<String, String> next() {
                    if (!hasNext()) {
                        throw new NoSuchElementException();
                    }
                    Entry<String, String> entry = Map.entry(names[next], values[next]);
                    next++;
                    return entry;
                }
            };
        }
    }
}
