// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.mapping;

import io.reverseetl.connect.transforms.data.FieldName;
import io.reverseetl.connect.transforms.data.Schemas;
import io.reverseetl.connect.transforms.data.ValueKind;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * A field of the record, or what is nested in its structs, maps and arrays. What is nested in a null is null, and so is
 * an element behind the end of its array.
 *
 * @param steps from the outermost field to what is read
 * @param mayBeAbsent whether a record or schema without it is fine
 */
record FieldPath(List<Step> steps, boolean mayBeAbsent) implements Expression {

    /** The path that leads by names alone. */
    static FieldPath of(List<String> names, boolean mayBeAbsent) {
        return new FieldPath(names.stream().<Step>map(Step.Name::new).toList(), mayBeAbsent);
    }

    @Override
    public Optional<Bound> bind(@Nullable Schema record) {
        String description = "field '" + path(steps.size()) + "'";
        if (record == null) {
            return Optional.of(new Bound(description, null, this::read));
        }
        Schema current = record;
        boolean nullable = false;
        for (int depth = 0; depth < steps.size(); depth++) {
            nullable |= depth > 0 && current.isOptional();
            if (steps.get(depth) instanceof Step.Name step) {
                Schema named = named(step, depth, current);
                if (named == null) {
                    return Optional.empty();
                }
                nullable |= current.type() == Schema.Type.MAP;
                current = named;
            } else if (current.type() == Schema.Type.ARRAY) {
                nullable = true;
                current = current.valueSchema();
            } else {
                throw noArray(depth, ValueKind.describe(current));
            }
        }
        if (nullable && !current.isOptional()) {
            Schema optional = Schemas.withOptional(current, true);
            return Optional.of(new Bound(description, optional, struct -> Schemas.as(optional, read(struct))));
        }
        return Optional.of(new Bound(description, current, this::read));
    }

    /** The schema of what a name leads to; null if it is absent, and may be. */
    private @Nullable Schema named(Step.Name step, int depth, Schema current) {
        if (current.type() == Schema.Type.MAP) {
            // Which keys a map has differs from record to record.
            return current.valueSchema();
        }
        if (current.type() != Schema.Type.STRUCT) {
            throw notNested(step, depth, ValueKind.describe(current));
        }
        Field field = current.field(step.name());
        if (field == null) {
            refuseUnlessOptional(step, depth, fieldNames(current));
            return null;
        }
        return field.schema();
    }

    private @Nullable Object read(Object record) {
        Object current = record;
        for (int depth = 0; depth < steps.size() && current != null && current != Bound.Absent.FIELD; depth++) {
            Step step = steps.get(depth);
            current = step instanceof Step.Name name
                    ? field(name, depth, current)
                    : element((Step.Element) step, depth, current);
        }
        return current;
    }

    private @Nullable Object field(Step.Name step, int depth, Object holder) {
        if (holder instanceof Struct struct) {
            Field field = struct.schema().field(step.name());
            if (field != null) {
                return Schemas.get(struct, field);
            }
            refuseUnlessOptional(step, depth, fieldNames(struct.schema()));
            return Bound.Absent.FIELD;
        }
        if (holder instanceof Map<?, ?> map) {
            if (map.containsKey(step.name())) {
                return map.get(step.name());
            }
            refuseUnlessOptional(step, depth, map.keySet());
            return Bound.Absent.FIELD;
        }
        throw notNested(step, depth, holder.getClass().getSimpleName());
    }

    private @Nullable Object element(Step.Element step, int depth, Object holder) {
        if (holder instanceof List<?> array) {
            int position = step.position(array.size());
            return position >= 0 && position < array.size() ? array.get(position) : null;
        }
        throw noArray(depth, holder.getClass().getSimpleName());
    }

    @Override
    public Expression optional() {
        return new FieldPath(steps, true);
    }

    /** A struct, map or array of which a part is read is not taken over: its other parts would be lost. */
    @Override
    public Stream<String> fields() {
        return steps.size() == 1 ? Stream.of(path(1)) : Stream.empty();
    }

    private void refuseUnlessOptional(Step.Name step, int depth, Collection<?> available) {
        if (!mayBeAbsent) {
            throw new DataException("there is no field '" + step.name() + "' in " + container(depth) + ", which has "
                    + FieldName.list(available)
                    + ". Correct the name in the mapping, or add `| optional` if the field may be absent.");
        }
    }

    private DataException notNested(Step.Name step, int depth, String type) {
        return new DataException("there is no field '" + step.name() + "' in " + container(depth) + ", which is " + type
                + ". Correct the path, or put the name in double quotes if the dot belongs to it.");
    }

    private DataException noArray(int depth, String type) {
        return new DataException("there is no element " + steps.get(depth).suffix() + " in " + container(depth)
                + ", which is " + type + " and no array. Correct the path.");
    }

    private String container(int depth) {
        return depth == 0 ? "the record" : "'" + path(depth) + "'";
    }

    /** The first steps, as a mapping has them: the first is a name. */
    private String path(int length) {
        return steps.stream()
                .limit(length)
                .map(Step::suffix)
                .collect(Collectors.joining())
                .substring(1);
    }

    private static List<String> fieldNames(Schema struct) {
        return struct.fields().stream().map(Field::name).toList();
    }
}
