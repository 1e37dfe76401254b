// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import io.reverseetl.connect.crm.spi.CrmJob;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** A store whose entries are on their way until the test lets them land. */
final class FakeState implements StateStore {

    private final Map<StateKey, Known> landed = new HashMap<>();
    private final Map<StateKey, Known> memory = new HashMap<>();
    private final Deque<Entry> onTheWay = new ArrayDeque<>();

    private boolean skipsUnchanged = true;
    private final List<StoredJob> landedJobs = new ArrayList<>();
    private final List<StoredJob> unfinished = new ArrayList<>();

    /** What is on its way: it lands, and then whoever waits is told. */
    private record Entry(Runnable land, Runnable stored) {}

    @Override
    public boolean skipsUnchanged() {
        return skipsUnchanged;
    }

    void writeUnchanged() {
        skipsUnchanged = false;
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
        onTheWay.add(new Entry(() -> landed.put(key, known), stored));
    }

    @Override
    public void begin(StoredJob job, Runnable stored) {
        onTheWay.add(new Entry(() -> landedJobs.add(job), stored));
    }

    @Override
    public void end(TopicPartition partition, CrmJob job) {
        Predicate<StoredJob> same =
                each -> each.partition().equals(partition) && each.job().equals(job);
        unfinished.removeIf(same);
        onTheWay.add(new Entry(() -> landedJobs.removeIf(same), () -> {}));
    }

    @Override
    public List<StoredJob> unfinished() {
        return List.copyOf(unfinished);
    }

    /** The names of the jobs that a task would find. */
    Set<String> jobs() {
        return landedJobs.stream().map(each -> each.job().id()).collect(Collectors.toSet());
    }

    /** Whether records of the partition may be taken in. */
    boolean isOpen(TopicPartition partition) {
        return unfinished.stream().noneMatch(job -> job.partition().equals(partition));
    }

    /** Lets up to so many entries land. */
    FakeState land(int most) {
        for (int i = 0; i < most && !onTheWay.isEmpty(); i++) {
            Entry entry = onTheWay.remove();
            entry.land.run();
            entry.stored.run();
        }
        return this;
    }

    FakeState landAll() {
        return land(Integer.MAX_VALUE);
    }

    /** The task dies: of what is on the way, so many entries land, and nobody is told. */
    void crash(int landing) {
        onTheWay.stream().limit(landing).forEach(entry -> entry.land.run());
        onTheWay.clear();
        memory.clear();
        memory.putAll(landed);
        unfinished.clear();
        unfinished.addAll(landedJobs);
    }

    /** The partition goes: what is known of it is somebody else's. */
    void drop(TopicPartition partition) {
        memory.keySet().removeIf(key -> key.partition().equals(partition));
        unfinished.removeIf(job -> job.partition().equals(partition));
    }

    /** The partition comes back after it had gone: its state is read again. */
    FakeState reload(TopicPartition partition) {
        drop(partition);
        landed.forEach((key, known) -> {
            if (key.partition().equals(partition)) {
                memory.put(key, known);
            }
        });
        landedJobs.stream().filter(job -> job.partition().equals(partition)).forEach(unfinished::add);
        return this;
    }
}
