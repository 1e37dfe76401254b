// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.record;

import io.reverseetl.connect.jdbc.dialect.ColumnType;
import java.math.BigDecimal;
import org.apache.kafka.connect.data.SchemaBuilder;

/** Decimal numbers, as {@code numeric.mapping} wants them. */
final class NumericFields {

    /** A long holds every number of so many digits. */
    private static final int LONG_DIGITS = 18;

    private NumericFields() {}

    static FieldType of(ColumnType.Numeric type, NumericMapping mapping) {
        int scale = type.scale();
        // A negative scale means zeros at the end, which count as digits of the integer.
        int digits = type.precision() - Math.min(scale, 0);
        FieldType decimal = FieldType.decimal(scale);
        return switch (mapping) {
            case NONE -> decimal;
            case PRECISION_ONLY -> scale == 0 && digits <= LONG_DIGITS ? integer(digits) : decimal;
            case BEST_FIT -> digits > LONG_DIGITS ? decimal : scale <= 0 ? integer(digits) : float64();
            case BEST_FIT_EAGER_DOUBLE -> scale > 0 ? float64() : digits <= LONG_DIGITS ? integer(digits) : decimal;
        };
    }

    /** Without a precision, anything but text could cut the number off; NaN is one of its values. */
    static FieldType bare(NumericMapping mapping) {
        return mapping == NumericMapping.BEST_FIT_EAGER_DOUBLE
                ? new FieldType(SchemaBuilder::float64, text -> Double.valueOf((String) text))
                : FieldType.asIs(SchemaBuilder::string);
    }

    private static FieldType integer(int digits) {
        if (digits > 9) {
            return new FieldType(SchemaBuilder::int64, value -> ((BigDecimal) value).longValueExact());
        }
        if (digits > 4) {
            return new FieldType(SchemaBuilder::int32, value -> ((BigDecimal) value).intValueExact());
        }
        return digits > 2
                ? new FieldType(SchemaBuilder::int16, value -> ((BigDecimal) value).shortValueExact())
                : new FieldType(SchemaBuilder::int8, value -> ((BigDecimal) value).byteValueExact());
    }

    private static FieldType float64() {
        return new FieldType(SchemaBuilder::float64, value -> ((BigDecimal) value).doubleValue());
    }
}
