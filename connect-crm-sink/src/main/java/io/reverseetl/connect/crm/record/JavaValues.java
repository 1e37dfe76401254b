// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.record;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.jspecify.annotations.Nullable;

/** Turns Connect's values, with a schema or without, into the plain Java ones that adapters take. */
final class JavaValues {

    private JavaValues() {}

    /** The fields of a struct or of a map, in their order; null if it is neither. */
    static @Nullable Map<String, @Nullable Object> fields(@Nullable Object value) {
        if (value instanceof Struct struct) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            for (Field field : struct.schema().fields()) {
                // Without the schema's default: a column that is null is null, whatever new rows would get.
                fields.put(field.name(), plain(field.schema(), struct.getWithoutDefault(field.name())));
            }
            return fields;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            map.forEach((name, field) -> fields.put(String.valueOf(name), plain(null, field)));
            return fields;
        }
        return null;
    }

    static @Nullable Object plain(@Nullable Schema schema, @Nullable Object value) {
        if (value instanceof java.util.Date date) {
            return time(schema, date.toInstant());
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        if (value instanceof List<?> list) {
            Schema elements = schema == null ? null : schema.valueSchema();
            List<@Nullable Object> plain = new ArrayList<>();
            list.forEach(element -> plain.add(plain(elements, element)));
            return plain;
        }
        Map<String, @Nullable Object> nested = fields(value);
        return nested == null ? value : nested;
    }

    /** Connect has one Java class for a date, a time of day and a moment; the schema's name tells them apart. */
    private static Object time(@Nullable Schema schema, Instant instant) {
        String logicalName = schema == null ? null : schema.name();
        if (Date.LOGICAL_NAME.equals(logicalName)) {
            return instant.atZone(ZoneOffset.UTC).toLocalDate();
        }
        return Time.LOGICAL_NAME.equals(logicalName) ? LocalTime.ofInstant(instant, ZoneOffset.UTC) : instant;
    }
}
