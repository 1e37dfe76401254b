// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.cluster;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waiting between two looks at something that happens in another process. */
public final class Pause {

    private Pause() {}

    static void briefly() {
        of(Duration.ofMillis(50));
    }

    /** Waits, and throws if the thread is interrupted, as whoever waits is then to stop. */
    public static void of(Duration time) {
        LockSupport.parkNanos(time.toNanos());
        if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("Interrupted while waiting");
        }
    }
}
