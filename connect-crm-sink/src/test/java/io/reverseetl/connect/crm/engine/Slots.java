// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

/** Slots for tests of who is told about them. */
public final class Slots {

    private Slots() {}

    public static Slot open() {
        return new OffsetTracker().open(new EngineBench.At(EngineBench.P0, 0), 0, 0);
    }
}
