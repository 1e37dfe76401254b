// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The lanes of all objects with something to send or on its way, and the queue of those that may send now. */
final class Lanes {

    private final Map<Lane.Key, Lane> lanes = new HashMap<>();
    private final SendQueue queue;
    private final Ledger ledger;
    private final Ticker ticker;

    Lanes(SendQueue queue, Ledger ledger, Ticker ticker) {
        this.queue = queue;
        this.ledger = ledger;
        this.ticker = ticker;
    }

    /** Whether a version of the object waits or is on its way. */
    boolean has(Lane.Key key) {
        return lanes.containsKey(key);
    }

    /** Adds the newest version of an object. */
    void add(Lane.Key key, Version version) {
        Lane lane = lanes.computeIfAbsent(key, Lane::new);
        lane.add(version).forEach(ledger::superseded);
        if (!lane.isBusy()) {
            queue.add(lane, ticker.millis());
        }
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
        if (lane.isEmpty()) {
            lanes.remove(lane.key());
        } else {
            queue.add(lane, ticker.millis());
        }
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
        lanes.values().removeIf(lane -> lane.isEmpty() && !lane.isBusy());
    }
}
