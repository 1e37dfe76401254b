// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.mapping;

import io.reverseetl.connect.transforms.data.Schemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Operands joined as text. It is null if one of them is, as in SQL: half a name is not a name. */
record Concatenation(List<Expression> operands) implements Expression {

    @Override
    public Optional<Bound> bind(@Nullable Schema record) {
        List<Bound> parts = new ArrayList<>();
        for (Expression operand : operands) {
            Optional<Bound> bound = operand.bind(record);
            if (bound.isEmpty()) {
                return Optional.empty();
            }
            parts.add(TextConversion.of(bound.get(), "`+`"));
        }
        String description = parts.stream().map(Bound::description).collect(Collectors.joining(" + "));
        return Optional.of(new Bound(description, schema(parts), struct -> join(parts, struct)));
    }

    private static @Nullable Schema schema(List<Bound> parts) {
        boolean nullable = false;
        for (Bound part : parts) {
            Schema schema = part.schema();
            if (schema == null) {
                return null;
            }
            nullable |= schema.isOptional();
        }
        return Schemas.text(nullable);
    }

    private static @Nullable Object join(List<Bound> parts, Object record) {
        StringBuilder joined = new StringBuilder();
        for (Bound part : parts) {
            Object text = part.read(record);
            if (text == null || text == Bound.Absent.FIELD) {
                return text;
            }
            joined.append(text);
        }
        return joined.toString();
    }

    @Override
    public Expression optional() {
        return new Concatenation(operands.stream().map(Expression::optional).toList());
    }

    @Override
    public Stream<String> fields() {
        return operands.stream().flatMap(Expression::fields);
    }
}
