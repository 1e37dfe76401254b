// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

import io.reverseetl.connect.transforms.data.StructEdits;
import io.reverseetl.connect.transforms.validation.Rule;
import io.reverseetl.connect.transforms.validation.Rules;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Checks the fields of a record by rules. A record that breaks some fails with a {@link DataException} that names every
 * broken rule, or gets a header that does, or has the fields set to null, as the config says; never is a value named.
 *
 * <p>What becomes of a record that fails is the framework's business: a sink has a dead letter queue, a source has none.
 */
public abstract class ValidateFields<R extends ConnectRecord<R>> extends FieldTransform<R> {

    public static final String OVERVIEW_DOC =
            "Checks fields by rules, and fails, flags or mends a record that breaks some."
                    + "<p/>Use the concrete transformation type designed for the record key (<code>"
                    + Key.class.getName() + "</code>) or value (<code>" + Value.class.getName() + "</code>).";

    public static final ConfigDef CONFIG_DEF = ValidateFieldsSettings.CONFIG_DEF;

    private @Nullable Running running;

    /** What lives between configure and close. */
    private record Running(ValidateFieldsSettings settings, SchemaCache<StructEdits> nulling, RuleCounts counts) {}

    private ValidateFields(RecordPart part) {
        super(part);
    }

    @Override
    public void configure(Map<String, ?> config) {
        ValidateFieldsSettings settings = ValidateFieldsSettings.parse(config);
        running = new Running(
                settings,
                new SchemaCache<>(settings.nulling()::bind),
                RuleCounts.of(settings.rules().all(), settings.metricsId()));
    }

    @Override
    R apply(R record, Struct content) {
        Running configured = configured(running);
        List<Rule> broken = broken(configured, content);
        if (configured.settings().onFailure() != OnFailure.NULL) {
            return flagged(record, broken, configured.settings());
        }
        // A record that breaks nothing, too: records of one schema go on under one schema.
        StructEdits nulling = configured.nulling().get(content.schema());
        return part().replace(record, nulling.schema(), nulling.apply(content, Rules.fieldsOf(broken)));
    }

    @Override
    R apply(R record, Map<?, ?> content) {
        Running configured = configured(running);
        List<Rule> broken = broken(configured, content);
        if (configured.settings().onFailure() != OnFailure.NULL) {
            return flagged(record, broken, configured.settings());
        }
        return broken.isEmpty()
                ? record
                : part().replace(record, null, configured.settings().nulling().apply(content, Rules.fieldsOf(broken)));
    }

    /** Counts what the record breaks, and throws it if nothing else can be done. */
    private static List<Rule> broken(Running running, Object content) {
        ValidateFieldsSettings settings = running.settings();
        List<Rule> broken = settings.rules().brokenBy(content);
        running.counts().count(broken);
        boolean fails = settings.onFailure() == OnFailure.FAIL && !broken.isEmpty();
        boolean cannotBeMended =
                settings.onFailure() == OnFailure.NULL && !broken.stream().allMatch(settings.rules()::isMendedByNull);
        if (fails || cannotBeMended) {
            throw new DataException(
                    "the record breaks " + list(broken) + ". Mend the row where it comes from, or change the rule");
        }
        return broken;
    }

    private static <R extends ConnectRecord<R>> R flagged(
            R record, List<Rule> broken, ValidateFieldsSettings settings) {
        if (broken.isEmpty()) {
            return record;
        }
        Iterable<Header> headers = record.headers().duplicate().addString(settings.header(), list(broken));
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.timestamp(),
                headers);
    }

    private static String list(List<Rule> broken) {
        return broken.stream().map(Rule::toString).collect(Collectors.joining("; "));
    }

    @Override
    public ConfigDef config() {
        return CONFIG_DEF;
    }

    @Override
    public void close() {
        if (running != null) {
            running.counts().close();
        }
    }

    /** Checks the fields of the record's key. */
    public static final class Key<R extends ConnectRecord<R>> extends ValidateFields<R> {

        public Key() {
            super(RecordPart.KEY);
        }
    }

    /** Checks the fields of the record's value. */
    public static final class Value<R extends ConnectRecord<R>> extends ValidateFields<R> {

        public Value() {
            super(RecordPart.VALUE);
        }
    }
}
