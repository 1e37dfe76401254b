// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

import io.reverseetl.connect.support.Key;
import io.reverseetl.connect.transforms.jsonata.JsonataExpression;
import io.reverseetl.connect.transforms.jsonata.JsonataExpression.Bounds;
import io.reverseetl.connect.transforms.jsonata.ResultFields;
import io.reverseetl.connect.transforms.mapping.Unmapped;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;

/** The config of {@link Expression}, parsed. */
record ExpressionSettings(JsonataExpression expression, Optional<ResultFields> types, Unmapped unmapped) {

    private static final Bounds ANY_BOUNDS = new Bounds(Duration.ofSeconds(1), 100);

    static final Key<String> EXPRESSION = Key.text("expression")
            .validated(TransformConfig.readable(
                    text -> JsonataExpression.compile(text, ANY_BOUNDS), "an expression in JSONata"))
            .importance(Importance.HIGH)
            .width(Width.LONG)
            .doc("An expression in JSONata (https://docs.jsonata.org) over the fields of the record. It has to yield an"
                    + " object, whose fields become those of the record.");

    static final Key<String> TYPES = Key.text("types")
            .optional()
            .validated(TransformConfig.readable(
                    ResultFields::parse, "entries `field: type`, separated by `;` or a line break"))
            .importance(Importance.HIGH)
            .width(Width.LONG)
            .doc(
                    "The fields of the result and their types: entries `field: type`, separated by `;` or a line break. Types: "
                            + ResultFields.usages() + ". Without it the result has no schema.");

    static final Key<Unmapped> UNMAPPED = Key.choice(
                    "unmapped", Unmapped.class, choice -> choice.name().toLowerCase(Locale.ROOT))
            .defaultsTo("drop")
            .importance(Importance.MEDIUM)
            .doc("What becomes of a field of the record that the result does not have: `drop` leaves it out, `keep`"
                    + " appends it, unchanged.");

    static final Key<Duration> TIMEOUT_MS = Key.millis("timeout.ms")
            .defaultsTo(5_000L)
            .between(1, 60_000)
            .importance(Importance.LOW)
            .doc("How long one evaluation may take; after that the record fails. Leave room for pauses of the"
                    + " JVM: this is for expressions that do not end.");

    static final Key<Integer> MAX_DEPTH = Key.integer("max.depth")
            .defaultsTo(100)
            .between(10, 1_000)
            .importance(Importance.LOW)
            .doc("How deep an evaluation may nest; a function that calls itself needs several levels for each call.");

    static final ConfigDef CONFIG_DEF = Key.define(List.of(EXPRESSION, TYPES, UNMAPPED, TIMEOUT_MS, MAX_DEPTH));

    static ExpressionSettings parse(Map<String, ?> config) {
        TransformConfig.refuseUnknownKeys(config, CONFIG_DEF);
        Map<String, Object> values = CONFIG_DEF.parse(config);
        Bounds bounds = new Bounds(TIMEOUT_MS.in(values), MAX_DEPTH.in(values));
        return new ExpressionSettings(
                JsonataExpression.compile(EXPRESSION.in(values), bounds),
                TYPES.optionalIn(values).map(ResultFields::parse),
                UNMAPPED.in(values));
    }
}
