// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/** A mapping that is ready for structs of one schema. */
public final class StructMapping {

    private final Schema schema;
    private final List<Column> columns;

    private StructMapping(Schema schema, List<Column> columns) {
        this.schema = schema;
        this.columns = columns;
    }

    /** Where one outgoing field comes from. */
    private record Column(Field target, Bound.Reader source) {

        void copy(Struct incoming, Struct outgoing) {
            Object value = source.read(incoming);
            outgoing.put(target, value == Bound.Absent.FIELD ? null : value);
        }
    }

    /**
     * @param empty a struct without fields
     * @param fields that it gets, in their order
     */
    static StructMapping of(SchemaBuilder empty, Map<String, Bound> fields) {
        fields.forEach((name, bound) -> empty.field(name, bound.schema()));
        Schema outgoing = empty.build();
        List<Column> columns = new ArrayList<>();
        fields.forEach((name, bound) -> columns.add(new Column(outgoing.field(name), bound.reader())));
        return new StructMapping(outgoing, List.copyOf(columns));
    }

    /** The schema of the outgoing structs: the same instance each time. */
    public Schema schema() {
        return schema;
    }

    /**
     * Maps one struct.
     *
     * @throws org.apache.kafka.connect.errors.DataException if one of its values does not fit
     */
    public Struct apply(Struct incoming) {
        Struct outgoing = new Struct(schema);
        columns.forEach(column -> column.copy(incoming, outgoing));
        return outgoing;
    }
}
