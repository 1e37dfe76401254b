// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.mapping;

import io.reverseetl.connect.transforms.data.Schemas;
import io.reverseetl.connect.transforms.data.ValueKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** The first operand that is not null, all being of one type. */
record Coalesce(List<Expression> operands) implements Expression {

    @Override
    public Optional<Bound> bind(@Nullable Schema record) {
        List<Bound> choices = operands.stream()
                .flatMap(operand -> operand.bind(record).stream())
                .toList();
        if (choices.isEmpty()) {
            return Optional.empty();
        }
        String description = choices.stream().map(Bound::description).collect(Collectors.joining(" ?? "));
        Schema schema = record == null ? null : common(choices);
        return Optional.of(new Bound(description, schema, struct -> first(choices, schema, struct)));
    }

    /** It may be null only if each may. */
    private static Schema common(List<Bound> choices) {
        List<Schema> schemas = choices.stream()
                .flatMap(choice -> Stream.ofNullable(choice.schema()))
                .toList();
        Schema first = schemas.get(0);
        for (int i = 1; i < schemas.size(); i++) {
            if (!Schemas.nullable(schemas.get(i)).equals(Schemas.nullable(first))) {
                throw new DataException("`??` takes fields of one type, but "
                        + choices.get(0).description() + " is "
                        + ValueKind.describe(first) + " and " + choices.get(i).description() + " is "
                        + ValueKind.describe(schemas.get(i)) + ". Turn both into text with `(… | string)`.");
            }
        }
        boolean nullable = schemas.stream().allMatch(Schema::isOptional);
        return Schemas.withOptional(Schemas.nullable(first), nullable);
    }

    private static @Nullable Object first(List<Bound> choices, @Nullable Schema schema, Object record) {
        Object none = Bound.Absent.FIELD;
        for (Bound choice : choices) {
            Object value = choice.read(record);
            if (value == null) {
                none = null;
            } else if (value != Bound.Absent.FIELD) {
                return schema == null ? value : Schemas.as(schema, value);
            }
        }
        return none;
    }

    @Override
    public Expression optional() {
        return new Coalesce(operands.stream().map(Expression::optional).toList());
    }

    @Override
    public Stream<String> fields() {
        return operands.stream().flatMap(Expression::fields);
    }
}
