// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.jsonata;

import io.reverseetl.connect.transforms.data.Schemas;
import io.reverseetl.connect.transforms.data.Texts;
import io.reverseetl.connect.transforms.data.ValueKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** The values of a record as JSONata knows them: dates as ISO 8601 text in UTC, bytes as base 64. */
final class JsonValues {

    private JsonValues() {}

    static @Nullable Object of(@Nullable Schema schema, @Nullable Object value) {
        if (value instanceof Struct struct) {
            Map<String, Object> object = new LinkedHashMap<>();
            struct.schema()
                    .fields()
                    .forEach(field -> put(object, field.name(), of(field.schema(), Schemas.get(struct, field))));
            return object;
        }
        if (value instanceof Map<?, ?> map) {
            Schema ofValues = schema == null ? null : schema.valueSchema();
            Map<String, Object> object = new LinkedHashMap<>();
            map.forEach((name, each) -> put(object, String.valueOf(name), of(ofValues, each)));
            return object;
        }
        if (value instanceof List<?> list) {
            Schema ofElements = schema == null ? null : schema.valueSchema();
            List<Object> array = new ArrayList<>(list.size());
            list.forEach(each -> add(array, of(ofElements, each)));
            return array;
        }
        if (value instanceof java.util.Date) {
            return Texts.of(ValueKind.of(schema, value), value);
        }
        if (value instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return Base64.getEncoder().encodeToString(bytes);
        }
        if (value instanceof Byte || value instanceof Short) {
            return ((Number) value).intValue();
        }
        return value;
    }

    @SuppressWarnings("NullAway") // A JSON object holds nulls.
    private static void put(Map<String, Object> object, String name, @Nullable Object value) {
        object.put(name, value);
    }

    @SuppressWarnings("NullAway") // A JSON array holds nulls.
    private static void add(List<Object> array, @Nullable Object value) {
        array.add(value);
    }
}
