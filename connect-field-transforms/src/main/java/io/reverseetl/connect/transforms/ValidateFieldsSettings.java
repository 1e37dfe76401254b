// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

import io.reverseetl.connect.support.Key;
import io.reverseetl.connect.transforms.data.FieldEdits;
import io.reverseetl.connect.transforms.validation.Rules;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;

/**
 * The config of {@link ValidateFields}, parsed.
 *
 * @param nulling sets the fields of broken rules to null
 * @param header the name of the header that names broken rules
 */
record ValidateFieldsSettings(
        Rules rules, FieldEdits nulling, OnFailure onFailure, String header, Optional<String> metricsId) {

    static final Key<String> RULES = Key.text("rules")
            .validated(TransformConfig.readable(
                    text -> Rules.parse(text).nulling(),
                    "entries `field: rule, rule`, separated by `;` or a line break"))
            .importance(Importance.HIGH)
            .width(Width.LONG)
            .doc(
                    "What is asked of the fields: entries `field: rule, rule`, separated by `;` or a line break. A path with"
                            + " dots reaches into nested structs and maps. Rules: " + Rules.usages()
                            + ". Null keeps every rule but `required`.");

    static final Key<OnFailure> ON_FAILURE = Key.choice(
                    "on.failure", OnFailure.class, choice -> choice.name().toLowerCase(Locale.ROOT))
            .defaultsTo("fail")
            .importance(Importance.HIGH)
            .doc(
                    "What becomes of a record that breaks a rule. `fail` fails it: in a sink with `errors.tolerance=all` it"
                            + " goes to the dead letter queue; a source has none and drops it. `header` lets it pass with a header"
                            + " that names the broken rules. `null` sets the fields of the broken rules to null; a field that is"
                            + " `required` still fails the record.");

    static final Key<String> FAILURE_HEADER = Key.text("failure.header")
            .defaultsTo("reverseetl.validation.failures")
            .importance(Importance.LOW)
            .doc("The header in which `on.failure=header` names the broken rules.");

    static final Key<String> METRICS_ID = Key.text("metrics.id")
            .optional()
            .importance(Importance.LOW)
            .doc(
                    "Publishes JMX beans `io.reverseetl:type=validate-fields,id=<this>,instance=<n>` that count records and,"
                            + " with `field` and `rule`, how often each rule was broken. A transform does not know the connector"
                            + " that it works for: give each its own id.");

    static final ConfigDef CONFIG_DEF = Key.define(List.of(RULES, ON_FAILURE, FAILURE_HEADER, METRICS_ID));

    static ValidateFieldsSettings parse(Map<String, ?> config) {
        TransformConfig.refuseUnknownKeys(config, CONFIG_DEF);
        Map<String, Object> values = CONFIG_DEF.parse(config);
        Rules rules = Rules.parse(RULES.in(values));
        return new ValidateFieldsSettings(
                rules,
                rules.nulling(),
                ON_FAILURE.in(values),
                FAILURE_HEADER.in(values),
                METRICS_ID.optionalIn(values));
    }
}
