// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.mapping;

import io.reverseetl.connect.transforms.data.ValueKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A value that the mapping itself gives.
 *
 * @param value a String, Boolean, Long or Double
 */
record Constant(Object value) implements Expression {

    @Override
    public Optional<Bound> bind(@Nullable Schema record) {
        return Optional.of(new Bound("a constant", record == null ? null : schema(), any -> value));
    }

    private Schema schema() {
        if (value instanceof String) {
            return Schema.STRING_SCHEMA;
        }
        if (value instanceof Boolean) {
            return Schema.BOOLEAN_SCHEMA;
        }
        return value instanceof Long ? Schema.INT64_SCHEMA : Schema.FLOAT64_SCHEMA;
    }

    /** The constant as a value of another schema, or nothing if it is no such value. */
    Optional<Object> as(Schema schema) {
        return switch (ValueKind.of(schema)) {
            case TEXT -> Optional.of(value).filter(String.class::isInstance);
            case BOOLEAN -> Optional.of(value).filter(Boolean.class::isInstance);
            case NUMBER -> value instanceof Number number ? fitted(number, schema) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Object> fitted(Number number, Schema schema) {
        BigDecimal exact = new BigDecimal(number.toString());
        try {
            if (Decimal.LOGICAL_NAME.equals(schema.name())) {
                int scale = Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD));
                return Optional.of(exact.setScale(scale, RoundingMode.UNNECESSARY));
            }
            return Optional.of(
                    switch (schema.type()) {
                        case INT8 -> (Object) exact.byteValueExact();
                        case INT16 -> exact.shortValueExact();
                        case INT32 -> exact.intValueExact();
                        case INT64 -> exact.longValueExact();
                        case FLOAT32 -> exact.floatValue();
                        default -> exact.doubleValue();
                    });
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    @Override
    public Expression optional() {
        return this;
    }

    @Override
    public Stream<String> fields() {
        return Stream.empty();
    }
}
