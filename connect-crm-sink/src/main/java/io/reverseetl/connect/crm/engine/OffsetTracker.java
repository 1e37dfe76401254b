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
 *
 * <p>Behind that record, the place of each later one is remembered, but not the record itself once it has its outcome.
 */
final class OffsetTracker {

    /** What a place takes in memory, with the reference to it. */
    static final int PLACE_BYTES = 48;

    private final Map<TopicPartition, Partition> partitions = new HashMap<>();
    private long heldBytes;
    private int openSlots;

    /** Whether the record, or one behind it, has been here before: the consumer was set back. */
    boolean isRewind(Origin origin) {
        Partition partition = partitions.get(origin.partition());
        return partition != null && origin.offset() <= partition.lastOffset;
    }

    Slot open(Origin origin, int bytes, long now) {
        Place place = new Place(origin.offset(), bytes, now);
        Partition partition = partitions.computeIfAbsent(origin.partition(), none -> new Partition());
        partition.places.addLast(place);
        partition.lastOffset = origin.offset();
        heldBytes += bytes + PLACE_BYTES;
        openSlots++;
        return new Slot(origin, place);
    }

    /** Closes the slot of a record that has its outcome; false if it was closed or forgotten before. */
    boolean close(Slot slot) {
        if (!slot.isOpen()) {
            return false;
        }
        release(slot.place());
        Partition partition = partitions.get(slot.origin().partition());
        if (partition == null) {
            throw new IllegalStateException("Open slot of a partition that is not tracked: "
                    + slot.origin().coordinates());
        }
        while (!partition.places.isEmpty() && !partition.places.getFirst().open) {
            partition.places.removeFirst();
            heldBytes -= PLACE_BYTES;
        }
        return true;
    }

    /** Drops the partitions and all their slots; what still completes for those has no effect any more. */
    void forget(Collection<TopicPartition> gone) {
        for (TopicPartition name : gone) {
            Partition partition = partitions.remove(name);
            if (partition != null) {
                partition.places.stream().filter(Place::isOpen).forEach(this::release);
                heldBytes -= (long) PLACE_BYTES * partition.places.size();
            }
        }
    }

    private void release(Place place) {
        place.open = false;
        heldBytes -= place.bytes;
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
            if (!partition.places.isEmpty()) {
                unsettled.add(name);
            }
        });
        return unsettled;
    }

    /** How long the oldest record without an outcome has been here; 0 if there is none. */
    long oldestMillis(long now) {
        return partitions.values().stream()
                .filter(partition -> !partition.places.isEmpty())
                .mapToLong(partition -> now - partition.places.getFirst().openedAt)
                .max()
                .orElse(0);
    }

    int openSlots() {
        return openSlots;
    }

    /** About how much memory is taken by records without an outcome, and by the places behind the first of them. */
    long heldBytes() {
        return heldBytes;
    }

    private static final class Partition {

        private final Deque<Place> places = new ArrayDeque<>();
        private long lastOffset = -1;

        private long safeOffset() {
            return places.isEmpty() ? lastOffset + 1 : places.getFirst().offset;
        }
    }

    /** A record's place among the offsets of its partition. It does not know the record, which it may outlive. */
    static final class Place {

        private final long offset;
        private final int bytes;
        private final long openedAt;
        private boolean open = true;

        private Place(long offset, int bytes, long openedAt) {
            this.offset = offset;
            this.bytes = bytes;
            this.openedAt = openedAt;
        }

        boolean isOpen() {
            return open;
        }

        long openedAt() {
            return openedAt;
        }
    }
}
