// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

import io.reverseetl.connect.support.Key;
import io.reverseetl.connect.transforms.mapping.Mapping;
import io.reverseetl.connect.transforms.mapping.Unmapped;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;

/** The config of {@link MapFields}, parsed. */
record MapFieldsSettings(Mapping mapping) {

    static final Key<String> MAPPING = Key.text("mapping")
            .validated(TransformConfig.readable(
                    text -> Mapping.parse(text, Unmapped.DROP),
                    "entries `target = source | function`, separated by `;` or a line break"))
            .importance(Importance.HIGH)
            .width(Width.LONG)
            .doc("What the fields of the outgoing record are made of: entries `target = source | function`, separated"
                    + " by `;` or a line break. A source is a field (a path with dots reaches into nested structs and"
                    + " maps, `[0]` into arrays), a constant ('text', a number, true or false), or several of them"
                    + " joined with `+`. Functions: " + Mapping.functions()
                    + ". A target with dots builds a struct. An entry without `= source` takes the field of its own"
                    + " name.");

    static final Key<Unmapped> UNMAPPED = Key.choice(
                    "unmapped", Unmapped.class, choice -> choice.name().toLowerCase(Locale.ROOT))
            .defaultsTo("drop")
            .importance(Importance.MEDIUM)
            .doc("What becomes of a field that the mapping does not name as a source: `drop` leaves it out, `keep`"
                    + " appends it, unchanged, after the mapped ones.");

    static final ConfigDef CONFIG_DEF = Key.define(List.of(MAPPING, UNMAPPED));

    static MapFieldsSettings parse(Map<String, ?> config) {
        TransformConfig.refuseUnknownKeys(config, CONFIG_DEF);
        Map<String, Object> values = CONFIG_DEF.parse(config);
        return new MapFieldsSettings(Mapping.parse(MAPPING.in(values), UNMAPPED.in(values)));
    }
}
