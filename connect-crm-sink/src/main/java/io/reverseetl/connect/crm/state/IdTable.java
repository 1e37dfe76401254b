// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.state;

import io.reverseetl.connect.crm.engine.Fingerprint;
import io.reverseetl.connect.crm.engine.Known;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ids of the objects of record keys, and whose each external id is: 96 bytes a key in arrays of longs, 120 to 180
 * with the free places between them. Empty, and next to no bytes, where objects are known by their external ids. For
 * one thread at a time.
 */
final class IdTable {

    private static final int ID_HIGH = 0;
    private static final int ID_LOW = 1;
    private static final int CRM_ID = 2;

    /** By record key: its external id's fingerprint, and the CRM's id in two longs. */
    private final LongTable byKey = new LongTable(4);
    /** By external id: the record key that had it last, which may have another one by now. */
    private final LongTable byId = new LongTable(2);
    /** By record key: the CRM's ids that do not fit into two longs. */
    private final Map<Fingerprint, String> longCrmIds = new HashMap<>();

    long bytes() {
        return byKey.bytes() + byId.bytes();
    }

    Fingerprint id(long high, long low) {
        int at = byKey.find(high, low);
        return at < 0 ? Fingerprint.NONE : new Fingerprint(byKey.get(at, ID_HIGH), byKey.get(at, ID_LOW));
    }

    /** The CRM's own id of a record key's object; empty if it is not known. */
    String crmId(long high, long low) {
        int at = byKey.find(high, low);
        if (at < 0) {
            return "";
        }
        String packed = PackedText.unpack(byKey.get(at, CRM_ID), byKey.get(at, CRM_ID + 1));
        return packed.isEmpty() ? longCrmIds.getOrDefault(new Fingerprint(high, low), "") : packed;
    }

    /** The record key whose object has the external id; null if there is none. */
    @Nullable
    Fingerprint holder(Fingerprint id) {
        int at = byId.find(id.high(), id.low());
        if (at < 0) {
            return null;
        }
        Fingerprint key = new Fingerprint(byId.get(at, 0), byId.get(at, 1));
        return id(key.high(), key.low()).equals(id) ? key : null;
    }

    void put(long high, long low, Known known) {
        boolean identified = !known.id().equals(Fingerprint.NONE);
        if (!identified && byKey.find(high, low) < 0) {
            return;
        }
        int at = byKey.findOrAdd(high, low);
        byKey.set(at, ID_HIGH, known.id().high());
        byKey.set(at, ID_LOW, known.id().low());
        boolean fits = PackedText.fits(known.crmId());
        byKey.set(at, CRM_ID, fits ? PackedText.first(known.crmId()) : 0);
        byKey.set(at, CRM_ID + 1, fits ? PackedText.second(known.crmId()) : 0);
        longCrmIds.remove(new Fingerprint(high, low));
        if (!fits) {
            longCrmIds.put(new Fingerprint(high, low), known.crmId());
        }
        if (identified) {
            int idAt = byId.findOrAdd(known.id().high(), known.id().low());
            byId.set(idAt, 0, high);
            byId.set(idAt, 1, low);
        }
    }
}
