// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * The lanes that have something to send, first come first served, and the rule by which they become batches: one
 * object type each, closed by count, by bytes, or once the first has lingered long enough.
 */
final class SendQueue {

    static final long NEVER = Long.MAX_VALUE;

    private final EngineSettings settings;
    private final Map<String, Deque<Entry>> readyByObject = new LinkedHashMap<>();
    private final PriorityQueue<Lane> delayed = new PriorityQueue<>(Comparator.comparingLong(Lane::notBefore));

    SendQueue(EngineSettings settings) {
        this.settings = settings;
    }

    /** Queues a lane that has something to send; does nothing if it is queued already. */
    void add(Lane lane, long now) {
        if (lane.isQueued()) {
            return;
        }
        lane.setQueued(true);
        if (lane.notBefore() > now) {
            delayed.add(lane);
        } else {
            readyByObject
                    .computeIfAbsent(lane.key().object(), none -> new ArrayDeque<>())
                    .addLast(new Entry(lane, now));
        }
    }

    /** Queues the lanes whose delay is over. */
    void wake(long now) {
        while (!delayed.isEmpty() && delayed.peek().notBefore() <= now) {
            Lane lane = delayed.remove();
            lane.setQueued(false);
            add(lane, now);
        }
    }

    /** Removes the lanes that have nothing to send any more. */
    void dropEmptyLanes() {
        readyByObject.values().forEach(ready -> ready.removeIf(entry -> unqueuedIfEmpty(entry.lane)));
        delayed.removeIf(SendQueue::unqueuedIfEmpty);
    }

    private static boolean unqueuedIfEmpty(Lane lane) {
        if (lane.isEmpty()) {
            lane.setQueued(false);
        }
        return lane.isEmpty();
    }

    /** Takes the next batch that is due. */
    Optional<Batch> next(long now) {
        return readyByObject.values().stream()
                .filter(ready -> dueAt(ready) <= now)
                .min(Comparator.comparingLong(ready -> ready.getFirst().since))
                .map(this::take);
    }

    private Batch take(Deque<Entry> ready) {
        List<Attempt> attempts = new ArrayList<>();
        long bytes = 0;
        while (!ready.isEmpty() && attempts.size() < settings.maxBatchRecords()) {
            bytes += ready.getFirst().lane.nextBytes();
            // A write that is too big by itself still goes, alone: only the CRM knows whether it really is.
            if (bytes > settings.maxBatchBytes() && !attempts.isEmpty()) {
                break;
            }
            Lane lane = ready.removeFirst().lane;
            lane.setQueued(false);
            attempts.add(lane.take());
        }
        return new Batch(attempts);
    }

    /** When the next batch is due: a past moment if one is due now, {@link #NEVER} if there is nothing to send. */
    long nextBatchAt() {
        return readyByObject.values().stream().mapToLong(this::dueAt).min().orElse(NEVER);
    }

    /** When the next delayed lane wants to be queued. */
    long nextWakeAt() {
        return delayed.isEmpty() ? NEVER : delayed.peek().notBefore();
    }

    private long dueAt(Deque<Entry> ready) {
        if (ready.isEmpty()) {
            return NEVER;
        }
        long since = ready.getFirst().since;
        return isFull(ready) ? since : since + settings.lingerMillis();
    }

    private boolean isFull(Deque<Entry> ready) {
        if (ready.size() >= settings.maxBatchRecords()) {
            return true;
        }
        long bytes = 0;
        for (Entry entry : ready) {
            bytes += entry.lane.nextBytes();
        }
        return bytes >= settings.maxBatchBytes();
    }

    private record Entry(Lane lane, long since) {}
}
