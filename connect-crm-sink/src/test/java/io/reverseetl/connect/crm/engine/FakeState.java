// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** A store whose entries are on their way until the test lets them land. */
final class FakeState implements StateStore {

    private final Map<StateKey, Known> landed = new HashMap<>();
    private final Map<StateKey, Known> memory = new HashMap<>();
    private final Deque<Entry> onTheWay = new ArrayDeque<>();

    private record Entry(StateKey key, Known known, Runnable stored) {}

    @Override
    public boolean skipsUnchanged() {
        return true;
    }

    @Override
    public Known find(StateKey key) {
        return memory.get(key);
    }

    @Override
    public StateKey holder(Fingerprint id) {
        return memory.entrySet().stream()
                .filter(entry -> entry.getValue().id().equals(id))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    @Override
    public void store(StateKey key, Known known, Runnable stored) {
        memory.put(key, known);
        onTheWay.add(new Entry(key, known, stored));
    }

    /** Lets up to so many entries land. */
    FakeState land(int most) {
        for (int i = 0; i < most && !onTheWay.isEmpty(); i++) {
            Entry entry = onTheWay.remove();
            landed.put(entry.key, entry.known);
            entry.stored.run();
        }
        return this;
    }

    FakeState landAll() {
        return land(Integer.MAX_VALUE);
    }

    /** The task dies: of what is on the way, so many entries land, and nobody is told. */
    void crash(int landing) {
        onTheWay.stream().limit(landing).forEach(entry -> landed.put(entry.key, entry.known));
        onTheWay.clear();
        memory.clear();
        memory.putAll(landed);
    }

    /** The partition goes: what is known of it is somebody else's. */
    void drop(TopicPartition partition) {
        memory.keySet().removeIf(key -> key.partition().equals(partition));
    }

    /** The partition comes back after it had gone: its state is read again. */
    void reload(TopicPartition partition) {
        drop(partition);
        landed.forEach((key, known) -> {
            if (key.partition().equals(partition)) {
                memory.put(key, known);
            }
        });
    }
}
