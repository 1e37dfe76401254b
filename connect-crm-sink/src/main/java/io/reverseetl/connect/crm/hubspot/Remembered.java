// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values by name, of which those that were used longest ago are forgotten. Answers may come on any thread. */
final class Remembered<V> {

    private final Map<String, V> values;

    Remembered(int most) {
        values = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }

    synchronized @Nullable V get(String name) {
        return values.get(name);
    }

    synchronized void put(String name, V value) {
        values.put(name, value);
    }

    synchronized V getOrPut(String name, V otherwise) {
        V known = values.putIfAbsent(name, otherwise);
        return known == null ? otherwise : known;
    }

    synchronized void forget(String name) {
        values.remove(name);
    }
}
