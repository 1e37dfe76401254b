// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.data;

import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Copies of schemas that differ in one respect, and the values that go with them. */
public final class Schemas {

    private Schemas() {}

    public static Schema text(boolean optional) {
        return optional ? Schema.OPTIONAL_STRING_SCHEMA : Schema.STRING_SCHEMA;
    }

    /** The schema, with null allowed or not. A copy has no default value: it stood for another kind of null. */
    public static Schema withOptional(Schema schema, boolean optional) {
        return schema.isOptional() == optional ? schema : copy(schema, optional);
    }

    /** The schema, with null allowed, which no default value replaces. */
    public static Schema nullable(Schema schema) {
        return schema.isOptional() && schema.defaultValue() == null ? schema : copy(schema, true);
    }

    private static Schema copy(Schema schema, boolean optional) {
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

    /** The schema of an array that is like another, but has other elements. */
    public static Schema arrayOf(Schema elements, Schema likeness) {
        if (elements == likeness.valueSchema()) {
            return likeness;
        }
        return new ConnectSchema(
                Schema.Type.ARRAY,
                likeness.isOptional(),
                null,
                likeness.name(),
                likeness.version(),
                likeness.doc(),
                likeness.parameters(),
                null,
                null,
                elements);
    }

    /** A struct without fields that is otherwise like another. Its default, which has fields, cannot be kept. */
    public static SchemaBuilder likeness(Schema incoming) {
        SchemaBuilder builder = SchemaBuilder.struct()
                .name(incoming.name())
                .version(incoming.version())
                .doc(incoming.doc());
        if (incoming.isOptional()) {
            builder.optional();
        }
        return incoming.parameters() == null ? builder : builder.parameters(incoming.parameters());
    }

    /**
     * A field's value. The null of an optional field stays null, even if the schema has a default: {@link Struct#get}
     * would silently replace it.
     */
    public static @Nullable Object get(Struct struct, Field field) {
        boolean hasDefault = field.schema().defaultValue() != null;
        return hasDefault && field.schema().isOptional() ? struct.getWithoutDefault(field.name()) : struct.get(field);
    }

    /** The value as one of {@code schema}, from which its own differs in being optional. */
    public static @Nullable Object as(Schema schema, @Nullable Object value) {
        if (!(value instanceof Struct struct) || struct.schema().equals(schema)) {
            return value;
        }
        Struct copy = new Struct(schema);
        struct.schema().fields().forEach(field -> copy.put(field.name(), get(struct, field)));
        return copy;
    }
}
