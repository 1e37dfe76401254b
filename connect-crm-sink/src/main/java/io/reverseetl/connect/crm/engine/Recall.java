// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import io.reverseetl.connect.crm.spi.CrmJob;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.crm.spi.WriteResult;
import io.reverseetl.connect.crm.spi.WriteResult.Written;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
    /** What earlier jobs have written and nobody has asked for since. */
    private final Set<StateKey> writtenByJobs = new HashSet<>();

    Recall(StateStore store) {
        this.store = store;
    }

    /** Whether the CRM has acknowledged a version of a later change to the row: this one would take it back in time. */
    boolean isOld(Mark mark) {
        Known known = store.find(mark.key());
        return known != null && mark.sourceMicros() != Mark.NO_TIME && mark.sourceMicros() < known.sourceMicros();
    }

    /**
     * Whether the CRM holds what this version says, provided that nothing of its object is on its way or waits. Where
     * that is no reason not to write it, it is one once for what an earlier job has written.
     */
    boolean isUnchanged(Mark mark) {
        Known known = store.find(mark.key());
        boolean skips = writtenByJobs.remove(mark.key()) || store.skipsUnchanged();
        return known != null && skips && mark.content() == known.content();
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
        Known before = Objects.requireNonNullElse(store.find(mark.key()), Known.NOTHING);
        if (!mark.followsRecordKey()) {
            store(version, new Known(mark.content(), mark.sourceMicros(), Fingerprint.NONE, crmId), then);
        } else if (version.payload().operation().removes()) {
            store(version, new Known(mark.content(), mark.sourceMicros()), then);
        } else {
            Fingerprint id = version.externalId().isEmpty() ? before.id() : mark.id();
            String known = crmId.isEmpty() ? before.crmId() : crmId;
            store(version, new Known(mark.content(), mark.sourceMicros(), id, known), then);
        }
    }

    /**
     * The object that the version's record key had is no more; the version itself is still to be written.
     *
     * @param then run once that is safe
     */
    void gone(Version version, Runnable then) {
        Known known = Objects.requireNonNullElse(store.find(version.mark().key()), Known.NOTHING);
        store(version, known.withoutObject(version.mark()), then);
    }

    /** The external id that the record key's object was given last; {@link Fingerprint#NONE} if none is known. */
    Fingerprint idOf(Mark mark) {
        Known known = mark.followsRecordKey() ? store.find(mark.key()) : null;
        return known == null ? Fingerprint.NONE : known.id();
    }

    /** Whether an object of the record key is known. */
    boolean hasObject(Mark mark) {
        Known known = store.find(mark.key());
        return known != null && !known.crmId().isEmpty();
    }

    /** Whether the last that is known of the record key is that the CRM has done what this version says. */
    boolean isDone(Mark mark) {
        Known known = store.find(mark.key());
        return known != null && known.content() == mark.content();
    }

    /** The other record key that has the version's external id; nothing if there is none, or if its own key has it. */
    Optional<StateKey> otherHolder(Mark mark) {
        Known known = store.find(mark.key());
        boolean own = known != null && known.id().equals(mark.id());
        return own ? Optional.empty() : Optional.ofNullable(store.holder(mark.id()));
    }

    /** What it takes to write a version, as far as is known now. */
    Step step(Version version) {
        Operation operation = version.payload().operation();
        Mark mark = version.mark();
        Known known = mark.followsRecordKey() ? store.find(mark.key()) : null;
        if (known == null || known.crmId().isEmpty()) {
            return new Step(operation, "");
        }
        if (version.externalId().isEmpty()) {
            return new Step(operation, known.crmId());
        }
        // By the CRM's own id even if the external id is the same as before: what it really is now, only the CRM knows.
        boolean putAway = mark.idChange() == IdChange.ARCHIVE && !mark.id().equals(known.id());
        return new Step(putAway ? Operation.ARCHIVE : Operation.UPDATE_KNOWN, known.crmId());
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
        if (known == null || known.content() == Known.UNKNOWN || isWithoutObject(version.mark(), known)) {
            whenSafe(version.mark(), then);
        } else {
            store(version, known.withoutContent(), then);
        }
    }

    /** That a record key's object has gone stays true whatever was tried since: one that nobody knows is not found. */
    private static boolean isWithoutObject(Mark mark, Known known) {
        return mark.followsRecordKey() && known.id().equals(Fingerprint.NONE);
    }

    private void store(Version version, Known known, Runnable then) {
        store(version.mark().key(), version.slot().origin().partition(), known, then);
    }

    private void store(StateKey key, TopicPartition partition, Known known, Runnable then) {
        List<Runnable> waiting = new ArrayList<>(List.of(then));
        unsafe.put(key, waiting);
        storing.merge(partition, 1, Integer::sum);
        store.store(key, known, () -> {
            unsafe.computeIfPresent(key, (same, latest) -> latest == waiting ? null : latest);
            stored(partition);
            waiting.forEach(Runnable::run);
        });
    }

    private void stored(TopicPartition partition) {
        storing.computeIfPresent(partition, (same, left) -> left == 1 ? null : left - 1);
    }

    // --- jobs --------------------------------------------------------------------------------------------------

    /**
     * The CRM has made a job of a batch.
     *
     * @param then run once that is safe
     */
    void begun(CrmJob job, Batch batch, Runnable then) {
        Map<TopicPartition, Map<Fingerprint, Known>> writes = new HashMap<>();
        for (Attempt attempt : batch.attempts()) {
            Mark mark = attempt.newest().mark();
            Map<Fingerprint, Known> ofPartition =
                    writes.computeIfAbsent(mark.key().partition(), none -> new HashMap<>());
            if (!mark.followsRecordKey()) {
                ofPartition.put(mark.key().fingerprint(), new Known(mark.content(), mark.sourceMicros()));
            }
        }
        Set<TopicPartition> unsafe = new HashSet<>(writes.keySet());
        writes.forEach((partition, known) -> {
            storing.merge(partition, 1, Integer::sum);
            store.begin(new StoredJob(partition, job, known), () -> {
                stored(partition);
                unsafe.remove(partition);
                if (unsafe.isEmpty()) {
                    then.run();
                }
            });
        });
    }

    /** An earlier job is over: what it has written is known as if it had been sent now. */
    void learn(StoredJob stored, Map<String, WriteResult> results) {
        results.forEach((externalId, result) -> {
            Fingerprint id = Fingerprint.ofExternalId(stored.job().object(), externalId);
            Known known = stored.writes().get(id);
            if (known != null && result instanceof Written written) {
                StateKey key = new StateKey(stored.partition(), id.high(), id.low());
                Known now = new Known(known.content(), known.sourceMicros(), Fingerprint.NONE, written.crmId());
                store(key, stored.partition(), now, () -> {});
                writtenByJobs.add(key);
            }
        });
    }

    boolean isStoring(Collection<TopicPartition> partitions) {
        return partitions.stream().anyMatch(storing::containsKey);
    }
}
