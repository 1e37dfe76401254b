// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.protection;

import io.reverseetl.connect.transforms.data.Edit;
import io.reverseetl.connect.transforms.data.FieldName;
import io.reverseetl.connect.transforms.data.Schemas;
import io.reverseetl.connect.transforms.data.ValueKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Changes a value, or each element of an array.
 *
 * @param name what the user calls it
 * @param accepted what it can change
 * @param toText whether it makes text of whatever it changes; otherwise the type stays
 */
record ElementEdit(String name, Set<ValueKind> accepted, boolean toText, Conversion conversion) implements Edit.Change {

    /** Changes a value that is one of those accepted. */
    @FunctionalInterface
    interface Conversion {

        /**
         * The new value.
         *
         * @throws DataException that says what is wrong with {@code field}, without the value
         */
        Object apply(FieldName field, ValueKind kind, Object value);
    }

    @Override
    public Schema schema(FieldName field, Schema incoming) {
        if (incoming.type() == Schema.Type.ARRAY) {
            return Schemas.arrayOf(schema(field, incoming.valueSchema()), incoming);
        }
        ValueKind kind = ValueKind.of(incoming);
        check(field, kind, ValueKind.describe(incoming));
        return toText && kind != ValueKind.TEXT ? Schemas.text(incoming.isOptional()) : incoming;
    }

    @Override
    public Object apply(FieldName field, @Nullable Schema incoming, Object value) {
        if (value instanceof List<?> list) {
            Schema ofElements = incoming == null ? null : incoming.valueSchema();
            List<Object> changed = new ArrayList<>(list.size());
            for (Object element : list) {
                add(changed, element == null ? null : apply(field, ofElements, element));
            }
            return changed;
        }
        ValueKind kind = ValueKind.of(incoming, value);
        check(field, kind, value.getClass().getSimpleName());
        return conversion.apply(field, kind, value);
    }

    private void check(FieldName field, ValueKind kind, String actual) {
        if (!accepted.contains(kind)) {
            throw new DataException(name + " takes " + ValueKind.list(accepted) + ", but field '" + field + "' is "
                    + actual + ". Use another function for it, or change its type before.");
        }
    }

    @SuppressWarnings("NullAway") // A JSON array holds nulls.
    private static void add(List<Object> array, @Nullable Object value) {
        array.add(value);
    }
}
