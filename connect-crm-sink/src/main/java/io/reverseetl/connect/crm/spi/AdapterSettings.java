// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.spi;

import java.net.URI;
import java.util.Map;

/**
 * What an adapter needs to know of the config.
 *
 * @param url the base URL, without a slash at its end
 * @param object the object type to write
 * @param idProperty the property that identifies an object
 * @param own the parsed values, in which the adapter finds its own keys
 */
public record AdapterSettings(
        URI url, String object, String idProperty, NullPolicy nullPolicy, Map<String, Object> own) {

    /** Without the parsed values: they hold everything, secrets included. */
    @Override
    public String toString() {
        return "AdapterSettings[" + url + ", " + object + " by " + idProperty + ", nulls " + nullPolicy + "]";
    }
}
