// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

import io.reverseetl.connect.transforms.data.FieldEdits;
import io.reverseetl.connect.transforms.data.StructEdits;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Hashes, replaces, coarsens or leaves out the fields that tell about a person, and, as an allow-list, every field that
 * is not named.
 *
 * <p>With a schema the outgoing schema is built once for each incoming one, and keeps its name, version, documentation
 * and parameters.
 */
public abstract class ProtectFields<R extends ConnectRecord<R>> extends FieldTransform<R> {

    public static final String OVERVIEW_DOC =
            "Hashes, tokenises, redacts, truncates, generalises or drops fields that tell about a person."
                    + "<p/>Use the concrete transformation type designed for the record key (<code>"
                    + Key.class.getName() + "</code>) or value (<code>" + Value.class.getName() + "</code>).";

    public static final ConfigDef CONFIG_DEF = ProtectFieldsSettings.CONFIG_DEF;

    private @Nullable FieldEdits edits;
    private @Nullable SchemaCache<StructEdits> bySchema;

    private ProtectFields(RecordPart part) {
        super(part);
    }

    @Override
    public void configure(Map<String, ?> config) {
        FieldEdits configured = ProtectFieldsSettings.parse(config).edits();
        edits = configured;
        bySchema = new SchemaCache<>(configured::bind);
    }

    @Override
    R apply(R record, Struct content) {
        StructEdits bound = configured(bySchema).get(content.schema());
        return part().replace(record, bound.schema(), bound.apply(content, everyField -> true));
    }

    @Override
    R apply(R record, Map<?, ?> content) {
        return part().replace(record, null, configured(edits).apply(content, everyField -> true));
    }

    @Override
    public ConfigDef config() {
        return CONFIG_DEF;
    }

    /** Protects the fields of the record's key. */
    public static final class Key<R extends ConnectRecord<R>> extends ProtectFields<R> {

        public Key() {
            super(RecordPart.KEY);
        }
    }

    /** Protects the fields of the record's value. */
    public static final class Value<R extends ConnectRecord<R>> extends ProtectFields<R> {

        public Value() {
            super(RecordPart.VALUE);
        }
    }
}
