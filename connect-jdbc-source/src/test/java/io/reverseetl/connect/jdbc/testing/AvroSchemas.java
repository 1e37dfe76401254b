// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.testing;

import java.util.stream.Collectors;
import org.apache.avro.Schema.Parser;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;

/** Writes a Connect schema as an Avro one, in the way that converters do, and lets Avro judge it. */
public final class AvroSchemas {

    private AvroSchemas() {}

    public static org.apache.avro.Schema parse(Schema schema) {
        return new Parser().parse(json(schema));
    }

    private static String json(Schema schema) {
        return switch (schema.type()) {
            case INT8, INT16, INT32 -> "\"int\"";
            case INT64 -> "\"long\"";
            case FLOAT32 -> "\"float\"";
            case FLOAT64 -> "\"double\"";
            case BOOLEAN -> "\"boolean\"";
            case STRING -> "\"string\"";
            case BYTES -> "\"bytes\"";
            case ARRAY -> "{\"type\": \"array\", \"items\": " + optional(schema.valueSchema()) + "}";
            case STRUCT ->
                "{\"type\": \"record\", \"name\": \"" + schema.name() + "\", \"fields\": ["
                        + schema.fields().stream().map(AvroSchemas::field).collect(Collectors.joining(", ")) + "]}";
            case MAP -> throw new AssertionError("The connector makes no maps");
        };
    }

    private static String field(Field field) {
        String withDefault = field.schema().isOptional() ? ", \"default\": null" : "";
        return "{\"name\": \"" + field.name() + "\", \"type\": " + optional(field.schema()) + withDefault + "}";
    }

    private static String optional(Schema schema) {
        return schema.isOptional() ? "[\"null\", " + json(schema) + "]" : json(schema);
    }
}
