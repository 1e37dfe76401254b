// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.mapping;

import io.reverseetl.connect.transforms.data.FieldName;
import io.reverseetl.connect.transforms.data.Schemas;
import io.reverseetl.connect.transforms.data.ValueKind;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * A field of the record, or one nested in its structs and maps. A field nested in a null is null.
 *
 * @param names from the outermost field to the one that is read
 * @param mayBeAbsent whether a record or schema without it is fine
 */
record FieldPath(List<String> names, boolean mayBeAbsent) implements Expression {

    @Override
    public Optional<Bound> bind(@Nullable Schema record) {
        String description = "field '" + path(names.size()) + "'";
        if (record == null) {
            return Optional.of(new Bound(description, null, this::read));
        }
        Schema current = record;
        boolean nullable = false;
        for (int depth = 0; depth < names.size(); depth++) {
            nullable |= depth > 0 && current.isOptional();
            if (current.type() == Schema.Type.STRUCT) {
                Field field = current.field(names.get(depth));
                if (field == null) {
                    refuseUnlessOptional(depth, fieldNames(current));
                    return Optional.empty();
                }
                current = field.schema();
            } else if (current.type() == Schema.Type.MAP) {
                // Which keys a map has differs from record to record.
                nullable = true;
                current = current.valueSchema();
            } else {
                throw notNested(depth, ValueKind.describe(current));
            }
        }
        if (nullable && !current.isOptional()) {
            Schema optional = Schemas.withOptional(current, true);
            return Optional.of(new Bound(description, optional, struct -> Schemas.as(optional, read(struct))));
        }
        return Optional.of(new Bound(description, current, this::read));
    }

    private @Nullable Object read(Object record) {
        Object current = record;
        for (int depth = 0; depth < names.size() && current != null; depth++) {
            String name = names.get(depth);
            if (current instanceof Struct struct) {
                Field field = struct.schema().field(name);
                if (field == null) {
                    refuseUnlessOptional(depth, fieldNames(struct.schema()));
                    return Bound.Absent.FIELD;
                }
                current = Schemas.get(struct, field);
            } else if (current instanceof Map<?, ?> map) {
                if (!map.containsKey(name)) {
                    refuseUnlessOptional(depth, map.keySet());
                    return Bound.Absent.FIELD;
                }
                current = map.get(name);
            } else {
                throw notNested(depth, current.getClass().getSimpleName());
            }
        }
        return current;
    }

    @Override
    public Expression optional() {
        return new FieldPath(names, true);
    }

    /** A struct or map of which one nested field is read is not taken over: its other fields would be lost. */
    @Override
    public Stream<String> fields() {
        return names.size() == 1 ? names.stream() : Stream.empty();
    }

    private void refuseUnlessOptional(int depth, Collection<?> available) {
        if (!mayBeAbsent) {
            throw new DataException("there is no field '" + names.get(depth) + "' in " + container(depth)
                    + ", which has " + FieldName.list(available)
                    + ". Correct the name in the mapping, or add `| optional` if the field may be absent.");
        }
    }

    private DataException notNested(int depth, String type) {
        return new DataException("there is no field '" + names.get(depth) + "' in " + container(depth) + ", which is "
                + type + ". Correct the path, or put the name in double quotes if the dot belongs to it.");
    }

    private String container(int depth) {
        return depth == 0 ? "the record" : "'" + path(depth) + "'";
    }

    private String path(int length) {
        return String.join(".", names.subList(0, length));
    }

    private static List<String> fieldNames(Schema struct) {
        return struct.fields().stream().map(Field::name).toList();
    }
}
