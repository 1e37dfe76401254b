// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

import io.reverseetl.connect.transforms.data.Schemas;
import io.reverseetl.connect.transforms.jsonata.ResultFields;
import io.reverseetl.connect.transforms.mapping.Unmapped;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Makes fields by an expression in JSONata, for what {@link MapFields} cannot say. The expression yields an object, whose
 * fields become those of the record.
 *
 * <p>An expression has no types: where records have a schema, the config names those of the result. Without, the result
 * has no schema.
 */
public abstract class Expression<R extends ConnectRecord<R>> extends FieldTransform<R> {

    public static final String OVERVIEW_DOC =
            "Makes fields by a JSONata expression, compiled once, and bounded in time and depth."
                    + "<p/>Use the concrete transformation type designed for the record key (<code>"
                    + Key.class.getName() + "</code>) or value (<code>" + Value.class.getName() + "</code>).";

    public static final ConfigDef CONFIG_DEF = ExpressionSettings.CONFIG_DEF;

    private @Nullable ExpressionSettings settings;
    private @Nullable SchemaCache<Schema> bySchema;

    private Expression(RecordPart part) {
        super(part);
    }

    @Override
    public void configure(Map<String, ?> config) {
        ExpressionSettings configured = ExpressionSettings.parse(config);
        settings = configured;
        bySchema = new SchemaCache<>(incoming -> outgoing(incoming, configured));
    }

    private static Schema outgoing(Schema incoming, ExpressionSettings settings) {
        SchemaBuilder builder = Schemas.likeness(incoming);
        Map<String, Schema> ofResult =
                settings.types().map(ResultFields::schemas).orElseThrow();
        ofResult.forEach(builder::field);
        if (settings.unmapped() == Unmapped.KEEP) {
            incoming.fields().stream()
                    .filter(field -> !ofResult.containsKey(field.name()))
                    .forEach(field -> builder.field(field.name(), field.schema()));
        }
        return builder.build();
    }

    @Override
    R apply(R record, Struct content) {
        ExpressionSettings configured = configured(settings);
        Map<?, ?> result = result(configured, content);
        if (configured.types().isEmpty()) {
            if (configured.unmapped() == Unmapped.KEEP) {
                throw new DataException(
                        "records with a schema keep their fields only beside fields whose types are known."
                                + " Set `types` to entries such as `score: number`.");
            }
            return part().replace(record, null, result);
        }
        Schema schema = configured(bySchema).get(content.schema());
        Map<String, @Nullable Object> fields = configured.types().get().of(result);
        Struct outgoing = new Struct(schema);
        for (Field field : schema.fields()) {
            outgoing.put(
                    field,
                    fields.containsKey(field.name())
                            ? fields.get(field.name())
                            : Schemas.get(content, content.schema().field(field.name())));
        }
        return part().replace(record, schema, outgoing);
    }

    @Override
    R apply(R record, Map<?, ?> content) {
        ExpressionSettings configured = configured(settings);
        Map<?, ?> result = result(configured, content);
        Map<Object, Object> outgoing = new LinkedHashMap<>(
                configured.types().<Map<?, ?>>map(types -> types.of(result)).orElse(result));
        if (configured.unmapped() == Unmapped.KEEP) {
            content.forEach((name, value) -> {
                if (!outgoing.containsKey(name)) {
                    outgoing.put(name, value);
                }
            });
        }
        return part().replace(record, null, outgoing);
    }

    private static Map<?, ?> result(ExpressionSettings settings, Object content) {
        Object result = settings.expression().evaluate(content);
        if (result instanceof Map<?, ?> object) {
            return object;
        }
        throw new DataException("the expression has to yield an object, but yields "
                + (result == null ? "nothing" : "a " + result.getClass().getSimpleName())
                + ". Write it as `{\"field\": …}`.");
    }

    @Override
    public ConfigDef config() {
        return CONFIG_DEF;
    }

    /** Makes the fields of the record's key. */
    public static final class Key<R extends ConnectRecord<R>> extends Expression<R> {

        public Key() {
            super(RecordPart.KEY);
        }
    }

    /** Makes the fields of the record's value. */
    public static final class Value<R extends ConnectRecord<R>> extends Expression<R> {

        public Value() {
            super(RecordPart.VALUE);
        }
    }
}
