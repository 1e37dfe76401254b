// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.mapping;

import io.reverseetl.connect.transforms.data.Schemas;
import io.reverseetl.connect.transforms.data.ValueKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * A struct, or a map without a schema, that is built of targets. It is never null, though each of its fields may be.
 *
 * @param path from the outermost target to this one
 * @param targets what its fields are made of; it grows while the mapping is read
 * @param keepsOthers whether the fields that the record has there already stay beside those
 */
record NestedTarget(List<String> path, Map<String, Expression> targets, boolean keepsOthers) implements Expression {

    /** This target, and those nested in it, put over what the record has there. */
    NestedTarget keepingOthers() {
        Map<String, Expression> keeping = new LinkedHashMap<>(targets);
        keeping.replaceAll((name, target) -> target instanceof NestedTarget nested ? nested.keepingOthers() : target);
        return new NestedTarget(path, keeping, true);
    }

    @Override
    public Optional<Bound> bind(@Nullable Schema record) {
        Optional<Bound> existing = keepsOthers ? FieldPath.of(path, true).bind(record) : Optional.empty();
        if (record != null) {
            return bind(record, existing.map(this::struct));
        }
        Map<String, Bound> bound = Mapping.bind(targets, null);
        return Optional.of(new Bound(description(), null, map -> build(bound, existing, map)));
    }

    private Optional<Bound> bind(Schema record, Optional<Schema> existing) {
        Map<String, Bound> bound = Mapping.bind(targets, record);
        if (bound.isEmpty()) {
            return Optional.empty();
        }
        existing.ifPresent(struct -> struct.fields().stream()
                .map(Field::name)
                .filter(name -> !bound.containsKey(name))
                .forEach(name ->
                        FieldPath.of(with(name), true).bind(record).ifPresent(other -> bound.put(name, other))));
        StructMapping struct =
                StructMapping.of(existing.map(Schemas::likeness).orElseGet(SchemaBuilder::struct), bound);
        return Optional.of(new Bound(description(), struct.schema(), whole -> struct.apply((Struct) whole)));
    }

    private Object build(Map<String, Bound> bound, Optional<Bound> existing, Object record) {
        Object there = existing.map(field -> field.read(record)).orElse(null);
        Map<?, ?> others = there == null || there == Bound.Absent.FIELD ? Map.of() : map(there);
        Map<Object, Object> built = Mapping.build(bound, record, others, any -> true);
        return built.isEmpty() ? Bound.Absent.FIELD : built;
    }

    private Schema struct(Bound existing) {
        Schema schema = existing.schema();
        if (schema == null || schema.type() != Schema.Type.STRUCT) {
            throw holdsNoFields(schema == null ? "without a schema" : ValueKind.describe(schema));
        }
        return Schemas.withOptional(schema, false);
    }

    private Map<?, ?> map(Object existing) {
        if (existing instanceof Map<?, ?> map) {
            return map;
        }
        throw holdsNoFields(existing.getClass().getSimpleName());
    }

    private DataException holdsNoFields(String type) {
        return new DataException("no field can be added to field '" + String.join(".", path) + "', which is " + type
                + ". Choose another target, or name '" + path.get(0) + "' as a source, so that it is not kept.");
    }

    private List<String> with(String name) {
        return Stream.concat(path.stream(), Stream.of(name)).toList();
    }

    private String description() {
        return "target '" + String.join(".", path) + "'";
    }

    @Override
    public Expression optional() {
        Map<String, Expression> optional = new LinkedHashMap<>(targets);
        optional.replaceAll((name, target) -> target.optional());
        return new NestedTarget(path, optional, keepsOthers);
    }

    @Override
    public Stream<String> fields() {
        return targets.values().stream().flatMap(Expression::fields);
    }
}
