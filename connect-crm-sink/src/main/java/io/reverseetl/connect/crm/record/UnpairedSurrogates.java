// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.record;

import io.reverseetl.connect.crm.spi.Reason;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Finds texts with half of a surrogate pair, which an escape in JSON lets in. There is no UTF-8 for it: a question mark
 * would stand in its place in a path or a file, and two ids would become one.
 */
final class UnpairedSurrogates {

    private UnpairedSurrogates() {}

    /** What stands against a record for its texts, with the names of their fields; nothing if they are whole. */
    static Optional<Reason> in(SinkRecord record) {
        return in(record.key(), "key").or(() -> in(record.value(), "value"));
    }

    private static Optional<Reason> in(@Nullable Object part, String name) {
        return isWhole(part)
                ? Optional.empty()
                : Optional.of(Reason.record(
                        "TEXT_NOT_UNICODE",
                        fieldsOf(part),
                        "A text in the record's " + name
                                + " has half of a surrogate pair, which is no character: correct it"
                                + " where it comes from"));
    }

    private static List<String> fieldsOf(@Nullable Object part) {
        if (part instanceof Struct struct) {
            return struct.schema().fields().stream()
                    .filter(field -> !isWhole(struct, field))
                    .map(Field::name)
                    .toList();
        }
        return part instanceof Map<?, ?> map
                ? map.entrySet().stream()
                        .filter(entry -> !isWhole(entry.getKey()) || !isWhole(entry.getValue()))
                        .map(entry -> String.valueOf(entry.getKey()))
                        .toList()
                : List.of();
    }

    private static boolean isWhole(@Nullable Object value) {
        if (value instanceof CharSequence text) {
            return isPaired(text);
        }
        if (value instanceof Struct struct) {
            return struct.schema().fields().stream().allMatch(field -> isWhole(struct, field));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream().allMatch(entry -> isWhole(entry.getKey()) && isWhole(entry.getValue()));
        }
        return !(value instanceof Collection<?> list) || list.stream().allMatch(UnpairedSurrogates::isWhole);
    }

    private static boolean isWhole(Struct struct, Field field) {
        return isPaired(field.name()) && isWhole(struct.getWithoutDefault(field.name()));
    }

    /** Each record's texts are looked at, so without a stream of them. */
    private static boolean isPaired(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                boolean pair = i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
