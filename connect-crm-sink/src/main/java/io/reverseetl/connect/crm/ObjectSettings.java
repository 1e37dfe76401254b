// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.connect.crm.engine.IdChange;
import io.reverseetl.connect.crm.record.DeleteMode;
import io.reverseetl.connect.crm.record.IdSource;
import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.KnownFields;
import java.util.Optional;
import java.util.Set;

/**
 * One type of objects that is written.
 *
 * @param topic where its records come from; nothing if all records are of this type
 * @param fields what its records will have
 * @param idChange {@link IdChange#ORPHAN} if nothing is remembered of record keys
 * @param ownKeys the keys that the config gives for this type alone
 */
record ObjectSettings(
        Optional<String> topic,
        AdapterSettings crm,
        KnownFields fields,
        IdSource idFrom,
        IdChange idChange,
        DeleteMode deleteMode,
        Set<String> ownKeys) {

    static final String PREFIX = "objects.";

    String name() {
        return crm.object();
    }

    /** What it costs to take ids out of values, in words for the log; nothing if they come out of keys. */
    Optional<String> costOfIds() {
        if (idFrom.part() == IdSource.Part.KEY) {
            return Optional.empty();
        }
        String cost = idChange == IdChange.ORPHAN
                ? " a row whose id changes leaves its object behind, a tombstone is rejected as it has no id, and two rows"
                        + " with one id take turns in one object. Take the id out of the key, or set state.topic and"
                        + " id.change."
                : " a row with the id of another row is rejected, if this task knows that row, and state.topic takes three"
                        + " to four times the memory.";
        return Optional.of(
                "The ids of " + name() + " come out of values (" + keyOf(SinkKeys.ID_FROM.name()) + "):" + cost);
    }

    /** The name under which the config gives a key for this type. */
    String keyOf(String key) {
        return ownKeys.contains(key) ? ownKey(name(), key) : key;
    }

    static String ownKey(String object, String key) {
        return PREFIX + object + "." + key;
    }
}
