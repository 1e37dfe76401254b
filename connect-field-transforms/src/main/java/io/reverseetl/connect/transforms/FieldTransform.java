// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

import io.reverseetl.connect.support.PluginVersion;
import java.util.Map;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * What the transforms have in common: they work on the fields of a struct, or of a map without a schema; a null key or
 * value passes untouched; and a record that does not fit throws a {@link DataException} that names transform, topic and
 * field, and never holds a value.
 */
abstract class FieldTransform<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

    private final RecordPart part;

    FieldTransform(RecordPart part) {
        this.part = part;
    }

    @Override
    public final R apply(R record) {
        Object content = part.content(record);
        if (content == null) {
            return record;
        }
        Schema schema = part.schema(record);
        try {
            if (content instanceof Struct struct) {
                return apply(record, struct);
            }
            if (content instanceof Map<?, ?> map && schema == null) {
                return apply(record, map);
            }
        } catch (DataException e) {
            throw new DataException(describe(record) + ": " + e.getMessage(), e);
        }
        String type = schema == null
                ? content.getClass().getSimpleName() + ", without a schema"
                : schema.type().toString();
        throw new DataException(
                describe(record) + " takes a struct, or a map without a schema, but the type of this one is " + type
                        + ". Use a converter that yields one, or put a transform such as HoistField before this one.");
    }

    abstract R apply(R record, Struct content);

    abstract R apply(R record, Map<?, ?> content);

    final RecordPart part() {
        return part;
    }

    private String describe(R record) {
        String name = getClass().getName();
        return name.substring(name.lastIndexOf('.') + 1) + " on topic '" + record.topic() + "'";
    }

    /** What {@code configure} has made. */
    static <T> T configured(@Nullable T made) {
        if (made == null) {
            throw new IllegalStateException("The transform is used before configure()");
        }
        return made;
    }

    @Override
    public final String version() {
        return PluginVersion.current();
    }

    @Override
    public void close() {}
}
