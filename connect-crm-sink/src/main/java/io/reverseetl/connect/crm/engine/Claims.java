// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whose an external id is, where ids come out of values and may move from one record key to another. Versions get an id
 * in the order in which they came, so that it is never in two requests, and passes from key to key as it did in the
 * source; and none gets one that is another record key's, as one of the two would write over, or take away, the other's
 * object.
 */
final class Claims {

    /** Whether a lane may write what comes next. */
    enum Verdict {
        FREE,
        /** The id may become free: the lane is to ask again when the one that it waits for has got further. */
        WAIT,
        /** The id is another record key's. */
        TAKEN,
        /** It would take an object away by its record key, of which no object is known. */
        NO_OBJECT,
        /** It would take an object away by its record key, and that has been done. */
        GONE
    }

    private record Id(String object, String externalId) {

        private static Id of(Lane lane, Version version) {
            return new Id(lane.key().object(), version.externalId());
        }
    }

    private record Claim(Lane lane, Version version) {

        private boolean isOver() {
            return !version.isWanted();
        }
    }

    private final Recall recall;
    private final Map<Lane.Key, Lane> lanes;
    /** Who wants an id, in the order of arrival. */
    private final Map<Id, Deque<Claim>> claims = new HashMap<>();

    private final Map<Lane, Set<Id>> idsOf = new HashMap<>();
    /** Who has an id, and goes: it is free once that is safe, and not before, as after a crash it would be theirs again. */
    private final Map<Fingerprint, Lane> held = new HashMap<>();

    private final Map<Lane, Fingerprint> heldBy = new HashMap<>();

    /** Of each lane that waits: which one it waits for. */
    private final Map<Lane, Lane> waiting = new LinkedHashMap<>();

    /**
     * Nothing is claimed at first.
     *
     * @param lanes all lanes that have something to say or to wait for; read, and never changed
     */
    Claims(Recall recall, Map<Lane.Key, Lane> lanes) {
        this.recall = recall;
        this.lanes = lanes;
    }

    /** A version has come that wants its id, after all that wanted it before. */
    void add(Lane lane, Version version) {
        if (version.mark().followsRecordKey() && !version.externalId().isEmpty()) {
            Id id = Id.of(lane, version);
            Deque<Claim> sameId = claims.computeIfAbsent(id, none -> new ArrayDeque<>());
            while (!sameId.isEmpty() && sameId.getLast().isOver()) {
                sameId.removeLast();
            }
            sameId.addLast(new Claim(lane, version));
            idsOf.computeIfAbsent(lane, none -> new HashSet<>()).add(id);
        }
    }

    /** Whether the lane, of which nothing is on its way, may write what comes next in it. */
    Verdict judge(Lane lane) {
        letGo(lane);
        Verdict verdict = verdict(lane);
        Fingerprint id = verdict == Verdict.FREE ? recall.idOf(lane.next().mark()) : Fingerprint.NONE;
        if (!id.equals(Fingerprint.NONE)) {
            held.put(id, lane);
            heldBy.put(lane, id);
        }
        return verdict;
    }

    /** The lane neither waits nor holds an id any more: what is known of its object is safe. */
    void letGo(Lane lane) {
        waiting.remove(lane);
        Fingerprint id = heldBy.remove(lane);
        if (id != null) {
            held.remove(id, lane);
        }
    }

    private Verdict verdict(Lane lane) {
        Version next = lane.next();
        if (!next.mark().followsRecordKey()) {
            return Verdict.FREE;
        }
        if (next.externalId().isEmpty()) {
            return ofRemoval(next.mark());
        }
        Id id = Id.of(lane, next);
        Lane first = firstFor(id);
        if (first != lane) {
            return waitFor(first, lane);
        }
        Lane going = held.get(next.mark().id());
        if (going != null) {
            return waitFor(going, lane);
        }
        Optional<StateKey> holder = recall.otherHolder(next.mark());
        if (holder.isEmpty()) {
            return Verdict.FREE;
        }
        Lane leaving = lanes.get(new Lane.Key(id.object, holder.get()));
        return leaving != null && leaving.isLeaving(id.externalId) ? waitFor(leaving, lane) : Verdict.TAKEN;
    }

    private Lane firstFor(Id id) {
        Deque<Claim> sameId = claims.getOrDefault(id, new ArrayDeque<>());
        while (sameId.getFirst().isOver()) {
            sameId.removeFirst();
        }
        return sameId.getFirst().lane;
    }

    private Verdict waitFor(Lane other, Lane lane) {
        if (waitsFor(other, lane)) {
            return Verdict.TAKEN;
        }
        waiting.put(lane, other);
        return Verdict.WAIT;
    }

    private Verdict ofRemoval(Mark mark) {
        if (recall.hasObject(mark)) {
            return Verdict.FREE;
        }
        return recall.isDone(mark) ? Verdict.GONE : Verdict.NO_OBJECT;
    }

    /** Two lanes that want each other's id would wait for ever. */
    private boolean waitsFor(Lane waiter, Lane wanted) {
        for (Lane next = waiter; next != null; next = waiting.get(next)) {
            if (next == wanted) {
                return true;
            }
        }
        return false;
    }

    /** The lane has nothing left to write. */
    void remove(Lane lane) {
        letGo(lane);
        Set<Id> ids = idsOf.remove(lane);
        if (ids != null) {
            ids.forEach(id -> claims.computeIfPresent(id, (same, queue) -> {
                queue.removeIf(claim -> claim.lane == lane);
                return queue.isEmpty() ? null : queue;
            }));
        }
    }

    /** The lanes that wait for this one. */
    List<Lane> waitingFor(Lane lane) {
        return waiting.entrySet().stream()
                .filter(entry -> entry.getValue() == lane)
                .map(Map.Entry::getKey)
                .toList();
    }
}
