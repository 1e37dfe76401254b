// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import java.util.Map;
import java.util.TreeMap;

/** How often each thing has happened in random runs. */
final class Tally {

    private final Map<String, Integer> byKind = new TreeMap<>();

    void count(String kind) {
        byKind.merge(kind, 1, Integer::sum);
    }

    void add(Tally other) {
        other.byKind.forEach((kind, times) -> byKind.merge(kind, times, Integer::sum));
    }

    Map<String, Integer> byKind() {
        return byKind;
    }
}
