// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Knows, for each partition, which records have no outcome yet, and therefore up to which offset it is safe to commit:
 * the first record without an outcome is the next one to read after a restart.
 */
final class OffsetTracker {

    private final Map<TopicPartition, Partition> partitions = new HashMap<>();
    private long openBytes;
    private int openSlots;

    /** Whether the record, or one behind it, has been here before: the consumer was set back. */
    boolean isRewind(Origin origin) {
        Partition partition = partitions.get(origin.partition());
        return partition != null && origin.offset() <= partition.lastOffset;
    }

    Slot open(Origin origin, int bytes) {
        Slot slot = new Slot(origin, bytes);
        Partition partition = partitions.computeIfAbsent(origin.partition(), none -> new Partition());
        partition.slots.addLast(slot);
        partition.lastOffset = origin.offset();
        openBytes += bytes;
        openSlots++;
        return slot;
    }

    /** Closes the slot of a record that has its outcome; false if it was closed or forgotten before. */
    boolean close(Slot slot) {
        if (!slot.isOpen()) {
            return false;
        }
        release(slot);
        Partition partition = partitions.get(slot.origin().partition());
        if (partition == null) {
            throw new IllegalStateException("Open slot of a partition that is not tracked: "
                    + slot.origin().coordinates());
        }
        while (!partition.slots.isEmpty() && !partition.slots.getFirst().isOpen()) {
            partition.slots.removeFirst();
        }
        return true;
    }

    /** Drops the partitions and all their slots; what still completes for those has no effect any more. */
    void forget(Collection<TopicPartition> gone) {
        for (TopicPartition name : gone) {
            Partition partition = partitions.remove(name);
            if (partition != null) {
                partition.slots.stream().filter(Slot::isOpen).forEach(this::release);
            }
        }
    }

    private void release(Slot slot) {
        slot.close();
        openBytes -= slot.bytes();
        openSlots--;
    }

    /** The next offset to read after a restart, by partition. */
    Map<TopicPartition, Long> safeOffsets() {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        partitions.forEach((name, partition) -> offsets.put(name, partition.safeOffset()));
        return offsets;
    }

    /** The partitions with records that have no outcome yet. */
    Set<TopicPartition> unsettled() {
        Set<TopicPartition> unsettled = new HashSet<>();
        partitions.forEach((name, partition) -> {
            if (!partition.slots.isEmpty()) {
                unsettled.add(name);
            }
        });
        return unsettled;
    }

    int openSlots() {
        return openSlots;
    }

    long openBytes() {
        return openBytes;
    }

    private static final class Partition {

        private final Deque<Slot> slots = new ArrayDeque<>();
        private long lastOffset = -1;

        private long safeOffset() {
            return slots.isEmpty() ? lastOffset + 1 : slots.getFirst().origin().offset();
        }
    }
}
