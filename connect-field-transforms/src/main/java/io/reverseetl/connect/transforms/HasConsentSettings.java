// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

import io.reverseetl.connect.support.Key;
import io.reverseetl.connect.transforms.data.FieldName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** The config of {@link HasConsent}, parsed. */
record HasConsentSettings(From from, Set<String> granted, IfMissing ifMissing) {

    enum Place {
        KEY,
        VALUE,
        HEADER
    }

    enum IfMissing {
        NO,
        YES,
        FAIL
    }

    /** Where a record says it. */
    record From(Place place, FieldName name) {

        static From parse(String text) {
            List<String> names = FieldName.parse(text).names();
            Place place = Arrays.stream(Place.values())
                    .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(names.get(0)))
                    .filter(each -> names.size() > 1)
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalArgumentException(
                                    "write where it stands, as in `value.marketing_consent`, `key.tenant` or `header.consent`"));
            return new From(place, new FieldName(names.subList(1, names.size())));
        }
    }

    static final Key<String> FROM = Key.text("from")
            .validated(TransformConfig.readable(From::parse, "`value.<field>`, `key.<field>` or `header.<name>`"))
            .importance(Importance.HIGH)
            .doc(
                    "Where a record says whether the person agrees: `value.<field>`, `key.<field>` or `header.<name>`. A path"
                            + " with dots reaches into nested structs and maps; a name with a dot goes in double quotes.");

    static final Key<List<String>> GRANTED = Key.list("granted")
            .defaultsTo("true,yes,1")
            .importance(Importance.MEDIUM)
            .doc("What says yes, in upper or lower case. Anything else says no.");

    static final Key<IfMissing> IF_MISSING = Key.choice(
                    "if.missing", IfMissing.class, choice -> choice.name().toLowerCase(Locale.ROOT))
            .defaultsTo("no")
            .importance(Importance.MEDIUM)
            .doc(
                    "What a null, a header that is absent, and, in records without a schema, a field that is absent says: `no`,"
                            + " `yes`, or `fail` to fail the record. A field that the schema lacks always fails it.");

    static final ConfigDef CONFIG_DEF = Key.define(List.of(FROM, GRANTED, IF_MISSING));

    static HasConsentSettings parse(Map<String, ?> config) {
        TransformConfig.refuseUnknownKeys(config, CONFIG_DEF);
        Map<String, Object> values = CONFIG_DEF.parse(config);
        Set<String> granted = GRANTED.in(values).stream()
                .map(each -> each.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        return new HasConsentSettings(From.parse(FROM.in(values)), granted, IF_MISSING.in(values));
    }
}
