// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The different objects that a {@link LightCrm} has acknowledged. */
sealed interface Objects {

    /**
     * Takes an acknowledgement.
     *
     * @param id of the object, the first time or again
     * @param micros when it was acknowledged, since 1970
     */
    void add(String id, long micros);

    long count();

    /** When each was first acknowledged, in microseconds since 1970; empty if that is not kept. */
    Map<String, Long> acknowledged();

    /** With the time of each. */
    final class Timed implements Objects {

        private final Map<String, Long> times = new ConcurrentHashMap<>();

        @Override
        public void add(String id, long micros) {
            times.putIfAbsent(id, micros);
        }

        @Override
        public long count() {
            return times.size();
        }

        @Override
        public Map<String, Long> acknowledged() {
            return times;
        }
    }

    /** Without times, in a bit each: ten million of them must not make the CRM the run's limit. */
    final class Numbered implements Objects {

        private final BitSet numbers = new BitSet();

        @Override
        public synchronized void add(String id, long micros) {
            numbers.set(Integer.parseInt(id));
        }

        @Override
        public synchronized long count() {
            return numbers.cardinality();
        }

        @Override
        public Map<String, Long> acknowledged() {
            return Map.of();
        }
    }
}
