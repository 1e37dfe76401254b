// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.postgres;

import io.reverseetl.connect.jdbc.dialect.ColumnType;
import io.reverseetl.connect.jdbc.dialect.ColumnType.Plain;
import org.jspecify.annotations.Nullable;

/** From a declared PostgreSQL type to what its values are. A type that is not listed here is read as its text form. */
final class ColumnTypes {

    private static final int MICROSECONDS = 6;

    private ColumnTypes() {}

    /**
     * A type as the catalog declares it, after domains were resolved.
     *
     * @param name {@code pg_type.typname}
     * @param modifier {@code atttypmod}: length, precision or scale in the type's own encoding; -1 for none
     * @param dimensions {@code attndims}
     * @param element the elements' type name, if it is an array
     */
    record Declared(
            String name,
            int modifier,
            int dimensions,
            @Nullable String element) {}

    static ColumnType of(Declared declared) {
        String element = declared.element();
        if (element == null) {
            return scalar(declared.name(), declared.modifier());
        }
        // Connect's arrays have one dimension; more of them keep their shape as text.
        return declared.dimensions() > 1 ? Plain.TEXT : new ColumnType.Array(scalar(element, declared.modifier()));
    }

    private static ColumnType scalar(String name, int modifier) {
        return switch (name) {
            case "int2" -> Plain.INT16;
            case "int4" -> Plain.INT32;
            case "int8", "oid" -> Plain.INT64;
            case "bool" -> Plain.BOOLEAN;
            case "float4" -> Plain.FLOAT32;
            case "float8" -> Plain.FLOAT64;
            case "bytea" -> Plain.BYTES;
            case "date" -> Plain.DATE;
            case "timestamp" -> new ColumnType.Timestamp(false, precision(modifier));
            case "timestamptz" -> new ColumnType.Timestamp(true, precision(modifier));
            case "numeric" -> numeric(modifier);
            default -> Plain.TEXT;
        };
    }

    private static int precision(int modifier) {
        return modifier < 0 ? MICROSECONDS : modifier;
    }

    /** The modifier is {@code (precision << 16 | scale) + 4}, its scale an 11-bit number with a sign. */
    private static ColumnType numeric(int modifier) {
        if (modifier < 0) {
            return Plain.BARE_NUMERIC;
        }
        int packed = modifier - 4;
        int scale = ((packed & 0x7ff) ^ 1024) - 1024;
        return new ColumnType.Numeric(packed >> 16 & 0xffff, scale);
    }
}
