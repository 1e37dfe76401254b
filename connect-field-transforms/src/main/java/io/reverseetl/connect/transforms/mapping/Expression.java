// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.mapping;

import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** What a target is made of, as the mapping says it: immutable, and the same for records of every schema. */
sealed interface Expression permits FieldPath, Constant, Concatenation, Coalesce, FunctionCall, Default, NestedTarget {

    /**
     * Makes the expression ready to read records of one schema.
     *
     * @param record the schema of the records: a struct, or null if they are maps without a schema
     * @return nothing if the schema lacks a field that {@link #optional} allows to be absent
     * @throws DataException if the schema lacks another field, or a field's type does not fit
     */
    Optional<Bound> bind(@Nullable Schema record);

    /** This expression, with its fields allowed to be absent. */
    Expression optional();

    /** The fields of the record, not those nested in them, that this expression takes over. */
    Stream<String> fields();
}
