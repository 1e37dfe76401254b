// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

/**
 * A record's place among the offsets of its partition: while it is open, nothing at or past it may be committed. A
 * record that is delivered again gets a new slot, so a late result of the old one changes nothing.
 */
public final class Slot {

    private final Origin origin;
    private final int bytes;
    private boolean open = true;

    Slot(Origin origin, int bytes) {
        this.origin = origin;
        this.bytes = bytes;
    }

    public Origin origin() {
        return origin;
    }

    int bytes() {
        return bytes;
    }

    boolean isOpen() {
        return open;
    }

    void close() {
        open = false;
    }
}
