// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.TableName;
import java.util.Map;

/**
 * What Connect keeps an offset for. Frozen, and of exactly one field: Connect compares partitions by their JSON, which
 * follows the order of a map's fields.
 *
 * @param kind the field's name
 * @param name the field's value
 */
public record SourcePartition(String kind, String name) {

    private static final String TABLE = "table";

    public static SourcePartition of(TableName table) {
        return new SourcePartition(TABLE, table.toString());
    }

    /** As Connect takes it. */
    public Map<String, String> fields() {
        return Map.of(kind, name);
    }
}
