// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.spi;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * What an adapter needs to know of the config.
 *
 * @param url the base URL, without a slash at its end
 * @param object the object type to write
 * @param idProperty the property that identifies an object
 * @param nullPolicy what a field without a value does, unless {@code nullPolicyOf} says otherwise of it
 * @param write what a record with a value does
 * @param cleared the properties that a record without a value empties, if that is what it does
 * @param own the parsed values, in which the adapter finds its own keys
 */
public record AdapterSettings(
        URI url,
        String object,
        String idProperty,
        NullPolicy nullPolicy,
        Map<String, NullPolicy> nullPolicyOf,
        Operation write,
        List<String> cleared,
        Map<String, Object> own) {

    /** Upserts, with one null policy for all fields. */
    public AdapterSettings(URI url, String object, String idProperty, NullPolicy nullPolicy, Map<String, Object> own) {
        this(url, object, idProperty, nullPolicy, Map.of(), Operation.UPSERT, List.of(), own);
    }

    /** What a field without a value does. */
    public NullPolicy nullPolicy(String field) {
        return nullPolicyOf.getOrDefault(field, nullPolicy);
    }

    /** Whether there is a field that is left alone when it has no value. */
    public boolean ignoresNulls() {
        return nullPolicy == NullPolicy.IGNORE || nullPolicyOf.containsValue(NullPolicy.IGNORE);
    }

    /** Without the parsed values: they hold everything, secrets included. */
    @Override
    public String toString() {
        return "AdapterSettings[" + url + ", " + object + " by " + idProperty + ", nulls " + nullPolicy + "]";
    }
}
