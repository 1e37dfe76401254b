// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.store;

import io.reverseetl.testing.crm.store.UpsertOutcome.Applied;
import io.reverseetl.testing.crm.store.UpsertOutcome.Conflict;
import io.reverseetl.testing.crm.store.UpsertOutcome.Result;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * All objects of the CRM and every version that each ever had. One lock guards everything: a batch is applied as a
 * whole or not at all, and versions have one global order. Memory grows with every accepted write, until the store is
 * thrown away.
 */
public final class ObjectStore {

    private final InstantSource clock;
    private final Map<String, ObjectTable> tables = new TreeMap<>();
    private final List<Version> log = new ArrayList<>();
    private long lastId = 100;

    public ObjectStore(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Applies a batch: all writes, or none if one of them would give two objects the same value of a unique property.
     *
     * @param unique the type's unique properties: always the same ones, or more than before
     */
    public synchronized UpsertOutcome upsert(String type, Set<String> unique, Collection<Write> writes) {
        ObjectTable table = tables.computeIfAbsent(type, ObjectTable::new);
        Optional<Conflict> conflict = table.conflictOf(unique, writes);
        if (conflict.isPresent()) {
            return conflict.get();
        }
        Instant now = clock.instant();
        List<Result> results = new ArrayList<>(writes.size());
        for (Write write : writes) {
            results.add(apply(table, unique, write, now));
        }
        return new Applied(results);
    }

    private Result apply(ObjectTable table, Set<String> unique, Write write, Instant now) {
        Optional<Version> current = table.find(write.key(), write.keyValue());
        Version next = new Version(
                log.size() + 1L,
                table.type(),
                current.map(Version::id).orElseGet(() -> Long.toString(++lastId)),
                current.map(Version::properties).orElse(PropertyMap.EMPTY).with(write.changes()),
                write.traceId(),
                current.map(Version::createdAt).orElse(now),
                now,
                false);
        table.add(next, unique);
        log.add(next);
        return new Result(next, current.isEmpty());
    }

    /** Archives an object: its unique values are free again. Returns false if there is no such object. */
    public synchronized boolean archive(String type, String id) {
        ObjectTable table = table(type);
        Optional<Version> current = table.get(id).filter(version -> !version.archived());
        current.ifPresent(version -> {
            Version last = new Version(
                    log.size() + 1L, type, id, version.properties(), null, version.createdAt(), clock.instant(), true);
            table.add(last, Set.of());
            log.add(last);
        });
        return current.isPresent();
    }

    /** The newest version of an object, which may be archived. */
    public synchronized Optional<Version> get(String type, String id) {
        return table(type).get(id);
    }

    /** The newest version of the live object that has a value in a unique property. */
    public synchronized Optional<Version> find(String type, String uniqueProperty, String value) {
        return table(type).find(uniqueProperty, value);
    }

    /** All live objects of a type, in the order of their creation. */
    public synchronized List<Version> live(String type) {
        return table(type).live();
    }

    /** All versions of an object, oldest first; none if there is no such object. */
    public synchronized List<Version> history(String type, String id) {
        return table(type).history(id);
    }

    /** Up to {@code limit} accepted versions in global order, from the first whose seq is greater than {@code after}. */
    public synchronized List<Version> versionsAfter(long after, int limit) {
        int from = (int) Math.max(0, Math.min(after, log.size()));
        int to = (int) Math.min(log.size(), (long) from + limit);
        return List.copyOf(log.subList(from, to));
    }

    public synchronized long versions() {
        return log.size();
    }

    /** The number of live objects of each type that ever had one. */
    public synchronized Map<String, Integer> count() {
        Map<String, Integer> counts = new TreeMap<>();
        tables.forEach((type, table) -> counts.put(type, table.liveCount()));
        return counts;
    }

    /** The table to read from: asking for a type that has no objects leaves no trace. */
    private ObjectTable table(String type) {
        ObjectTable table = tables.get(type);
        return table == null ? new ObjectTable(type) : table;
    }
}
