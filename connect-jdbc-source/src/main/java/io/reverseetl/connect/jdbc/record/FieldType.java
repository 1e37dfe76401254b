// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.record;

import io.reverseetl.connect.jdbc.dialect.ColumnType;
import io.reverseetl.connect.jdbc.dialect.ColumnType.Plain;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/**
 * How a column's values stand in records: under which schema, and converted how. Chosen once for a column. A
 * conversion throws {@link IllegalArgumentException} or {@link ArithmeticException}, which say why and not what.
 *
 * @param schema starts the field's schema
 */
record FieldType(Supplier<SchemaBuilder> schema, Function<Object, Object> conversion) {

    static FieldType of(ColumnType type, RecordSettings settings) {
        if (type instanceof ColumnType.Array array) {
            return array(of(array.element(), settings));
        }
        if (type instanceof ColumnType.Timestamp timestamp) {
            return TimestampFields.of(timestamp.zoned(), settings);
        }
        if (type instanceof ColumnType.Numeric numeric) {
            return NumericFields.of(numeric, settings.numeric());
        }
        return ofPlain((Plain) type, settings);
    }

    /** A value that needs no conversion. */
    static FieldType asIs(Supplier<SchemaBuilder> schema) {
        return new FieldType(schema, value -> value);
    }

    static FieldType decimal(int scale) {
        return asIs(() -> Decimal.builder(scale));
    }

    private static FieldType ofPlain(Plain type, RecordSettings settings) {
        return switch (type) {
            case INT16 -> asIs(SchemaBuilder::int16);
            case INT32 -> asIs(SchemaBuilder::int32);
            case INT64 -> asIs(SchemaBuilder::int64);
            case BOOLEAN -> asIs(SchemaBuilder::bool);
            case FLOAT32 -> asIs(SchemaBuilder::float32);
            case FLOAT64 -> asIs(SchemaBuilder::float64);
            case TEXT -> asIs(SchemaBuilder::string);
            case BYTES -> new FieldType(SchemaBuilder::bytes, value -> ByteBuffer.wrap((byte[]) value));
            case DATE -> new FieldType(org.apache.kafka.connect.data.Date::builder, FieldType::date);
            case BARE_NUMERIC -> NumericFields.bare(settings.numeric());
        };
    }

    private static Object date(Object value) {
        if (value.equals(LocalDate.MAX) || value.equals(LocalDate.MIN)) {
            throw new IllegalArgumentException("an infinite date has no number of days.");
        }
        return Date.from(((LocalDate) value).atStartOfDay().toInstant(ZoneOffset.UTC));
    }

    private static FieldType array(FieldType element) {
        return new FieldType(
                () -> SchemaBuilder.array(element.schema().get().optional().build()),
                value -> elements((List<?>) value, element));
    }

    private static List<@Nullable Object> elements(List<?> values, FieldType element) {
        List<@Nullable Object> converted = new ArrayList<>(values.size());
        for (Object value : values) {
            converted.add(element.convert(value));
        }
        return converted;
    }

    /** The value as the record holds it; null stays null. */
    @Nullable
    Object convert(@Nullable Object value) {
        return value == null ? null : conversion.apply(value);
    }
}
