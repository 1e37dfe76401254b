// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.validation;

import io.reverseetl.connect.transforms.data.FieldEdits;
import io.reverseetl.connect.transforms.data.FieldName;
import io.reverseetl.connect.transforms.data.Nulling;
import io.reverseetl.connect.transforms.syntax.Entries;
import io.reverseetl.connect.transforms.syntax.Entries.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is asked of the fields of a record. */
public final class Rules {

    private static final String ABSENT = "Correct the name in the rules, or add `optional` if the field may be absent.";

    private final List<FieldRules> fields;

    /** The rules of one field. */
    private record FieldRules(
            FieldName name, boolean mayBeAbsent, @Nullable Rule required, List<Checked> checks) {}

    private record Checked(Rule rule, Check check) {}

    private Rules(List<FieldRules> fields) {
        this.fields = List.copyOf(fields);
    }

    /**
     * Reads rules.
     *
     * @throws io.reverseetl.connect.transforms.syntax.ConfigSyntaxException if they cannot be read
     */
    public static Rules parse(String text) {
        Map<List<String>, List<Said<Check>>> entries =
                Entries.parse(text, Checks.ALL, "there are no rules; write entries such as `email: required, email`");
        List<FieldRules> fields = new ArrayList<>();
        entries.forEach((path, said) -> fields.add(of(new FieldName(path), said)));
        return new Rules(fields);
    }

    private static FieldRules of(FieldName field, List<Said<Check>> said) {
        Rule required = null;
        boolean mayBeAbsent = false;
        List<Checked> checks = new ArrayList<>();
        for (Said<Check> each : said) {
            Rule rule = new Rule(field, each.text());
            if (each.meaning() == Check.Presence.REQUIRED) {
                required = rule;
            } else if (each.meaning() == Check.Presence.OPTIONAL) {
                mayBeAbsent = true;
            } else {
                checks.add(new Checked(rule, each.meaning()));
            }
        }
        return new FieldRules(field, mayBeAbsent, required, List.copyOf(checks));
    }

    /** The rules that a user can write, as documentation lists them. */
    public static String usages() {
        return Checks.ALL.usages();
    }

    /** All rules, in their order. */
    public List<Rule> all() {
        List<Rule> all = new ArrayList<>();
        fields.forEach(field -> {
            if (field.required() != null) {
                all.add(field.required());
            }
            field.checks().forEach(check -> all.add(check.rule()));
        });
        return all;
    }

    /**
     * The rules that a record breaks.
     *
     * @param record a struct, or a map without a schema
     * @throws org.apache.kafka.connect.errors.DataException if it has no field of a name that the rules name
     */
    public List<Rule> brokenBy(Object record) {
        List<Rule> broken = new ArrayList<>(0);
        for (FieldRules field : fields) {
            FieldName.Found found = field.name().in(record);
            if (found == null && field.required() == null && !field.mayBeAbsent()) {
                throw field.name().absent(record, ABSENT);
            }
            Object value = found == null ? null : found.value();
            if (field.required() != null && isMissing(value)) {
                broken.add(field.required());
            } else if (found != null && value != null) {
                for (Checked each : field.checks()) {
                    if (!each.check().holds(found.schema(), value, record)) {
                        broken.add(each.rule());
                    }
                }
            }
        }
        return broken;
    }

    private static boolean isMissing(@Nullable Object value) {
        return value == null || (value instanceof String text && text.isBlank());
    }

    /** Whether a record that breaks the rule can be mended by setting the rule's field to null. */
    public boolean isMendedByNull(Rule broken) {
        return fields.stream().noneMatch(field -> field.name().equals(broken.field()) && field.required() != null);
    }

    /** Edits that set fields to null: any of those that can be mended so. */
    public FieldEdits nulling() {
        FieldEdits edits = new FieldEdits(true);
        fields.stream()
                .filter(field -> field.required() == null)
                .forEach(field -> edits.add(field.name(), new Nulling(), field.mayBeAbsent()));
        return edits;
    }

    /** The fields of broken rules. */
    public static Predicate<FieldName> fieldsOf(List<Rule> broken) {
        return field -> broken.stream().anyMatch(rule -> rule.field().equals(field));
    }
}
