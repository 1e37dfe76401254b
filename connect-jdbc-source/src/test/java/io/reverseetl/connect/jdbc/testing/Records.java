// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.testing;

import java.util.List;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** Short ways to look at records. */
public final class Records {

    private Records() {}

    public static Struct value(SourceRecord record) {
        return (Struct) record.value();
    }

    public static Struct key(SourceRecord record) {
        return (Struct) record.key();
    }

    /** One field of a record's offset. */
    public static Object offset(SourceRecord record, String field) {
        return record.sourceOffset().get(field);
    }

    /** One field of every record's value, in order. */
    public static List<Object> values(List<SourceRecord> records, String field) {
        return records.stream().map(record -> value(record).get(field)).toList();
    }
}
