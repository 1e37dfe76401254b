// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.record;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * About how much memory a record takes: its key, value and headers as Java objects, and as the bytes that were
 * consumed, which Connect keeps for the dead letter queue. An estimate, as each record pays for it: with compressed
 * references and text in one byte a character it is right to within a third.
 */
final class RecordSize {

    private static final int TEXT_BYTES = 48;
    private static final int SCALAR_BYTES = 24;
    private static final int CONTAINER_BYTES = 56;
    private static final int ELEMENT_BYTES = 8;
    private static final int ENTRY_BYTES = 40;
    private static final int HEADER_BYTES = 128;

    private RecordSize() {}

    static int of(SinkRecord record) {
        long bytes = of(record.key()) + of(record.value());
        for (Header header : record.headers()) {
            bytes += HEADER_BYTES + of(header.value());
        }
        return (int) Math.min(bytes, Integer.MAX_VALUE / 2);
    }

    private static long of(@Nullable Object value) {
        if (value == null) {
            return 0;
        }
        if (value instanceof CharSequence text) {
            return TEXT_BYTES + 2L * text.length();
        }
        if (value instanceof byte[] bytes) {
            return SCALAR_BYTES + 2L * bytes.length;
        }
        if (value instanceof Struct struct) {
            // The names are the schema's, which all records share.
            return CONTAINER_BYTES
                    + struct.schema().fields().stream()
                            .mapToLong(field -> ELEMENT_BYTES + of(struct.getWithoutDefault(field.name())))
                            .sum();
        }
        if (value instanceof Map<?, ?> map) {
            return CONTAINER_BYTES
                    + map.entrySet().stream()
                            .mapToLong(entry -> ENTRY_BYTES + of(entry.getKey()) + of(entry.getValue()))
                            .sum();
        }
        return value instanceof Collection<?> list
                ? CONTAINER_BYTES
                        + list.stream()
                                .mapToLong(element -> ELEMENT_BYTES + of(element))
                                .sum()
                : SCALAR_BYTES;
    }
}
