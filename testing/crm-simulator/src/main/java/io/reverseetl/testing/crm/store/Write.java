// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.store;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Create or update the object that has a value in a unique property.
 *
 * @param key the unique property that finds the object, or {@link #RECORD_ID}
 * @param keyValue its value
 * @param properties what to set; an empty value clears; what is not named stays as it is
 */
public record Write(
        String key,
        String keyValue,
        Map<String, String> properties,
        @Nullable String traceId) {

    /** Finds an object by the id that the CRM has given it. */
    public static final String RECORD_ID = "hs_object_id";

    /** What the write sets, its key among it. */
    Map<String, String> changes() {
        Map<String, String> changes = new HashMap<>(properties);
        if (!key.equals(RECORD_ID)) {
            changes.putIfAbsent(key, keyValue);
        }
        return changes;
    }

    /** What the write sets a property to: empty if it clears the property or leaves it as it is. */
    String valueOf(String property) {
        return properties.getOrDefault(property, property.equals(key) ? keyValue : "");
    }
}
