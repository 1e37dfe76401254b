// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;

/** Records for tests. */
final class Records {

    private Records() {}

    static <T extends Configurable> T configured(T plugin, Map<String, String> config) {
        plugin.configure(config);
        return plugin;
    }

    static SinkRecord of(Object value) {
        return record("a key", value instanceof Struct struct ? struct.schema() : null, value);
    }

    static SinkRecord record(Object key, Schema schema, Object value) {
        ConnectHeaders headers = new ConnectHeaders();
        headers.addString("origin", "test");
        return new SinkRecord("customers", 3, null, key, schema, value, 42, 1_000L, TimestampType.CREATE_TIME, headers);
    }

    /** A map that may hold null, of names and values in turn. */
    static Map<String, Object> map(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
