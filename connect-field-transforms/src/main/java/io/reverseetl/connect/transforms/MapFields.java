// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

import io.reverseetl.connect.transforms.mapping.Mapping;
import io.reverseetl.connect.transforms.mapping.StructMapping;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Renames, selects, joins, formats and adds fields, in one transform.
 *
 * <p>With a schema the outgoing schema is built once for each incoming one, and keeps its name, version, documentation
 * and parameters, as Kafka's ReplaceField does: follow this transform with SetSchemaMetadata to change the name under
 * which a schema registry files it. Without a schema a map goes in and a {@link java.util.LinkedHashMap} comes out. A
 * null key or value passes untouched, and so do topic, partition, timestamp and headers.
 *
 * <p>A record that does not fit throws a {@link org.apache.kafka.connect.errors.DataException} that names transform,
 * topic and field, and never holds a value.
 */
public abstract class MapFields<R extends ConnectRecord<R>> extends FieldTransform<R> {

    public static final String OVERVIEW_DOC =
            "Renames, selects, joins, formats and adds fields, in one transform, for records with and without schema."
                    + "<p/>Use the concrete transformation type designed for the record key (<code>"
                    + Key.class.getName() + "</code>) or value (<code>" + Value.class.getName() + "</code>).";

    public static final ConfigDef CONFIG_DEF = MapFieldsSettings.CONFIG_DEF;

    private @Nullable Mapping mapping;
    private @Nullable SchemaCache<StructMapping> bySchema;

    private MapFields(RecordPart part) {
        super(part);
    }

    @Override
    public void configure(Map<String, ?> config) {
        Mapping configured = MapFieldsSettings.parse(config).mapping();
        mapping = configured;
        bySchema = new SchemaCache<>(configured::bind);
    }

    @Override
    R apply(R record, Struct content) {
        StructMapping bound = configured(bySchema).get(content.schema());
        return part().replace(record, bound.schema(), bound.apply(content));
    }

    @Override
    R apply(R record, Map<?, ?> content) {
        return part().replace(record, null, configured(mapping).apply(content));
    }

    @Override
    public ConfigDef config() {
        return CONFIG_DEF;
    }

    /** Maps the fields of the record's key. */
    public static final class Key<R extends ConnectRecord<R>> extends MapFields<R> {

        public Key() {
            super(RecordPart.KEY);
        }
    }

    /** Maps the fields of the record's value. */
    public static final class Value<R extends ConnectRecord<R>> extends MapFields<R> {

        public Value() {
            super(RecordPart.VALUE);
        }
    }
}
