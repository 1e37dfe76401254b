// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Whose turn it is: the due stream that has waited for the most turns, so that a big table never starves a small one. */
final class Rotation {

    private final List<Turn> turns;
    private int last = -1;

    Rotation(List<Turn> turns) {
        this.turns = turns;
    }

    /** One stream's place in the rotation. */
    record Turn(Stream stream, Retry retry) {

        Instant due() {
            return stream.due().isAfter(retry.resumeAt()) ? stream.due() : retry.resumeAt();
        }
    }

    List<Stream> streams() {
        return turns.stream().map(Turn::stream).toList();
    }

    /** When the first of the streams is due. */
    Instant due() {
        return turns.stream().map(Turn::due).min(Comparator.naturalOrder()).orElse(Instant.MAX);
    }

    /** The next stream in turn that is due; there must be one. */
    Turn next(Instant now) {
        for (int step = 1; step <= turns.size(); step++) {
            int candidate = (last + step) % turns.size();
            if (!turns.get(candidate).due().isAfter(now)) {
                last = candidate;
                return turns.get(candidate);
            }
        }
        throw new IllegalStateException("No stream is due at " + now);
    }
}
