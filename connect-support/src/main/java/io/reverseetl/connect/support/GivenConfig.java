// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.support;

import java.util.HashMap;
import java.util.Map;

/** What a connector is given as its config. */
public final class GivenConfig {

    private GivenConfig() {}

    /** The config without keys whose value is null: Connect's REST API takes these, and they say nothing. */
    public static Map<String, String> withoutNulls(Map<String, String> given) {
        Map<String, String> present = new HashMap<>(given);
        present.values().removeIf(value -> value == null);
        return present;
    }
}
