// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.record;

import io.reverseetl.connect.crm.engine.Origin;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Date;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * A sink record under the coordinates that it was consumed from, which are the ones to commit; a transform may have
 * changed the record's own.
 *
 * @param bytes about how much memory the record takes
 */
public record ConsumedRecord(SinkRecord record, TopicPartition partition, long offset, int bytes) implements Origin {

    private static final String CHANGED_AT = "reverseetl.source.timestamp";

    ConsumedRecord(SinkRecord record) {
        this(
                record,
                new TopicPartition(record.originalTopic(), record.originalKafkaPartition()),
                record.originalKafkaOffset(),
                RecordSize.of(record));
    }

    /** When the row was last changed, as the source says in a header; nothing if it does not. */
    public Optional<Instant> changedAt() {
        Header header = record.headers().lastWithName(CHANGED_AT);
        if (header == null || header.value() == null) {
            return Optional.empty();
        }
        try {
            // Connect's own header converter makes a date of what looks like one.
            return Optional.of(
                    header.value() instanceof Date date
                            ? date.toInstant()
                            : Instant.parse(String.valueOf(header.value())));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** The key in plain Java types: one value, or a map of fields. */
    public @Nullable Object plainKey() {
        return JavaValues.plain(record.keySchema(), record.key());
    }

    /** When it was written to its topic, in milliseconds since 1970; 0 if that is not known. */
    public long timestamp() {
        Long timestamp = record.timestamp();
        return timestamp == null ? 0 : timestamp;
    }

    /** Without the record, which holds personal data. */
    @Override
    public String toString() {
        return coordinates();
    }
}
