// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

import static io.reverseetl.connect.transforms.Records.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidateFieldsTest {

    private static final Schema CUSTOMER = SchemaBuilder.struct()
            .name("customer")
            .field("id", Schema.INT64_SCHEMA)
            .field("email", Schema.STRING_SCHEMA)
            .field("age", Schema.OPTIONAL_INT32_SCHEMA)
            .build();

    private static final String RULES = "email: required, email; age: range(0, 150)";

    @Test
    void a_record_that_keeps_every_rule_passes_as_it_is() {
        // Given
        SinkRecord struct = Records.of(customer("ada@example.org", 36));
        SinkRecord map = Records.of(map("email", "ada@example.org", "age", null));

        // Then
        try (ValidateFields.Value<SinkRecord> transform = value(Map.of("rules", RULES))) {
            assertThat(transform.apply(struct)).isSameAs(struct);
            assertThat(transform.apply(map)).isSameAs(map);
        }
    }

    @Test
    void a_record_that_breaks_rules_fails_with_all_of_them_and_no_value() {
        // Given
        String expected =
                "ValidateFields$Value on topic 'customers': the record breaks email: email; age: range(0, 150)."
                        + " Mend the row where it comes from, or change the rule";

        // Then
        try (ValidateFields.Value<SinkRecord> transform = value(Map.of("rules", RULES))) {
            assertThatThrownBy(() -> transform.apply(Records.of(customer("ada", 1815))))
                    .isInstanceOf(DataException.class)
                    .hasMessage(expected);
            assertThatThrownBy(() -> transform.apply(Records.of(map("email", "ada", "age", 1815L))))
                    .isInstanceOf(DataException.class)
                    .hasMessage(expected);
        }
    }

    @Test
    void the_key_has_rules_of_its_own() {
        // Given
        SinkRecord record = Records.record(map("id", 0), null, map("id", "any"));

        // Then
        try (ValidateFields.Key<SinkRecord> transform =
                Records.configured(new ValidateFields.Key<>(), Map.of("rules", "id: range(1, 9)"))) {
            assertThatThrownBy(() -> transform.apply(record)).hasMessageContaining("id: range(1, 9)");
        }
    }

    @Test
    void a_header_names_the_broken_rules_and_the_record_goes_on() {
        // Given
        SinkRecord record = Records.of(customer(" ", 1815));

        // When
        SinkRecord flagged;
        try (ValidateFields.Value<SinkRecord> transform =
                value(Map.of("rules", RULES, "on.failure", "header", "failure.header", "wrong"))) {
            flagged = transform.apply(record);
        }

        // Then
        assertThat(flagged.headers().lastWithName("wrong").value()).isEqualTo("email: required; age: range(0, 150)");
        assertThat(flagged.headers().lastWithName("origin").value()).isEqualTo("test");
        assertThat(flagged.value()).isSameAs(record.value());
        assertThat(record.headers().lastWithName("wrong")).isNull();
    }

    @Test
    void fields_that_break_a_rule_become_null_under_one_schema() {
        // Given
        String rules = "email: email; age: range(0, 150)";

        // When
        SinkRecord mended;
        SinkRecord kept;
        try (ValidateFields.Value<SinkRecord> transform = value(Map.of("rules", rules, "on.failure", "null"))) {
            mended = transform.apply(Records.of(customer("ada", 36)));
            kept = transform.apply(Records.of(customer("ada@example.org", 36)));
        }

        // Then
        assertThat(((Struct) mended.value()).get("email")).isNull();
        assertThat(((Struct) mended.value()).get("age")).isEqualTo(36);
        assertThat(((Struct) mended.value()).get("id")).isEqualTo(1L);
        assertThat(mended.valueSchema().name()).isEqualTo("customer");
        assertThat(mended.valueSchema().field("email").schema()).isEqualTo(Schema.OPTIONAL_STRING_SCHEMA);
        assertThat(((Struct) kept.value()).get("email")).isEqualTo("ada@example.org");
        assertThat(kept.valueSchema()).isSameAs(mended.valueSchema());
    }

    @Test
    void fields_without_a_schema_become_null_where_they_are_nested_too() {
        // Given
        Map<String, Object> record = map("id", 1, "address", map("city", "X", "zip", "?"));

        // When
        Object mended;
        try (ValidateFields.Value<SinkRecord> transform =
                value(Map.of("rules", "address.zip: regex('[0-9]+'); id: range(0, 9)", "on.failure", "null"))) {
            mended = transform.apply(Records.of(record)).value();
        }

        // Then
        assertThat(mended).isEqualTo(map("id", 1, "address", map("city", "X", "zip", null)));
    }

    @Test
    void a_required_field_is_never_set_to_null() {
        try (ValidateFields.Value<SinkRecord> transform = value(Map.of("rules", RULES, "on.failure", "null"))) {
            assertThatThrownBy(() -> transform.apply(Records.of(customer("ada", 1815))))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("breaks email: email; age: range(0, 150)");
            assertThatThrownBy(() -> transform.apply(Records.of(map("age", 3))))
                    .hasMessageContaining("breaks email: required");
        }
    }

    @Test
    void a_typo_is_found_at_the_first_record_whatever_becomes_of_failures() {
        try (ValidateFields.Value<SinkRecord> transform =
                value(Map.of("rules", "emial: email", "on.failure", "header"))) {
            String expected = "there is no field 'emial' in the record, which has id, email, age."
                    + " Correct the name in the rules, or add `optional` if the field may be absent.";
            assertThatThrownBy(() -> transform.apply(Records.of(customer("x", 1))))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining(expected);
            assertThatThrownBy(() -> transform.apply(Records.of(map("id", 1, "email", "x", "age", 1))))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining(expected);
        }
    }

    @Test
    void an_optional_field_may_be_absent_but_keeps_its_rules_where_it_is_there() {
        try (ValidateFields.Value<SinkRecord> transform = value(Map.of("rules", "mobile: optional, phone"))) {
            assertThat(transform.apply(Records.of(map("id", 1)))).isNotNull();
            assertThatThrownBy(() -> transform.apply(Records.of(map("mobile", "x"))))
                    .hasMessageContaining("mobile: phone");
        }
    }

    @Test
    void a_tombstone_passes() {
        // Given
        SinkRecord tombstone = Records.record("a key", null, null);

        // Then
        try (ValidateFields.Value<SinkRecord> transform = value(Map.of("rules", RULES))) {
            assertThat(transform.apply(tombstone)).isSameAs(tombstone);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rules | email required | expected `.` or `:`, but found `required`",
                "rules | email: requird | expected a rule (required, optional, type(",
                "rules | email: range('a', 3) | range: write `range(0, 150)`",
                "rules | email: range(9, 3) | range: write the least and the most",
                "rules | email: length(9, 3) | length: write the least and the most",
                "rules | email: regex('[') | '[' is no regular expression",
                "rules | email: type('int') | there is no type 'int'; write one of text, integer,",
                "rules | email: phone('XX') | there is no region 'XX'",
                "rules | email: date('2026-13-01') | '2026-13-01' is no date",
                "rules | email: check('a <') | check: ",
                "rules | email: required; email: email | field 'email' has an entry already",
                "rules | a: email; a.b: email | field 'a' is named both as a whole and by a field in it",
                "on.failure | drop | one of fail, header, null",
            })
    void a_mistake_is_found_by_validation_on_its_key(String key, String text, String message) {
        // Given
        Map<String, String> config = new TreeMap<>(Map.of("rules", "id: required"));
        config.put(key, text);

        // Then
        assertThat(ValidateFields.CONFIG_DEF.validate(config))
                .filteredOn(value -> !value.errorMessages().isEmpty())
                .singleElement()
                .satisfies(value -> {
                    assertThat(value.name()).isEqualTo(key);
                    assertThat(value.errorMessages()).singleElement().asString().contains(message);
                });
        assertThatThrownBy(() -> value(config))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void broken_rules_are_counted_by_instance_until_it_is_closed() throws JMException {
        // Given
        Map<String, String> config = Map.of("rules", RULES, "on.failure", "header", "metrics.id", "counted");
        ValidateFields.Value<SinkRecord> first = value(config);
        ValidateFields.Value<SinkRecord> second = value(config);

        // When
        first.apply(Records.of(customer("ada", 1815)));
        first.apply(Records.of(customer("ada@example.org", 1815)));
        first.apply(Records.of(customer("ada@example.org", 36)));
        second.apply(Records.of(customer("ada", 36)));

        // Then
        assertThat(published())
                .containsOnly(
                        entry("instance=0 records-total", 3L),
                        entry("instance=0 failed-records-total", 2L),
                        entry("instance=0 email required", 0L),
                        entry("instance=0 email email", 1L),
                        entry("instance=0 age range(0, 150)", 2L),
                        entry("instance=1 records-total", 1L),
                        entry("instance=1 failed-records-total", 1L),
                        entry("instance=1 email required", 0L),
                        entry("instance=1 email email", 1L),
                        entry("instance=1 age range(0, 150)", 0L));

        // When
        first.close();

        // Then
        assertThat(published().keySet()).hasSize(5).allMatch(name -> name.startsWith("instance=1"));
        second.close();
        assertThat(published()).isEmpty();
    }

    private static Map<String, Object> published() throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        Map<String, Object> published = new TreeMap<>();
        for (ObjectName bean :
                server.queryNames(new ObjectName("io.reverseetl:type=validate-fields,id=counted,*"), null)) {
            String instance = "instance=" + bean.getKeyProperty("instance") + " ";
            String rule = bean.getKeyProperty("rule");
            if (rule == null) {
                published.put(instance + "records-total", server.getAttribute(bean, "records-total"));
                published.put(instance + "failed-records-total", server.getAttribute(bean, "failed-records-total"));
            } else {
                String name = rule.startsWith("\"") ? ObjectName.unquote(rule) : rule;
                published.put(
                        instance + bean.getKeyProperty("field") + " " + name,
                        server.getAttribute(bean, "failures-total"));
            }
        }
        return published;
    }

    private static ValidateFields.Value<SinkRecord> value(Map<String, String> config) {
        return Records.configured(new ValidateFields.Value<>(), config);
    }

    private static Struct customer(String email, int age) {
        return new Struct(CUSTOMER).put("id", 1L).put("email", email).put("age", age);
    }
}
