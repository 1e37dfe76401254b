// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.jsonata;

import java.math.BigDecimal;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;

/** The types that a result's fields can have. JSONata itself knows one type of number. */
enum ResultType {
    TEXT,
    INTEGER,
    NUMBER,
    BOOLEAN;

    /** Optional: an expression may yield nothing. */
    Schema schema() {
        return switch (this) {
            case TEXT -> Schema.OPTIONAL_STRING_SCHEMA;
            case INTEGER -> Schema.OPTIONAL_INT64_SCHEMA;
            case NUMBER -> Schema.OPTIONAL_FLOAT64_SCHEMA;
            case BOOLEAN -> Schema.OPTIONAL_BOOLEAN_SCHEMA;
        };
    }

    /** The value as one of the schema, or nothing if it is none: no type is turned into another. */
    Optional<Object> of(Object value) {
        return switch (this) {
            case TEXT -> Optional.of(value).filter(String.class::isInstance);
            case BOOLEAN -> Optional.of(value).filter(Boolean.class::isInstance);
            case NUMBER ->
                value instanceof Number number
                        ? Optional.of(number.doubleValue())
                                .filter(Double::isFinite)
                                .map(Object.class::cast)
                        : Optional.empty();
            case INTEGER -> value instanceof Number number ? whole(number) : Optional.empty();
        };
    }

    private static Optional<Object> whole(Number number) {
        try {
            return Optional.of(new BigDecimal(number.toString()).longValueExact());
        } catch (ArithmeticException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
