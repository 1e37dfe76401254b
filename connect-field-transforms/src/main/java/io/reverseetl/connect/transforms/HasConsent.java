// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

import io.reverseetl.connect.transforms.HasConsentSettings.IfMissing;
import io.reverseetl.connect.transforms.data.FieldName;
import io.reverseetl.connect.transforms.data.Texts;
import io.reverseetl.connect.transforms.data.ValueKind;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Whether a field or header says that the person agrees. A tombstone passes, where a field of the value is asked: it has
 * no fields, and a deletion needs no consent.
 */
public final class HasConsent<R extends ConnectRecord<R>> extends FieldPredicate<R> {

    public static final String OVERVIEW_DOC =
            "Holds for records in which a field or header says that the person agrees, and for tombstones.";

    public static final ConfigDef CONFIG_DEF = HasConsentSettings.CONFIG_DEF;

    private @Nullable HasConsentSettings settings;

    @Override
    public void configure(Map<String, ?> config) {
        settings = HasConsentSettings.parse(config);
    }

    @Override
    boolean holds(R record) {
        HasConsentSettings configured = FieldTransform.configured(settings);
        return switch (configured.from().place()) {
            case HEADER ->
                inHeader(
                        configured,
                        record.headers().lastWithName(configured.from().name().toString()));
            case KEY -> inFields(configured, RecordPart.KEY.content(record));
            case VALUE -> record.value() == null || inFields(configured, record.value());
        };
    }

    private static boolean inHeader(HasConsentSettings settings, @Nullable Header header) {
        return header == null ? missing(settings) : granted(settings, header.schema(), header.value());
    }

    private static boolean inFields(HasConsentSettings settings, @Nullable Object part) {
        Object content = withFields("what `from` names", part);
        FieldName name = settings.from().name();
        FieldName.Found found = name.in(content);
        if (found == null && content instanceof Struct) {
            throw name.absent(content, "Correct the name in `from`.");
        }
        return found == null ? missing(settings) : granted(settings, found.schema(), found.value());
    }

    private static boolean granted(HasConsentSettings settings, @Nullable Schema schema, @Nullable Object value) {
        if (value == null) {
            return missing(settings);
        }
        ValueKind kind = ValueKind.of(schema, value);
        if (kind == ValueKind.OTHER) {
            throw new DataException("consent is said by a text, a number or a boolean, but '"
                    + settings.from().name() + "' is a " + value.getClass().getSimpleName()
                    + ". Name the field in it that says it.");
        }
        return settings.granted().contains(Texts.of(kind, value).strip().toLowerCase(Locale.ROOT));
    }

    private static boolean missing(HasConsentSettings settings) {
        if (settings.ifMissing() == IfMissing.FAIL) {
            throw new DataException(
                    "'" + settings.from().name() + "' is null or absent, and so says nothing about consent."
                            + " Mend the row where it comes from, or set `if.missing` to no or yes.");
        }
        return settings.ifMissing() == IfMissing.YES;
    }

    @Override
    public ConfigDef config() {
        return CONFIG_DEF;
    }
}
