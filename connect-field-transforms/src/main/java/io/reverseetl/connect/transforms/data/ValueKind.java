// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.data;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** What functions tell apart. Date, time and timestamp are one Java class, so that only a schema tells which it is. */
public enum ValueKind {
    TEXT("text"),
    NUMBER("a number"),
    BOOLEAN("a boolean"),
    DATE("a Date"),
    TIME("a Time"),
    TIMESTAMP("a Timestamp"),
    OTHER("something else");

    private static final Map<String, ValueKind> LOGICAL_TYPES = Map.of(
            Date.LOGICAL_NAME, DATE,
            Time.LOGICAL_NAME, TIME,
            Timestamp.LOGICAL_NAME, TIMESTAMP,
            Decimal.LOGICAL_NAME, NUMBER);

    private final String description;

    ValueKind(String description) {
        this.description = description;
    }

    public static ValueKind of(Schema schema) {
        ValueKind logical = schema.name() == null ? null : LOGICAL_TYPES.get(schema.name());
        if (logical != null) {
            return logical;
        }
        return switch (schema.type()) {
            case STRING -> TEXT;
            case BOOLEAN -> BOOLEAN;
            case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64 -> NUMBER;
            default -> OTHER;
        };
    }

    /** The kind of a value without a schema. */
    public static ValueKind of(Object value) {
        if (value instanceof String) {
            return TEXT;
        }
        if (value instanceof Number) {
            return NUMBER;
        }
        if (value instanceof Boolean) {
            return BOOLEAN;
        }
        return value instanceof java.util.Date ? TIMESTAMP : OTHER;
    }

    /** The kind of a value that may have a schema. */
    public static ValueKind of(@Nullable Schema schema, Object value) {
        return schema == null ? of(value) : of(schema);
    }

    /** The type as users know it: the name of a logical type, else the schema type. */
    public static String describe(Schema schema) {
        return schema.name() == null ? schema.type().toString() : schema.type() + " (" + schema.name() + ")";
    }

    public static String list(Collection<ValueKind> kinds) {
        return kinds.stream().sorted().map(kind -> kind.description).collect(Collectors.joining(" or "));
    }
}
