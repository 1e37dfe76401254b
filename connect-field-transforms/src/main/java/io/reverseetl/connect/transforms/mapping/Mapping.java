// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.mapping;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Schema;

/** What the fields of the outgoing record are made of. */
public final class Mapping {

    private final Map<String, Expression> targets;
    private final Map<String, Bound> targetsWithoutSchema;
    private final Set<String> replaced;
    private final boolean keepsUnmapped;

    private Mapping(Map<String, Expression> targets, boolean keepsUnmapped) {
        this.targets = targets;
        this.targetsWithoutSchema = new LinkedHashMap<>();
        targets.forEach((target, expression) ->
                expression.bind(null).ifPresent(bound -> targetsWithoutSchema.put(target, bound)));
        this.replaced = targets.values().stream().flatMap(Expression::fields).collect(Collectors.toSet());
        this.keepsUnmapped = keepsUnmapped;
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
        Map<String, Bound> bound = new LinkedHashMap<>();
        targets.forEach(
                (target, expression) -> expression.bind(incoming).ifPresent(present -> bound.put(target, present)));
        return StructMapping.of(incoming, bound, this::keeps);
    }

    /**
     * Maps a record without a schema.
     *
     * @throws org.apache.kafka.connect.errors.DataException if it lacks a field, or a value's type does not fit
     */
    public Map<Object, Object> apply(Map<?, ?> incoming) {
        Map<Object, Object> outgoing = new LinkedHashMap<>();
        targetsWithoutSchema.forEach((target, bound) -> {
            Object value = bound.read(incoming);
            if (value != Bound.Absent.FIELD) {
                outgoing.put(target, value);
            }
        });
        incoming.forEach((name, value) -> {
            // A target that is null is there: putIfAbsent would put the old value back.
            if (keeps(name) && !outgoing.containsKey(name)) {
                outgoing.put(name, value);
            }
        });
        return outgoing;
    }

    private boolean keeps(Object field) {
        return keepsUnmapped && !replaced.contains(field);
    }
}
