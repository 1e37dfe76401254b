// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps few records on their way. Connect's producer takes whatever it is given until its buffer of 32 MB is full: tens of
 * thousands of records would then be alive at once, and collecting the garbage among them cost more than all else.
 */
final class Backlog {

    private final int most;
    private final AtomicInteger underway = new AtomicInteger();
    private final Semaphore room = new Semaphore(0);

    /** @param most with so many records on their way no page is handed over; one that is may be larger than that */
    Backlog(int most) {
        this.most = most;
    }

    void handedOver(int records) {
        underway.addAndGet(records);
    }

    /** A record has arrived, or is left out. Any thread may say so. */
    void arrived() {
        int left = underway.decrementAndGet();
        if (left == most - 1 || left == 0) {
            room.release();
        }
    }

    /** Waits until a page may be handed over; false if none may for now. By the thread that hands over. */
    boolean awaitRoom(Duration atMost) throws InterruptedException {
        int unused = room.drainPermits();
        return underway.get() < most || room.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits until no record is on its way; false if some are for now. By the thread that hands over. */
    boolean awaitNone(Duration atMost) throws InterruptedException {
        int unused = room.drainPermits();
        return underway.get() == 0
                || (room.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS) && underway.get() == 0);
    }
}
