// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Function;

/** Batches to be sent again, at once or after a wait of their own. Their keys stay busy meanwhile. */
final class RetryQueue {

    private final Deque<Batch> ready = new ArrayDeque<>();
    private final PriorityQueue<Later> later = new PriorityQueue<>(Comparator.comparingLong(Later::at));

    void addFirst(Batch batch) {
        ready.addFirst(batch);
    }

    void addLast(Batch batch) {
        ready.addLast(batch);
    }

    void addLater(Batch batch, long at) {
        later.add(new Later(batch, at));
    }

    /** Makes those ready whose wait is over. */
    void wake(long now) {
        while (!later.isEmpty() && later.peek().at <= now) {
            ready.addLast(later.remove().batch);
        }
    }

    /** Takes the next one that is ready. */
    Optional<Batch> next() {
        return Optional.ofNullable(ready.pollFirst());
    }

    /** When the next one wants to be sent: a past moment if one is ready. */
    long nextAt() {
        if (!ready.isEmpty()) {
            return Long.MIN_VALUE;
        }
        return later.isEmpty() ? SendQueue.NEVER : later.peek().at;
    }

    /** Replaces each by what is left of it, if anything. */
    void replaceAll(Function<Batch, Optional<Batch>> remainder) {
        List<Batch> readyBefore = List.copyOf(ready);
        ready.clear();
        readyBefore.forEach(batch -> remainder.apply(batch).ifPresent(ready::addLast));
        List<Later> laterBefore = new ArrayList<>(later);
        later.clear();
        laterBefore.forEach(each -> remainder.apply(each.batch).ifPresent(batch -> addLater(batch, each.at)));
    }

    private record Later(Batch batch, long at) {}
}
