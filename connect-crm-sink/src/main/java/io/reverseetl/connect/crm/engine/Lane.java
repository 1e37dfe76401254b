// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import io.reverseetl.connect.crm.spi.Operation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The versions of one object, in order. At most one attempt is on its way at a time; meanwhile newer versions wait
 * here, and a newer one that says everything an older one says takes its place.
 */
final class Lane {

    /**
     * What a lane stands for: no two objects of a CRM share it.
     *
     * @param which the identity of an external id, or the {@link StateKey} of a record key that may get another external id
     */
    record Key(String object, Object which) {

        static Key of(Intake.Write write) {
            return new Key(
                    write.object(),
                    write.mark().followsRecordKey() ? write.mark().key() : write.identity());
        }
    }

    private final Key key;
    private final Function<Version, Step> steps;
    private final Deque<Version> waiting = new ArrayDeque<>();
    /** What is on its way; empty if nothing is. */
    private List<Version> taken = List.of();

    private boolean queued;
    private Operation queuedFor = Operation.UPSERT;
    private int failures;
    private long notBefore = Long.MIN_VALUE;

    /**
     * A lane without a version.
     *
     * @param steps what writing a version takes next
     */
    Lane(Key key, Function<Version, Step> steps) {
        this.key = key;
        this.steps = steps;
    }

    Key key() {
        return key;
    }

    /**
     * Adds the newest version, and returns those that it makes superfluous. Where a record key's external id may change,
     * none that came before another id is among them, as whether its object was ever created is known only once it is
     * written; nor is the first that has the id, as until that is written its offset tells that the one before is left.
     */
    List<Version> add(Version newest) {
        List<Version> all = List.copyOf(waiting);
        int first = all.size();
        while (first > 0 && all.get(first - 1).externalId().equals(newest.externalId())) {
            first--;
        }
        List<Version> superseded = all.stream()
                .skip(newest.mark().followsRecordKey() ? first + 1 : first)
                .filter(version -> newest.payload().replaces(version.payload()))
                .toList();
        waiting.removeAll(superseded);
        waiting.addLast(newest);
        return superseded;
    }

    /** Puts versions that were tried back before all others; returns those that a newer one has made superfluous. */
    List<Version> putBack(List<Version> tried) {
        List<Version> newer = List.copyOf(waiting);
        waiting.clear();
        List<Version> superseded = new ArrayList<>();
        tried.forEach(version -> superseded.addAll(add(version)));
        newer.forEach(version -> superseded.addAll(add(version)));
        return superseded;
    }

    /**
     * Takes what can be sent as one write: all that waits, or only the first if its follower cannot join it.
     * What several versions say is laid over one another, the newest on top.
     */
    Attempt take() {
        List<Version> versions = new ArrayList<>();
        Version oldest = waiting.removeFirst();
        versions.add(oldest);
        while (!waiting.isEmpty() && waiting.getFirst().mayJoin(oldest)) {
            versions.add(waiting.removeFirst());
        }
        taken = List.copyOf(versions);
        return new Attempt(this, versions, steps.apply(oldest));
    }

    /** What waits first. */
    Version next() {
        return waiting.getFirst();
    }

    Version removeNext() {
        return waiting.removeFirst();
    }

    /** What the next attempt asks for. */
    Operation nextOperation() {
        return steps.apply(next()).operation();
    }

    /** Whether the object will have another external id, or none, once something that is here is written. */
    boolean isLeaving(String externalId) {
        return Stream.concat(taken.stream(), waiting.stream())
                .anyMatch(version -> version.payload().operation().removes()
                        || !(version.externalId().isEmpty()
                                || version.externalId().equals(externalId)));
    }

    /** About what the next attempt takes in a request. */
    int nextBytes() {
        return Attempt.overheadBytes(next().externalId())
                + waiting.stream()
                        .mapToInt(version -> version.payload().bytes())
                        .sum();
    }

    void free() {
        taken = List.of();
    }

    void dropUnwanted() {
        waiting.removeIf(version -> !version.isWanted());
    }

    boolean isBusy() {
        return !taken.isEmpty();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    boolean isQueued() {
        return queued;
    }

    void setQueued(boolean queued) {
        this.queued = queued;
    }

    /** What the lane asked for when it was queued. */
    Operation queuedFor() {
        return queuedFor;
    }

    void setQueuedFor(Operation operation) {
        queuedFor = operation;
    }

    long notBefore() {
        return notBefore;
    }

    void delay(long until) {
        notBefore = until;
        failures++;
    }

    /** The CRM has dealt with the object, whatever it said about it. */
    void answered() {
        failures = 0;
    }

    /** How often in a row the CRM has asked to try this object later. */
    int failures() {
        return failures;
    }
}
