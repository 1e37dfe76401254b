// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.record;

import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.engine.SourcePartition;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Records that carry an offset which no row can: Connect stores an offset with a record that was sent and never without
 * one. Their content is for whoever looks into the topic; nobody reads it back.
 */
public final class Heartbeats {

    private static final Schema KEY = SchemaBuilder.struct()
            .name("io.reverseetl.connect.jdbc.HeartbeatKey")
            .field("partition", Schema.STRING_SCHEMA)
            .build();
    private static final Schema VALUE = SchemaBuilder.struct()
            .name("io.reverseetl.connect.jdbc.Heartbeat")
            .field("partition", Schema.STRING_SCHEMA)
            .field("table", Schema.STRING_SCHEMA)
            .field("state", Schema.STRING_SCHEMA)
            .build();

    private final String topic;

    public Heartbeats(String topic) {
        this.topic = topic;
    }

    /** Says that a part of a table has been read to its end. */
    public SourceRecord done(SourcePartition partition, Relation table, Map<String, Object> offset) {
        Struct key = new Struct(KEY).put("partition", partition.name());
        Struct value = new Struct(VALUE)
                .put("partition", partition.name())
                .put("table", table.toString())
                .put("state", "done");
        ConnectHeaders headers = new ConnectHeaders();
        headers.addString(TableRecords.TABLE_HEADER, table.toString());
        return new SourceRecord(partition.fields(), offset, topic, null, KEY, key, VALUE, value, null, headers);
    }
}
