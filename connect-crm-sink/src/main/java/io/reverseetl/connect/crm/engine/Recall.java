// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Compares versions with what the CRM is known to hold, and keeps that up to date. No offset may be committed past an
 * entry that is not safe yet: whoever starts from there would be misled by the entry before it.
 */
final class Recall {

    private final StateStore store;
    /** Of each key with entries on their way to the store: what waits for the latest of them. */
    private final Map<StateKey, List<Runnable>> unsafe = new HashMap<>();
    /** How many entries are on their way, by the partition that they belong to. */
    private final Map<TopicPartition, Integer> storing = new HashMap<>();

    Recall(StateStore store) {
        this.store = store;
    }

    /** Whether the CRM has acknowledged a version of a later change to the row: this one would take it back in time. */
    boolean isOld(Mark mark) {
        Known known = store.find(mark.key());
        return known != null && mark.sourceMicros() != Mark.NO_TIME && mark.sourceMicros() < known.sourceMicros();
    }

    /** Whether the CRM holds what this version says, provided that nothing of its object is on its way or waits. */
    boolean isUnchanged(Mark mark) {
        Known known = store.find(mark.key());
        return known != null && store.skipsUnchanged() && mark.content() == known.content();
    }

    /** Runs something once what is known of the object is safe; at once if it is. */
    void whenSafe(Mark mark, Runnable then) {
        List<Runnable> waiting = unsafe.get(mark.key());
        if (waiting == null) {
            then.run();
        } else {
            waiting.add(then);
        }
    }

    /**
     * The CRM has acknowledged the version.
     *
     * @param then run once that is safe
     */
    void acknowledged(Version version, String crmId, Runnable then) {
        Mark mark = version.mark();
        store(version, new Known(mark.content(), mark.sourceMicros()), crmId, then);
    }

    /**
     * The version has its outcome, but without an acknowledgement: the CRM may hold it nevertheless, as its answer may
     * have been lost, by this task or by one before. What is known of the object is then no longer to be relied on.
     * (Known is A; B is written, but the answer is lost; A comes again and takes B's place; B's offset is committed;
     * crash; A would be "unchanged", and the CRM would keep B.)
     *
     * @param then run once the object is safely unknown
     */
    void abandoned(Version version, Runnable then) {
        Known known = store.find(version.mark().key());
        if (known == null || known.content() == Known.UNKNOWN) {
            whenSafe(version.mark(), then);
        } else {
            store(version, new Known(Known.UNKNOWN, known.sourceMicros()), "", then);
        }
    }

    private void store(Version version, Known known, String crmId, Runnable then) {
        StateKey key = version.mark().key();
        TopicPartition partition = version.slot().origin().partition();
        List<Runnable> waiting = new ArrayList<>(List.of(then));
        unsafe.put(key, waiting);
        storing.merge(partition, 1, Integer::sum);
        store.store(key, known, crmId, () -> {
            unsafe.computeIfPresent(key, (same, latest) -> latest == waiting ? null : latest);
            storing.computeIfPresent(partition, (same, left) -> left == 1 ? null : left - 1);
            waiting.forEach(Runnable::run);
        });
    }

    boolean isStoring(Collection<TopicPartition> partitions) {
        return partitions.stream().anyMatch(storing::containsKey);
    }
}
