// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.record;

import io.reverseetl.connect.crm.spi.Reason;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Finds a record's external id, as text. */
final class ExternalId {

    /** A record without a usable external id. */
    static final class Missing extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Reason reason;

        private Missing(Reason reason) {
            super(reason.toString());
            this.reason = reason;
        }

        Reason reason() {
            return reason;
        }
    }

    private final IdSource source;

    ExternalId(IdSource source) {
        this.source = source;
    }

    String of(SinkRecord record, @Nullable Map<String, @Nullable Object> valueFields) throws Missing {
        Object id = source.part() == IdSource.Part.VALUE ? fieldOf(valueFields, "value") : fromKey(record);
        Optional<String> text = text(id);
        if (text.isEmpty()) {
            throw missing("ID_NOT_SCALAR", "The external id must be text, a number or a boolean: see id.from");
        }
        if (text.get().isBlank()) {
            throw missing("ID_BLANK", "The external id is empty: see id.from");
        }
        return text.get();
    }

    private @Nullable Object fromKey(SinkRecord record) throws Missing {
        Map<String, @Nullable Object> fields = JavaValues.fields(record.key());
        if (source.field().isPresent()) {
            return fieldOf(fields, "key");
        }
        if (fields == null) {
            return nonNull(JavaValues.plain(record.keySchema(), record.key()));
        }
        if (fields.size() != 1) {
            throw new Missing(Reason.record(
                    "ID_COMPOSITE",
                    List.copyOf(fields.keySet()),
                    "The key has " + fields.size() + " fields: set id.from to key.<field>"));
        }
        return nonNull(fields.values().iterator().next());
    }

    private Object fieldOf(@Nullable Map<String, @Nullable Object> fields, String part) throws Missing {
        String name = source.field().orElseThrow();
        if (fields == null) {
            throw missing("ID_NO_FIELDS", "The record's " + part + " has no fields: id.from names one");
        }
        if (!fields.containsKey(name)) {
            throw missing("ID_FIELD_MISSING", "The record's " + part + " has no such field: see id.from");
        }
        return nonNull(fields.get(name));
    }

    private Object nonNull(@Nullable Object id) throws Missing {
        if (id == null) {
            throw missing("ID_NULL", "The external id is null: see id.from");
        }
        return id;
    }

    private Missing missing(String code, String hint) {
        return new Missing(Reason.record(code, source.field().map(List::of).orElse(List.of()), hint));
    }

    private static Optional<String> text(@Nullable Object id) {
        if (id instanceof BigDecimal number) {
            return Optional.of(number.toPlainString());
        }
        boolean scalar = id instanceof CharSequence || id instanceof Number || id instanceof Boolean;
        return scalar ? Optional.of(String.valueOf(id)) : Optional.empty();
    }
}
