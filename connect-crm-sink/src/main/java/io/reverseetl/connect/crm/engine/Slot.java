// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import io.reverseetl.connect.crm.engine.OffsetTracker.Place;

/**
 * A record that waits for its outcome: while its slot is open, nothing at or past its offset may be committed. A
 * record that is delivered again gets a new slot, so a late result of the old one changes nothing.
 */
public final class Slot {

    private final Origin origin;
    private final Place place;
    private int attempts;

    Slot(Origin origin, Place place) {
        this.origin = origin;
        this.place = place;
    }

    public Origin origin() {
        return origin;
    }

    /** How many batches the record has been sent in. */
    public int attempts() {
        return attempts;
    }

    void sent() {
        attempts++;
    }

    /** When the engine took the record in, by its ticker. */
    public long openedAt() {
        return place.openedAt();
    }

    Place place() {
        return place;
    }

    boolean isOpen() {
        return place.isOpen();
    }
}
