// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.mapping;

import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Copies of schemas that differ in one respect, and the values that go with them. */
final class Schemas {

    private Schemas() {}

    static Schema text(boolean optional) {
        return optional ? Schema.OPTIONAL_STRING_SCHEMA : Schema.STRING_SCHEMA;
    }

    /** The schema, with null allowed or not. A copy has no default value: it stood for another kind of null. */
    static Schema withOptional(Schema schema, boolean optional) {
        if (schema.isOptional() == optional) {
            return schema;
        }
        boolean isMap = schema.type() == Schema.Type.MAP;
        boolean hasElements = isMap || schema.type() == Schema.Type.ARRAY;
        return new ConnectSchema(
                schema.type(),
                optional,
                null,
                schema.name(),
                schema.version(),
                schema.doc(),
                schema.parameters(),
                schema.type() == Schema.Type.STRUCT ? schema.fields() : null,
                isMap ? schema.keySchema() : null,
                hasElements ? schema.valueSchema() : null);
    }

    /**
     * A field's value. The null of an optional field stays null, even if the schema has a default: {@link Struct#get}
     * would silently replace it.
     */
    static @Nullable Object get(Struct struct, Field field) {
        return field.schema().isOptional() ? struct.getWithoutDefault(field.name()) : struct.get(field);
    }

    /** The value as one of {@code schema}, from which its own differs in being optional. */
    static @Nullable Object as(Schema schema, @Nullable Object value) {
        if (!(value instanceof Struct struct) || struct.schema().equals(schema)) {
            return value;
        }
        Struct copy = new Struct(schema);
        struct.schema().fields().forEach(field -> copy.put(field.name(), get(struct, field)));
        return copy;
    }
}
