// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.record;

import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record's key as text that is the same for the same key, in this and any other version of the plugin: what the state
 * is kept under is a fingerprint of it. Parts of a key stand with their length before them, fields in the order of
 * their names.
 */
final class KeyText {

    private KeyText() {}

    /** Nothing if the record has no key. */
    static Optional<String> of(SinkRecord record) {
        return Optional.ofNullable(JavaValues.plain(record.keySchema(), record.key()))
                .map(KeyText::text);
    }

    private static String text(@Nullable Object value) {
        if (value instanceof Map<?, ?> fields) {
            Map<String, String> sorted = new TreeMap<>();
            fields.forEach((name, field) -> sorted.put(String.valueOf(name), text(field)));
            return sorted.entrySet().stream()
                    .map(field -> withLength(field.getKey()) + withLength(field.getValue()))
                    .collect(Collectors.joining("", "{", "}"));
        }
        if (value instanceof List<?> elements) {
            return elements.stream()
                    .map(element -> withLength(text(element)))
                    .collect(Collectors.joining("", "[", "]"));
        }
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        return value instanceof BigDecimal number ? number.toPlainString() : String.valueOf(value);
    }

    private static String withLength(String text) {
        return text.length() + ":" + text;
    }
}
