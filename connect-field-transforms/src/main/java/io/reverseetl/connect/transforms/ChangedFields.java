// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

import io.reverseetl.connect.support.Key;
import io.reverseetl.connect.transforms.data.FieldName;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.jspecify.annotations.Nullable;

/**
 * Whether one of the named fields differs between the state before and the state after, in records that carry both, as
 * Debezium's do. Where there is nothing to compare (an insert, a delete, a tombstone), it holds.
 */
public final class ChangedFields<R extends ConnectRecord<R>> extends FieldPredicate<R> {

    public static final String OVERVIEW_DOC =
            "Holds for records in which one of the named fields has changed, as far as the"
                    + " record carries the state before the change.";

    static final Key<List<String>> FIELDS = Key.list("fields")
            .validated(TransformConfig.readable(FieldName::parse, "paths of fields, one at least"))
            .importance(Importance.HIGH)
            .doc("The fields of which one has to have changed. A path with dots reaches into nested structs and maps.");

    static final Key<String> BEFORE = Key.text("before")
            .defaultsTo("before")
            .validated(TransformConfig.readable(FieldName::parse, "the path of a field"))
            .importance(Importance.LOW)
            .doc("The field that holds the state before the change.");

    static final Key<String> AFTER = Key.text("after")
            .defaultsTo("after")
            .validated(TransformConfig.readable(FieldName::parse, "the path of a field"))
            .importance(Importance.LOW)
            .doc("The field that holds the state after the change.");

    public static final ConfigDef CONFIG_DEF = Key.define(List.of(FIELDS, BEFORE, AFTER));

    private @Nullable Settings settings;

    private record Settings(List<FieldName> fields, FieldName before, FieldName after) {}

    @Override
    public void configure(Map<String, ?> config) {
        TransformConfig.refuseUnknownKeys(config, CONFIG_DEF);
        Map<String, Object> values = CONFIG_DEF.parse(config);
        settings = new Settings(
                FIELDS.in(values).stream().map(FieldName::parse).toList(),
                FieldName.parse(BEFORE.in(values)),
                FieldName.parse(AFTER.in(values)));
    }

    @Override
    boolean holds(R record) {
        if (record.value() == null) {
            return true;
        }
        Settings configured = FieldTransform.configured(settings);
        Object value = withFields("the value", record.value());
        Object before = state(value, configured.before());
        Object after = state(value, configured.after());
        return before == null
                || after == null
                || configured.fields().stream().anyMatch(field -> differs(field, before, after));
    }

    private static @Nullable Object state(Object value, FieldName name) {
        FieldName.Found found = name.in(value);
        if (found == null) {
            throw name.absent(
                    value,
                    "The record does not carry the state before and after its change, so nothing can be compared: put"
                            + " the predicate before a transform that unwraps it, or leave it out for this source.");
        }
        return found.value() == null ? null : withFields("field '" + name + "'", found.value());
    }

    private static boolean differs(FieldName field, Object before, Object after) {
        FieldName.Found was = field.in(before);
        FieldName.Found is = field.in(after);
        if (was == null && is == null) {
            throw field.absent(after, "Correct the name in `fields`.");
        }
        return was == null || is == null || !Objects.deepEquals(was.value(), is.value());
    }

    @Override
    public ConfigDef config() {
        return CONFIG_DEF;
    }
}
