// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

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
 * @param ownKeys the keys that the config gives for this type alone
 */
record ObjectSettings(
        Optional<String> topic,
        AdapterSettings crm,
        KnownFields fields,
        IdSource idFrom,
        DeleteMode deleteMode,
        Set<String> ownKeys) {

    static final String PREFIX = "objects.";

    String name() {
        return crm.object();
    }

    /** The name under which the config gives a key for this type. */
    String keyOf(String key) {
        return ownKeys.contains(key) ? ownKey(name(), key) : key;
    }

    static String ownKey(String object, String key) {
        return PREFIX + object + "." + key;
    }
}
