// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

import io.reverseetl.connect.support.PluginVersion;
import java.util.Map;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the predicates have in common: a record that they cannot judge throws a {@link DataException} that names
 * predicate, topic and field, and never holds a value.
 */
abstract class FieldPredicate<R extends ConnectRecord<R>> implements Predicate<R>, Versioned {

    @Override
    public final boolean test(R record) {
        try {
            return holds(record);
        } catch (DataException e) {
            throw new DataException(
                    getClass().getSimpleName() + " on topic '" + record.topic() + "': " + e.getMessage(), e);
        }
    }

    abstract boolean holds(R record);

    /** The content, which has fields, or is refused. */
    static Object withFields(String name, @Nullable Object content) {
        if (content instanceof Struct || content instanceof Map) {
            return content;
        }
        throw new DataException(name + " has to be a struct or a map, but is "
                + (content == null ? "null" : "a " + content.getClass().getSimpleName())
                + ". Use a converter that yields one.");
    }

    @Override
    public final String version() {
        return PluginVersion.current();
    }

    @Override
    public void close() {}
}
