// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import io.reverseetl.connect.crm.spi.Operation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The versions of one object, in order. At most one attempt is on its way at a time; meanwhile newer versions wait
 * here, and a newer one that says everything an older one says takes its place.
 */
final class Lane {

    /** What a lane stands for: no two objects of a CRM share it. */
    record Key(String object, String externalId) {}

    private final Key key;
    private final Deque<Version> waiting = new ArrayDeque<>();
    private boolean busy;
    private boolean queued;
    private Operation queuedFor = Operation.UPSERT;
    private int failures;
    private long notBefore = Long.MIN_VALUE;

    Lane(Key key) {
        this.key = key;
    }

    Key key() {
        return key;
    }

    /** Adds the newest version, and returns those that it makes superfluous. */
    List<Version> add(Version newest) {
        List<Version> superseded = new ArrayList<>();
        for (Iterator<Version> older = waiting.iterator(); older.hasNext(); ) {
            Version version = older.next();
            if (newest.payload().replaces(version.payload())) {
                older.remove();
                superseded.add(version);
            }
        }
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
        busy = true;
        return new Attempt(this, versions);
    }

    /** What the next attempt asks for. */
    Operation nextOperation() {
        return waiting.getFirst().payload().operation();
    }

    /** About what the next attempt takes in a request. */
    int nextBytes() {
        return Attempt.overheadBytes(key)
                + waiting.stream()
                        .mapToInt(version -> version.payload().bytes())
                        .sum();
    }

    void free() {
        busy = false;
    }

    void dropUnwanted() {
        waiting.removeIf(version -> !version.isWanted());
    }

    boolean isBusy() {
        return busy;
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
