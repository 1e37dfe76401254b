// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import java.time.Instant;
import java.util.Optional;

/**
 * The bounds of one look.
 *
 * <pre>
 *   where the last look settled ──▶ settled ──▶ horizon
 *         rows are read for good         rows are read, and read again by the next look
 * </pre>
 *
 * @param again where to begin instead: what was read for good from there on may have grown
 */
record Look(Optional<Instant> again, Instant settled, Instant horizon) {

    boolean readsTwice() {
        return horizon.isAfter(settled);
    }
}
