// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.spi;

import java.util.List;

/**
 * Fields that records will have, as far as the config says.
 *
 * @param key the config key that says it
 */
public record KnownFields(String key, List<String> names) {

    /** The config says nothing about fields. */
    public static final KnownFields NONE = new KnownFields("", List.of());

    public KnownFields {
        names = List.copyOf(names);
    }
}
