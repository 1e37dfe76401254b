// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks.transforms;

import io.reverseetl.connect.transforms.Expression;
import io.reverseetl.connect.transforms.MapFields;
import io.reverseetl.connect.transforms.ProtectFields;
import io.reverseetl.connect.transforms.ValidateFields;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Cast;
import org.apache.kafka.connect.transforms.ReplaceField;
import org.apache.kafka.connect.transforms.Transformation;

/** A transform as a user would configure it for a customer. */
public enum Candidate {
    /** Kafka's: two fields renamed, one left out. */
    REPLACE_FIELD(
            ReplaceField.Value::new, Map.of("renames", "first_name:firstname,last_name:lastname", "exclude", "phone")),
    /** Kafka's: two types changed. */
    CAST(Cast.Value::new, Map.of("spec", "customer_id:string,total_spent:string")),
    /** The same as Kafka's ReplaceField. */
    MAP_FIELDS_RENAME(
            MapFields.Value::new,
            Map.of(
                    "mapping",
                    "firstname = first_name; lastname = last_name; customer_id; email; country; city; postcode;"
                            + " total_spent; orders; newsletter; created")),
    MAP_FIELDS(
            MapFields.Value::new,
            Map.of(
                    "mapping",
                    "firstname = first_name | trim; lastname = last_name | trim; email | trim | lower; phone; city;"
                            + " country | upper; zip = postcode; name = first_name + ' ' + last_name; total_spent; orders;"
                            + " since = created | date('yyyy-MM-dd')")),
    VALIDATE_FIELDS(
            ValidateFields.Value::new,
            Map.of(
                    "rules",
                    "email: required, email; country: in('fr', 'de', 'ie'); postcode: length(2, 12);"
                            + " total_spent: range(0, 1000000); created: date('2000-01-01')")),
    VALIDATE_PHONE(ValidateFields.Value::new, Map.of("rules", "phone: phone")),
    PROTECT_FIELDS(
            ProtectFields.Value::new,
            Map.of("fields", "last_name: redact; postcode: truncate(2); created: year; total_spent: step(10)")),
    PROTECT_HASH(ProtectFields.Value::new, Map.of("fields", "email: hash('text')")),
    EXPRESSION(
            Expression.Value::new,
            Map.of(
                    "expression",
                    "{\"tier\": total_spent > 100 ? \"gold\" : \"basic\"}",
                    "types",
                    "tier: text",
                    "unmapped",
                    "keep"));

    @SuppressWarnings("ImmutableEnumChecker") // A constructor.
    private final Supplier<Transformation<SinkRecord>> constructor;

    @SuppressWarnings("ImmutableEnumChecker") // Map.of is.
    private final Map<String, String> config;

    Candidate(Supplier<Transformation<SinkRecord>> constructor, Map<String, String> config) {
        this.constructor = constructor;
        this.config = config;
    }

    Transformation<SinkRecord> configured() {
        Transformation<SinkRecord> transform = constructor.get();
        transform.configure(config);
        return transform;
    }
}
