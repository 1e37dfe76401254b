// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import io.reverseetl.connect.crm.spi.Backlog;
import io.reverseetl.connect.crm.spi.Operation;
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
 * object type and operation each, closed by count, by bytes, or once the first has lingered long enough. A backlog waits
 * longer, for one large batch.
 */
final class SendQueue {

    static final long NEVER = Long.MAX_VALUE;

    private final EngineSettings settings;
    private final Backlogs backlogs;
    private final Map<Kind, Deque<Entry>> ready = new LinkedHashMap<>();
    private final PriorityQueue<Lane> delayed = new PriorityQueue<>(Comparator.comparingLong(Lane::notBefore));

    SendQueue(EngineSettings settings, Backlogs backlogs) {
        this.settings = settings;
        this.backlogs = backlogs;
    }

    /** When lanes that ask for the same are a backlog; nothing if they never are. */
    interface Backlogs {

        Optional<Backlog> of(String object, Operation operation);
    }

    /** Queues a lane that has something to send; one that is queued keeps its place among those that ask for the same. */
    void add(Lane lane, long now) {
        if (lane.isQueued()) {
            regroup(lane);
            return;
        }
        lane.setQueued(true);
        if (lane.notBefore() > now) {
            delayed.add(lane);
        } else {
            addReady(new Entry(lane, now));
        }
    }

    /** A version that removes an object takes the place of those that wait, and does not go with them. */
    private void regroup(Lane lane) {
        Kind kind = Kind.of(lane);
        if (kind.operation != lane.queuedFor()) {
            Deque<Entry> entries = ready.getOrDefault(new Kind(kind.object, lane.queuedFor()), new ArrayDeque<>());
            List<Entry> moved =
                    entries.stream().filter(entry -> entry.lane == lane).toList();
            entries.removeAll(moved);
            moved.forEach(this::addReady);
        }
    }

    private void addReady(Entry entry) {
        Kind kind = Kind.of(entry.lane);
        entry.lane.setQueuedFor(kind.operation);
        ready.computeIfAbsent(kind, none -> new ArrayDeque<>()).addLast(entry);
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
        ready.values().forEach(entries -> entries.removeIf(entry -> unqueuedIfEmpty(entry.lane)));
        delayed.removeIf(SendQueue::unqueuedIfEmpty);
        // What is left of a lane may ask for something else.
        List<Lane> left = ready.values().stream()
                .flatMap(entries -> entries.stream().map(Entry::lane))
                .toList();
        left.forEach(this::regroup);
    }

    private static boolean unqueuedIfEmpty(Lane lane) {
        if (lane.isEmpty()) {
            lane.setQueued(false);
        }
        return lane.isEmpty();
    }

    /** Takes the next batch that is due. */
    Optional<Batch> next(long now) {
        return ready.entrySet().stream()
                .filter(each -> dueAt(each.getKey(), each.getValue()) <= now)
                .min(Comparator.comparingLong(each -> each.getValue().getFirst().since))
                .map(each -> take(each.getKey(), each.getValue()));
    }

    private Batch take(Kind kind, Deque<Entry> entries) {
        Optional<Backlog> backlog = backlog(kind, entries);
        int maxRecords = backlog.map(Backlog::maxRecords).orElse(settings.maxBatchRecords());
        long maxBytes = backlog.map(Backlog::maxBytes).orElse((long) settings.maxBatchBytes());
        List<Attempt> attempts = new ArrayList<>();
        long bytes = 0;
        while (!entries.isEmpty() && attempts.size() < maxRecords) {
            bytes += entries.getFirst().lane.nextBytes();
            // A write that is too big by itself still goes, alone: only the CRM knows whether it really is.
            if (bytes > maxBytes && !attempts.isEmpty()) {
                break;
            }
            Lane lane = entries.removeFirst().lane;
            lane.setQueued(false);
            attempts.add(lane.take());
        }
        return new Batch(attempts);
    }

    /** When the next batch is due: a past moment if one is due now, {@link #NEVER} if there is nothing to send. */
    long nextBatchAt() {
        return ready.entrySet().stream()
                .mapToLong(each -> dueAt(each.getKey(), each.getValue()))
                .min()
                .orElse(NEVER);
    }

    /** When the next delayed lane wants to be queued. */
    long nextWakeAt() {
        return delayed.isEmpty() ? NEVER : delayed.peek().notBefore();
    }

    private Optional<Backlog> backlog(Kind kind, Deque<Entry> entries) {
        // Few waiting ones, which is how it mostly is, need no question.
        return entries.size() <= settings.maxBatchRecords()
                ? Optional.empty()
                : backlogs.of(kind.object, kind.operation).filter(backlog -> entries.size() >= backlog.threshold());
    }

    private long dueAt(Kind kind, Deque<Entry> entries) {
        if (entries.isEmpty()) {
            return NEVER;
        }
        long since = entries.getFirst().since;
        Optional<Backlog> backlog = backlog(kind, entries);
        if (backlog.isPresent()) {
            boolean full = entries.size() >= backlog.get().maxRecords();
            return full ? since : since + backlog.get().linger().toMillis();
        }
        return isFull(entries) ? since : since + settings.lingerMillis();
    }

    private boolean isFull(Deque<Entry> entries) {
        if (entries.size() >= settings.maxBatchRecords()) {
            return true;
        }
        long bytes = 0;
        for (Entry entry : entries) {
            bytes += entry.lane.nextBytes();
        }
        return bytes >= settings.maxBatchBytes();
    }

    private record Entry(Lane lane, long since) {}

    /** What the writes of one request have in common. */
    private record Kind(String object, Operation operation) {

        private static Kind of(Lane lane) {
            return new Kind(lane.key().object(), lane.nextOperation());
        }
    }
}
