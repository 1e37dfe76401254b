// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.control;

import io.reverseetl.testing.crm.store.Version;
import java.util.Map;

/** A live object, as short as it can be said: there may be 100,000 of them. */
record ObjectBody(String id, Map<String, String> properties) {

    static ObjectBody of(Version newest) {
        return new ObjectBody(newest.id(), newest.properties());
    }
}
