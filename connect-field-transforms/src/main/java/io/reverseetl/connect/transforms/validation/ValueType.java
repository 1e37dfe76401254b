// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.validation;

import io.reverseetl.connect.transforms.data.ValueKind;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Struct;

/** The types that a rule can ask for: what a value is, with a schema or without. */
enum ValueType {
    TEXT,
    INTEGER,
    NUMBER,
    BOOLEAN,
    DATE,
    TIMESTAMP,
    ARRAY,
    OBJECT;

    static Check check(List<Object> given) {
        String name = (String) given.get(0);
        ValueType type = Arrays.stream(values())
                .filter(each -> each.spelling().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no type '" + name + "'; write one of "
                        + Arrays.stream(values()).map(ValueType::spelling).collect(Collectors.joining(", "))));
        return (schema, value, record) -> type.isOf(ValueKind.of(schema, value), value);
    }

    private String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }

    private boolean isOf(ValueKind kind, Object value) {
        return switch (this) {
            case TEXT -> kind == ValueKind.TEXT;
            case INTEGER -> kind == ValueKind.NUMBER && isWhole((Number) value);
            case NUMBER -> kind == ValueKind.NUMBER;
            case BOOLEAN -> kind == ValueKind.BOOLEAN;
            case DATE -> kind == ValueKind.DATE;
            case TIMESTAMP -> kind == ValueKind.TIMESTAMP;
            case ARRAY -> value instanceof List;
            case OBJECT -> value instanceof Struct || value instanceof java.util.Map;
        };
    }

    /** JSON does not tell 1 from 1.0. */
    private static boolean isWhole(Number number) {
        return Double.isFinite(number.doubleValue())
                && new BigDecimal(number.toString()).stripTrailingZeros().scale() <= 0;
    }
}
