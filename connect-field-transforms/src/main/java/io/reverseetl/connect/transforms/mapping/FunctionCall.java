// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.mapping;

import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** A function over what another expression yields. It is not called for null, nor for an absent field. */
record FunctionCall(Expression argument, UnaryOperator<Bound> function) implements Expression {

    @Override
    public Optional<Bound> bind(@Nullable Schema record) {
        return argument.bind(record).map(function);
    }

    @Override
    public Expression optional() {
        return new FunctionCall(argument.optional(), function);
    }

    @Override
    public Stream<String> fields() {
        return argument.fields();
    }
}
