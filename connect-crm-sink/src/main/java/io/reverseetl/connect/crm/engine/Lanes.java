// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.crm.spi.Reason.Category;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The lanes of all objects with something to send or on its way, and the queue of those that may send now. */
final class Lanes {

    private static final Reason ID_OF_TWO_KEYS = Reason.of(
            Category.RECORD,
            "ID_OF_TWO_KEYS",
            "Another record key has an object with this external id: correct one of the two rows, or take that key's"
                    + " object away, and replay this record");

    private static final Reason OBJECT_UNKNOWN = Reason.of(
            Category.TOMBSTONE,
            "OBJECT_UNKNOWN",
            "The record has no value to take the external id from, and state.topic knows no object of its key");

    private final Map<Lane.Key, Lane> lanes = new HashMap<>();
    private final SendQueue queue;
    private final Ledger ledger;
    private final Recall recall;
    private final Claims claims;
    private final Ticker ticker;

    Lanes(SendQueue queue, Ledger ledger, Recall recall, Ticker ticker) {
        this.queue = queue;
        this.ledger = ledger;
        this.recall = recall;
        this.ticker = ticker;
        claims = new Claims(recall, lanes);
    }

    /** Whether a version of the object waits or is on its way. */
    boolean has(Lane.Key key) {
        return lanes.containsKey(key);
    }

    /** Adds the newest version of an object. */
    void add(Lane.Key key, Version version) {
        Lane lane = lanes.computeIfAbsent(key, none -> new Lane(key, recall::step));
        lane.add(version).forEach(ledger::superseded);
        claims.add(lane, version);
        if (!lane.isBusy()) {
            offer(lane);
        }
    }

    /** Queues a lane for what comes next in it; what can never be sent has its outcome at once. */
    private void offer(Lane lane) {
        while (!lane.isEmpty()) {
            switch (claims.judge(lane)) {
                case FREE -> {
                    queue.add(lane, ticker.millis());
                    return;
                }
                case WAIT -> {
                    return;
                }
                case TAKEN -> ledger.rejected(lane.removeNext(), ID_OF_TWO_KEYS);
                case NO_OBJECT -> ledger.rejected(lane.removeNext(), OBJECT_UNKNOWN);
                case GONE -> ledger.unchanged(lane.removeNext());
            }
        }
        lanes.remove(lane.key(), lane);
        claims.remove(lane);
        claims.waitingFor(lane).forEach(this::offer);
    }

    /** What was tried goes back to be tried again, before all newer versions, as far as it is still wanted. */
    void putBack(Attempt attempt) {
        List<Version> wanted =
                attempt.versions().stream().filter(Version::isWanted).toList();
        attempt.lane().putBack(wanted).forEach(ledger::superseded);
        release(attempt.lane());
    }

    /** Nothing of the lane is on its way any more: its next version may go. */
    void release(Lane lane) {
        lane.free();
        claims.letGo(lane);
        // Who waits for this one goes first: it might want what they are about to leave.
        claims.waitingFor(lane).forEach(this::offer);
        offer(lane);
    }

    /** Strips a batch of what has gone meanwhile; the lanes concerned are free again. */
    Optional<Batch> keepWanted(Batch batch) {
        Batch.Remainder remainder = batch.wanted();
        remainder.done().forEach(this::release);
        return remainder.batch();
    }

    /** Drops the versions that have gone. */
    void dropUnwanted() {
        lanes.values().forEach(Lane::dropUnwanted);
        queue.dropEmptyLanes();
        List.copyOf(lanes.values()).stream().filter(lane -> !lane.isBusy()).forEach(this::offer);
    }
}
