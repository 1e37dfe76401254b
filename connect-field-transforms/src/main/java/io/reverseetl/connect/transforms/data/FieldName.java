// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.data;

import io.reverseetl.connect.transforms.syntax.Cursor;
import io.reverseetl.connect.transforms.syntax.Token;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The name of a field, or the path to one that is nested in the structs and maps of a record.
 *
 * @param names from the outermost field to the innermost
 */
public record FieldName(List<String> names) {

    /** As many names as somebody with a typo wants to read. */
    private static final int NAMES_SHOWN = 50;

    /**
     * A field as a record has it.
     *
     * @param schema null if it has none
     */
    public record Found(@Nullable Schema schema, @Nullable Object value) {}

    /**
     * Reads a name such as {@code address.city}.
     *
     * @throws io.reverseetl.connect.transforms.syntax.ConfigSyntaxException if it is none
     */
    public static FieldName parse(String text) {
        Cursor cursor = new Cursor(text);
        FieldName name = new FieldName(cursor.path("the name of a field"));
        if (cursor.peek().kind() != Token.Kind.END) {
            throw cursor.unexpected("`.` or the end of the name");
        }
        return name;
    }

    FieldName nested(String name) {
        return new FieldName(Stream.concat(names.stream(), Stream.of(name)).toList());
    }

    /**
     * Finds the field in a struct or map. One that is nested in a null is null.
     *
     * @return null if the record has no such field
     * @throws DataException if something on the way to it has no fields
     */
    public @Nullable Found in(Object record) {
        Schema schema = null;
        Object current = record;
        for (int depth = 0; depth < names.size() && current != null; depth++) {
            String name = names.get(depth);
            if (current instanceof Struct struct) {
                Field field = struct.schema().field(name);
                if (field == null) {
                    return null;
                }
                schema = field.schema();
                current = Schemas.get(struct, field);
            } else if (current instanceof Map<?, ?> map) {
                if (!map.containsKey(name)) {
                    return null;
                }
                schema = schema == null ? null : schema.valueSchema();
                current = map.get(name);
            } else {
                throw new DataException(
                        "there is no field '" + this + "', as '" + String.join(".", names.subList(0, depth))
                                + "' is " + describe(schema, current)
                                + ". Correct the path, or put the name in double quotes if the dot belongs to it.");
            }
        }
        return new Found(schema, current);
    }

    /** What to throw for a record that has no such field: the names that it has, and {@code advice}. */
    public DataException absent(Object record, String advice) {
        return new DataException(
                "there is no field '" + this + "' in the record, which has " + list(fieldsOf(record)) + ". " + advice);
    }

    private static Collection<?> fieldsOf(Object record) {
        return record instanceof Struct struct
                ? struct.schema().fields().stream().map(Field::name).toList()
                : ((Map<?, ?>) record).keySet();
    }

    /** Names, as an error message lists them. */
    public static String list(Collection<?> available) {
        if (available.isEmpty()) {
            return "none";
        }
        String shown =
                available.stream().limit(NAMES_SHOWN).map(String::valueOf).collect(Collectors.joining(", "));
        int hidden = available.size() - NAMES_SHOWN;
        return hidden > 0 ? shown + " and " + hidden + " more" : shown;
    }

    private static String describe(@Nullable Schema schema, Object value) {
        return schema == null ? value.getClass().getSimpleName() : ValueKind.describe(schema);
    }

    @Override
    public String toString() {
        return String.join(".", names);
    }
}
