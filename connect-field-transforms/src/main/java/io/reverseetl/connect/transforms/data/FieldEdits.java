// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.data;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the fields of a record, those nested in its structs and maps, too. A field that is not named stays as
 * it is, or is left out. Where a nested field is named, its neighbours are fields that are not.
 */
public final class FieldEdits {

    private final Branch root = new Branch(new FieldName(List.of()), new LinkedHashMap<>());
    private final boolean keepsUnnamed;

    /** A tree of names: a branch for each struct or map, a leaf for each field that is named. */
    sealed interface Node {

        FieldName name();

        boolean mayBeAbsent();
    }

    record Branch(FieldName name, Map<Object, Node> children) implements Node {

        @Override
        public boolean mayBeAbsent() {
            return children.values().stream().allMatch(Node::mayBeAbsent);
        }

        void refuseIfAbsent(Collection<?> available) {
            children.forEach((child, node) -> {
                if (!node.mayBeAbsent() && !available.contains(child)) {
                    String container = name.names().isEmpty() ? "the record" : "'" + name + "'";
                    throw new DataException("there is no field '" + child + "' in " + container + ", which has "
                            + FieldName.list(available)
                            + ". Correct the name in the config, or add `optional` if the field may be absent.");
                }
            });
        }
    }

    record Leaf(FieldName name, Edit edit, boolean mayBeAbsent) implements Node {}

    public FieldEdits(boolean keepsUnnamed) {
        this.keepsUnnamed = keepsUnnamed;
    }

    /**
     * Adds what becomes of one more field.
     *
     * @param mayBeAbsent whether a record or schema without it is fine
     * @throws IllegalArgumentException if the field holds another that is named, or is in one
     */
    public void add(FieldName field, Edit edit, boolean mayBeAbsent) {
        Branch branch = root;
        int last = field.names().size() - 1;
        for (String name : field.names().subList(0, last)) {
            FieldName path = branch.name().nested(name);
            Node child = branch.children().computeIfAbsent(name, none -> new Branch(path, new LinkedHashMap<>()));
            if (!(child instanceof Branch inner)) {
                throw nestedTwice(path);
            }
            branch = inner;
        }
        if (branch.children().putIfAbsent(field.names().get(last), new Leaf(field, edit, mayBeAbsent)) != null) {
            throw nestedTwice(field);
        }
    }

    private static IllegalArgumentException nestedTwice(FieldName field) {
        return new IllegalArgumentException(
                "field '" + field + "' is named both as a whole and by a field in it; name it in one way");
    }

    /**
     * Makes the edits ready for structs of one schema.
     *
     * @throws DataException if the schema lacks a field, or a field's type does not fit
     */
    public StructEdits bind(Schema incoming) {
        return StructEdits.of(root, keepsUnnamed, incoming);
    }

    /**
     * Edits a record without a schema.
     *
     * @param where the fields whose value is changed in this record
     * @throws DataException if it lacks a field, or a value does not fit
     */
    public Map<Object, Object> apply(Map<?, ?> incoming, Predicate<FieldName> where) {
        return apply(root, incoming, where);
    }

    private Map<Object, Object> apply(Branch branch, Map<?, ?> incoming, Predicate<FieldName> where) {
        branch.refuseIfAbsent(incoming.keySet());
        Map<Object, Object> outgoing = new LinkedHashMap<>();
        incoming.forEach((name, value) -> {
            Node node = branch.children().get(name);
            if (node == null) {
                if (keepsUnnamed) {
                    outgoing.put(name, value);
                }
            } else if (!(node instanceof Leaf leaf) || leaf.edit() != Edit.Whole.DROP) {
                put(outgoing, name, edited(node, value, where));
            }
        });
        return outgoing;
    }

    private @Nullable Object edited(Node node, @Nullable Object value, Predicate<FieldName> where) {
        if (value == null) {
            return null;
        }
        if (node instanceof Branch branch) {
            if (!(value instanceof Map<?, ?> map)) {
                throw notNested(branch.name(), value.getClass().getSimpleName());
            }
            return apply(branch, map, where);
        }
        return ((Leaf) node).edit() instanceof Edit.Change change && where.test(node.name())
                ? change.apply(node.name(), null, value)
                : value;
    }

    static DataException notNested(FieldName field, String type) {
        return new DataException("field '" + field + "' is " + type
                + ", in which no field can be named. Name it as a whole, or put the name in double quotes if the dot"
                + " belongs to it.");
    }

    @SuppressWarnings("NullAway") // A JSON object holds nulls.
    private static void put(Map<Object, Object> outgoing, Object name, @Nullable Object value) {
        outgoing.put(name, value);
    }
}
