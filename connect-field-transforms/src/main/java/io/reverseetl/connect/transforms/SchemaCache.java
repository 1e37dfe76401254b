// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

import java.util.function.Function;
import org.apache.kafka.common.cache.LRUCache;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What was made for a schema, so that it is made once and not for each record. Not thread-safe: each task has a
 * transform of its own.
 */
final class SchemaCache<T> {

    private static final int SIZE = 16;

    private final LRUCache<Schema, T> known = new LRUCache<>(SIZE);
    private final Function<Schema, T> make;
    private @Nullable Schema last;
    private @Nullable T madeOfLast;

    SchemaCache(Function<Schema, T> make) {
        this.make = make;
    }

    /** Records come in runs of one schema, as the same instance: then nothing is compared. */
    T get(Schema schema) {
        T made = madeOfLast;
        if (schema != last || made == null) {
            made = known.get(schema);
            if (made == null) {
                made = make.apply(schema);
                known.put(schema, made);
            }
            last = schema;
            madeOfLast = made;
        }
        return made;
    }
}
