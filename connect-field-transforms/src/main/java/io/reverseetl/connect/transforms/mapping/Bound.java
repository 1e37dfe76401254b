// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.mapping;

import io.reverseetl.connect.transforms.data.Schemas;
import io.reverseetl.connect.transforms.data.ValueKind;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * An expression that is ready to read records of one schema.
 *
 * @param description what error messages call it, for example {@code field 'address.city'}
 * @param schema of what is read; null if records have none
 */
record Bound(String description, @Nullable Schema schema, Reader reader) {

    /** What a reader returns for a field that may be absent, and is. A null is a value: it may clear a target. */
    enum Absent {
        FIELD
    }

    /** Reads a struct or a map. */
    @FunctionalInterface
    interface Reader {

        /** Returns null for a field that is null, and {@link Absent#FIELD} for one that is not there. */
        @Nullable
        Object read(Object record);
    }

    /** Turns a value into text. */
    @FunctionalInterface
    interface ToText {

        String convert(ValueKind kind, Object value);
    }

    @Nullable
    Object read(Object record) {
        return reader.read(record);
    }

    /**
     * The text that a function makes of this; null stays null, and absent stays absent.
     *
     * @param function what error messages call it
     * @param accepted what it can be made of: checked now if there is a schema, else for each value
     */
    Bound toText(String function, Set<ValueKind> accepted, ToText conversion) {
        Schema input = schema;
        if (input == null) {
            return new Bound(description, null, record -> {
                Object value = read(record);
                if (value == null || value == Absent.FIELD) {
                    return value;
                }
                ValueKind kind = ValueKind.of(value);
                check(kind, accepted, function, value.getClass().getSimpleName());
                return conversion.convert(kind, value);
            });
        }
        ValueKind kind = ValueKind.of(input);
        check(kind, accepted, function, ValueKind.describe(input));
        return new Bound(description, Schemas.text(input.isOptional()), record -> {
            Object value = read(record);
            return value == null || value == Absent.FIELD ? value : conversion.convert(kind, value);
        });
    }

    private void check(ValueKind kind, Set<ValueKind> accepted, String function, String actual) {
        if (!accepted.contains(kind)) {
            throw new DataException(
                    function + " takes " + ValueKind.list(accepted) + ", but " + description + " is " + actual);
        }
    }
}
