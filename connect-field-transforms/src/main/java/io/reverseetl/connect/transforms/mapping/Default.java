// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.mapping;

import io.reverseetl.connect.transforms.data.Schemas;
import io.reverseetl.connect.transforms.data.ValueKind;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** A constant that takes the place of null, and of a field that is absent. */
record Default(Expression argument, Constant constant) implements Expression {

    static Default of(Expression argument, Constant constant) {
        return new Default(argument.optional(), constant);
    }

    @Override
    public Optional<Bound> bind(@Nullable Schema record) {
        Optional<Bound> bound = argument.bind(record);
        return bound.isEmpty() ? constant.bind(record) : bound.map(this::over);
    }

    private Bound over(Bound input) {
        Schema schema = input.schema();
        Object substitute = schema == null ? constant.value() : substitute(input.description(), schema);
        return new Bound(input.description(), schema == null ? null : Schemas.withOptional(schema, false), record -> {
            Object value = input.read(record);
            return value == null || value == Bound.Absent.FIELD ? substitute : value;
        });
    }

    private Object substitute(String description, Schema schema) {
        return constant.as(schema)
                .orElseThrow(() -> new DataException(
                        "the default of " + description + " is not a value of its type, " + ValueKind.describe(schema)
                                + ". Give one that is, or turn the field into text before `default`."));
    }

    @Override
    public Expression optional() {
        return this;
    }

    @Override
    public Stream<String> fields() {
        return argument.fields();
    }
}
