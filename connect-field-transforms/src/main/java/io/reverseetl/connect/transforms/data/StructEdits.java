// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.data;

import io.reverseetl.connect.transforms.data.FieldEdits.Branch;
import io.reverseetl.connect.transforms.data.FieldEdits.Leaf;
import io.reverseetl.connect.transforms.data.FieldEdits.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Edits that are ready for structs of one schema. */
public final class StructEdits {

    private final Schema schema;
    private final List<Column> columns;

    /** How a field's value, which is not null, gets into the outgoing struct. */
    private interface Copy {

        @Nullable
        Object of(Object value, Predicate<FieldName> where);
    }

    private record Target(Schema schema, Copy copy) {}

    private record Column(Field source, Field target, Copy copy) {}

    private StructEdits(Schema schema, List<Column> columns) {
        this.schema = schema;
        this.columns = columns;
    }

    static StructEdits of(Branch branch, boolean keepsUnnamed, Schema incoming) {
        branch.refuseIfAbsent(incoming.fields().stream().map(Field::name).toList());
        Map<Field, Target> targets = new LinkedHashMap<>();
        for (Field field : incoming.fields()) {
            Node node = branch.children().get(field.name());
            if (node == null) {
                if (keepsUnnamed) {
                    targets.put(field, unchanged(field.schema()));
                }
            } else if (node instanceof Branch inner) {
                targets.put(field, nested(inner, keepsUnnamed, field.schema()));
            } else if (((Leaf) node).edit() instanceof Edit.Change change) {
                targets.put(field, changed(change, node.name(), field.schema()));
            } else if (((Leaf) node).edit() == Edit.Whole.KEEP) {
                targets.put(field, unchanged(field.schema()));
            }
        }
        SchemaBuilder builder = Schemas.likeness(incoming);
        targets.forEach((field, target) -> builder.field(field.name(), target.schema()));
        Schema outgoing = builder.build();
        List<Column> columns = new ArrayList<>();
        targets.forEach((field, target) -> columns.add(new Column(field, outgoing.field(field.name()), target.copy())));
        return new StructEdits(outgoing, List.copyOf(columns));
    }

    private static Target unchanged(Schema schema) {
        return new Target(schema, (value, where) -> value);
    }

    private static Target nested(Branch branch, boolean keepsUnnamed, Schema schema) {
        if (schema.type() != Schema.Type.STRUCT) {
            throw FieldEdits.notNested(branch.name(), ValueKind.describe(schema));
        }
        StructEdits inner = of(branch, keepsUnnamed, schema);
        return new Target(inner.schema, (value, where) -> inner.apply((Struct) value, where));
    }

    private static Target changed(Edit.Change change, FieldName name, Schema schema) {
        Schema outgoing = change.schema(name, schema);
        return new Target(
                outgoing,
                (value, where) -> where.test(name) ? change.apply(name, schema, value) : Schemas.as(outgoing, value));
    }

    /** The schema of the outgoing structs: the same instance each time. */
    public Schema schema() {
        return schema;
    }

    /**
     * Edits one struct.
     *
     * @param where the fields whose value is changed in this record
     * @throws org.apache.kafka.connect.errors.DataException if one of its values does not fit
     */
    public Struct apply(Struct incoming, Predicate<FieldName> where) {
        Struct outgoing = new Struct(schema);
        for (Column column : columns) {
            Object value = Schemas.get(incoming, column.source());
            outgoing.put(column.target(), value == null ? null : column.copy().of(value, where));
        }
        return outgoing;
    }
}
