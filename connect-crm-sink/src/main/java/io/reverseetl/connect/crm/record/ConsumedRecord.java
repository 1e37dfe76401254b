// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.record;

import io.reverseetl.connect.crm.engine.Origin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A sink record under the coordinates that it was consumed from, which are the ones to commit; a transform may have
 * changed the record's own.
 *
 * @param bytes about how much memory the record takes
 */
public record ConsumedRecord(SinkRecord record, TopicPartition partition, long offset, int bytes) implements Origin {

    ConsumedRecord(SinkRecord record) {
        this(
                record,
                new TopicPartition(record.originalTopic(), record.originalKafkaPartition()),
                record.originalKafkaOffset(),
                RecordSize.of(record));
    }

    /** Without the record, which holds personal data. */
    @Override
    public String toString() {
        return coordinates();
    }
}
