// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

import io.reverseetl.connect.support.PluginVersion;
import io.reverseetl.connect.transforms.mapping.Mapping;
import io.reverseetl.connect.transforms.mapping.StructMapping;
import java.util.Map;
import org.apache.kafka.common.cache.Cache;
import org.apache.kafka.common.cache.LRUCache;
import org.apache.kafka.common.cache.SynchronizedCache;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * Renames, selects, joins, formats and adds fields, in one transform.
 *
 * <p>With a schema the outgoing schema is built once for each incoming one, and keeps its name, version, documentation
 * and parameters, as Kafka's ReplaceField does: follow this transform with SetSchemaMetadata to change the name under
 * which a schema registry files it. Without a schema a map goes in and a {@link java.util.LinkedHashMap} comes out. A
 * null key or value passes untouched, and so do topic, partition, timestamp and headers.
 *
 * <p>A record that does not fit throws a {@link DataException} that names transform, topic and field, and never holds a
 * value.
 */
public abstract class MapFields<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

    public static final String OVERVIEW_DOC =
            "Renames, selects, joins, formats and adds fields, in one transform, for records with and without schema."
                    + "<p/>Use the concrete transformation type designed for the record key (<code>"
                    + Key.class.getName() + "</code>) or value (<code>" + Value.class.getName() + "</code>).";

    public static final ConfigDef CONFIG_DEF = MapFieldsSettings.CONFIG_DEF;

    private static final int CACHED_SCHEMAS = 16;

    private @Nullable Mapping mapping;
    private final Cache<Schema, StructMapping> byIncomingSchema =
            new SynchronizedCache<>(new LRUCache<>(CACHED_SCHEMAS));

    @Override
    public void configure(Map<String, ?> config) {
        mapping = MapFieldsSettings.parse(config).mapping();
    }

    @Override
    public R apply(R incoming) {
        Object value = operatingValue(incoming);
        if (value == null) {
            return incoming;
        }
        try {
            if (value instanceof Struct struct) {
                StructMapping forSchema = forSchema(struct.schema());
                return newRecord(incoming, forSchema.schema(), forSchema.apply(struct));
            }
            if (value instanceof Map<?, ?> map && operatingSchema(incoming) == null) {
                return newRecord(incoming, null, configured().apply(map));
            }
        } catch (DataException e) {
            throw new DataException(describe(incoming) + ": " + e.getMessage(), e);
        }
        throw new DataException(
                describe(incoming) + " maps a struct, or a map without a schema, but the type of this one is "
                        + typeOf(operatingSchema(incoming), value)
                        + ". Use a converter that yields one, or put a transform such as HoistField before this one.");
    }

    private StructMapping forSchema(Schema incoming) {
        StructMapping known = byIncomingSchema.get(incoming);
        if (known != null) {
            return known;
        }
        StructMapping bound = configured().bind(incoming);
        byIncomingSchema.put(incoming, bound);
        return bound;
    }

    private Mapping configured() {
        if (mapping == null) {
            throw new IllegalStateException("MapFields is used before configure()");
        }
        return mapping;
    }

    private String describe(R record) {
        return "MapFields$" + getClass().getSimpleName() + " on topic '" + record.topic() + "'";
    }

    private static String typeOf(@Nullable Schema schema, Object value) {
        return schema == null
                ? value.getClass().getSimpleName() + ", without a schema"
                : schema.type().toString();
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

    abstract @Nullable Schema operatingSchema(R record);

    abstract @Nullable Object operatingValue(R record);

    abstract R newRecord(R incoming, @Nullable Schema schema, Object value);

    /** Maps the fields of the record's key. */
    public static final class Key<R extends ConnectRecord<R>> extends MapFields<R> {

        @Override
        @Nullable
        Schema operatingSchema(R record) {
            return record.keySchema();
        }

        @Override
        @Nullable
        Object operatingValue(R record) {
            return record.key();
        }

        @Override
        R newRecord(R incoming, @Nullable Schema schema, Object key) {
            return incoming.newRecord(
                    incoming.topic(),
                    incoming.kafkaPartition(),
                    schema,
                    key,
                    incoming.valueSchema(),
                    incoming.value(),
                    incoming.timestamp());
        }
    }

    /** Maps the fields of the record's value. */
    public static final class Value<R extends ConnectRecord<R>> extends MapFields<R> {

        @Override
        @Nullable
        Schema operatingSchema(R record) {
            return record.valueSchema();
        }

        @Override
        @Nullable
        Object operatingValue(R record) {
            return record.value();
        }

        @Override
        R newRecord(R incoming, @Nullable Schema schema, Object value) {
            return incoming.newRecord(
                    incoming.topic(),
                    incoming.kafkaPartition(),
                    incoming.keySchema(),
                    incoming.key(),
                    schema,
                    value,
                    incoming.timestamp());
        }
    }
}
