// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** The part of a record that a transform works on. */
enum RecordPart {
    KEY {
        @Override
        @Nullable
        Schema schema(ConnectRecord<?> record) {
            return record.keySchema();
        }

        @Override
        @Nullable
        Object content(ConnectRecord<?> record) {
            return record.key();
        }

        @Override
        <R extends ConnectRecord<R>> R replace(R record, @Nullable Schema schema, @Nullable Object content) {
            return record.newRecord(
                    record.topic(),
                    record.kafkaPartition(),
                    schema,
                    content,
                    record.valueSchema(),
                    record.value(),
                    record.timestamp());
        }
    },
    VALUE {
        @Override
        @Nullable
        Schema schema(ConnectRecord<?> record) {
            return record.valueSchema();
        }

        @Override
        @Nullable
        Object content(ConnectRecord<?> record) {
            return record.value();
        }

        @Override
        <R extends ConnectRecord<R>> R replace(R record, @Nullable Schema schema, @Nullable Object content) {
            return record.newRecord(
                    record.topic(),
                    record.kafkaPartition(),
                    record.keySchema(),
                    record.key(),
                    schema,
                    content,
                    record.timestamp());
        }
    };

    abstract @Nullable Schema schema(ConnectRecord<?> record);

    abstract @Nullable Object content(ConnectRecord<?> record);

    /** The same record with another content of this part. */
    abstract <R extends ConnectRecord<R>> R replace(R record, @Nullable Schema schema, @Nullable Object content);
}
