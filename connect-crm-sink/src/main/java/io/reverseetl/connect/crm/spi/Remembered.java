// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.spi;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an adapter keeps from one request to the next: values by name, of which those that were used longest ago are
 * forgotten. Answers may come on any thread.
 */
public final class Remembered<V> {

    private final Map<String, V> values;

    /** @param most so many are kept */
    public Remembered(int most) {
        values = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }

    public synchronized @Nullable V get(String name) {
        return values.get(name);
    }

    public synchronized boolean has(String name) {
        return values.containsKey(name);
    }

    public synchronized void put(String name, V value) {
        values.put(name, value);
    }

    /** What is remembered already, else what is so from now on. */
    public synchronized V getOrPut(String name, V otherwise) {
        V known = values.putIfAbsent(name, otherwise);
        return known == null ? otherwise : known;
    }

    public synchronized void forget(String name) {
        values.remove(name);
    }
}
