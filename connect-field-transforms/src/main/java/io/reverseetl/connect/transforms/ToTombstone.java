// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

import io.reverseetl.connect.support.PluginVersion;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;

/** Turns a record into the deletion of its key: the value becomes null. Meant to be used with a predicate. */
public final class ToTombstone<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

    public static final String OVERVIEW_DOC =
            "Turns a record into a tombstone, which deletes what has its key. Use it with a predicate.";

    public static final ConfigDef CONFIG_DEF = new ConfigDef();

    @Override
    public void configure(Map<String, ?> config) {
        TransformConfig.refuseUnknownKeys(config, CONFIG_DEF);
    }

    @Override
    public R apply(R record) {
        if (record.key() == null) {
            throw new DataException("ToTombstone on topic '" + record.topic() + "': the record has no key, so that its"
                    + " tombstone would delete nothing. Give records a key, or drop them with Filter instead.");
        }
        return RecordPart.VALUE.replace(record, null, null);
    }

    @Override
    public ConfigDef config() {
        return CONFIG_DEF;
    }

    @Override
    public String version() {
        return PluginVersion.current();
    }

    @Override
    public void close() {}
}
