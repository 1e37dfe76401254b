// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.data;

import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Sets a field to null, for which its schema becomes an optional one. */
public record Nulling() implements Edit.Change {

    @Override
    public Schema schema(FieldName field, Schema incoming) {
        return Schemas.nullable(incoming);
    }

    @Override
    public @Nullable Object apply(FieldName field, @Nullable Schema incoming, Object value) {
        return null;
    }
}
