// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.state;

import io.reverseetl.connect.crm.engine.Fingerprint;
import io.reverseetl.connect.crm.engine.Known;
import io.reverseetl.connect.crm.engine.StoredJob;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the objects of one partition. A task may have to remember millions, so an entry is 32 bytes in an
 * array of longs and not some 200 bytes of Java objects: with free places between them, 40 to 60 bytes a key. What is
 * known under a record key has ids too, which are kept beside it. Entries are never removed. For one thread at a time.
 */
final class StateTable {

    private static final int CONTENT = 0;
    private static final int MICROS = 1;

    private final LongTable entries = new LongTable(2);
    private final IdTable ids = new IdTable();
    /** By the CRM's name: those that are not over. */
    private final Map<String, StoredJob> jobs = new HashMap<>();

    int size() {
        return entries.size();
    }

    /** What the table takes in memory. */
    long bytes() {
        return entries.bytes() + ids.bytes();
    }

    @Nullable
    Known get(long high, long low) {
        int at = entries.find(high, low);
        return at < 0
                ? null
                : new Known(entries.get(at, CONTENT), entries.get(at, MICROS), ids.id(high, low), ids.crmId(high, low));
    }

    /** The record key whose object has the external id; null if there is none. */
    @Nullable
    Fingerprint holder(Fingerprint id) {
        return ids.holder(id);
    }

    List<StoredJob> jobs() {
        return List.copyOf(jobs.values());
    }

    void putJob(StoredJob job) {
        jobs.put(job.job().id(), job);
    }

    void removeJob(String name) {
        jobs.remove(name);
    }

    void put(long high, long low, Known known) {
        int at = entries.findOrAdd(high, low);
        entries.set(at, CONTENT, known.content());
        entries.set(at, MICROS, known.sourceMicros());
        ids.put(high, low, known);
    }
}
