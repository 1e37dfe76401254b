// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.mapping;

import io.reverseetl.connect.transforms.data.Schemas;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** What the fields of the outgoing record are made of. */
public final class Mapping {

    private final Map<String, Expression> targets;
    private final Map<String, Bound> targetsWithoutSchema;
    private final Set<String> replaced;
    private final boolean keepsUnmapped;

    private Mapping(Map<String, Expression> targets, boolean keepsUnmapped) {
        this.replaced = targets.values().stream().flatMap(Expression::fields).collect(Collectors.toSet());
        this.keepsUnmapped = keepsUnmapped;
        this.targets = new LinkedHashMap<>(targets);
        this.targets.replaceAll((name, target) ->
                target instanceof NestedTarget nested && keeps(name) ? nested.keepingOthers() : target);
        this.targetsWithoutSchema = bind(this.targets, null);
    }

    /**
     * Reads a mapping.
     *
     * @throws io.reverseetl.connect.transforms.syntax.ConfigSyntaxException if it cannot be read
     */
    public static Mapping parse(String text, Unmapped unmapped) {
        return new Mapping(MappingParser.parse(text), unmapped == Unmapped.KEEP);
    }

    /** The functions that a mapping can use, as documentation lists them. */
    public static String functions() {
        return MappingFunction.ALL.usages();
    }

    /**
     * Makes the mapping ready for structs of one schema.
     *
     * @throws org.apache.kafka.connect.errors.DataException if the schema lacks a field, or a field's type does not fit
     */
    public StructMapping bind(Schema incoming) {
        Map<String, Bound> fields = bind(targets, incoming);
        for (Field field : incoming.fields()) {
            if (keeps(field.name()) && !fields.containsKey(field.name())) {
                fields.put(field.name(), unchanged(field));
            }
        }
        return StructMapping.of(Schemas.likeness(incoming), fields);
    }

    private static Bound unchanged(Field field) {
        return new Bound("field '" + field.name() + "'", field.schema(), struct -> Schemas.get((Struct) struct, field));
    }

    /**
     * Maps a record without a schema.
     *
     * @throws org.apache.kafka.connect.errors.DataException if it lacks a field, or a value's type does not fit
     */
    public Map<Object, Object> apply(Map<?, ?> incoming) {
        return build(targetsWithoutSchema, incoming, incoming, this::keeps);
    }

    /** Makes targets ready for records of one schema; without those whose fields may be absent, and are. */
    static Map<String, Bound> bind(Map<String, Expression> targets, @Nullable Schema incoming) {
        Map<String, Bound> bound = new LinkedHashMap<>();
        targets.forEach((name, target) -> target.bind(incoming).ifPresent(present -> bound.put(name, present)));
        return bound;
    }

    /** The values of targets, and behind them those of the other fields that are kept. */
    static Map<Object, Object> build(
            Map<String, Bound> targets, Object incoming, Map<?, ?> others, Predicate<Object> keeps) {
        Map<Object, Object> outgoing = new LinkedHashMap<>();
        targets.forEach((name, target) -> {
            Object value = target.read(incoming);
            if (value != Bound.Absent.FIELD) {
                outgoing.put(name, value);
            }
        });
        others.forEach((name, value) -> {
            // A target that is null is there: putIfAbsent would put the old value back.
            if (keeps.test(name) && !outgoing.containsKey(name)) {
                outgoing.put(name, value);
            }
        });
        return outgoing;
    }

    private boolean keeps(Object field) {
        return keepsUnmapped && !replaced.contains(field);
    }
}
