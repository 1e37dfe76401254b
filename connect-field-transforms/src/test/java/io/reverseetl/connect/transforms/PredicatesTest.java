// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

import static io.reverseetl.connect.transforms.Records.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredicatesTest {

    @Nested
    class Of_consent {

        @ParameterizedTest
        @CsvSource({"true, true", "YES, true", "' yes ', true", "1, true", "false, false", "no, false", "'', false"})
        void a_text_says_yes_or_no(String said, boolean expected) {
            assertThat(hasConsent(Map.of("from", "value.consent"), Records.of(map("consent", said))))
                    .isEqualTo(expected);
        }

        @Test
        void booleans_numbers_and_nested_fields_say_it_too() {
            // Given
            Schema schema =
                    SchemaBuilder.struct().field("c", Schema.BOOLEAN_SCHEMA).build();
            Map<String, String> config = Map.of("from", "value.c");

            // Then
            assertThat(hasConsent(config, Records.of(new Struct(schema).put("c", true))))
                    .isTrue();
            assertThat(hasConsent(config, Records.of(new Struct(schema).put("c", false))))
                    .isFalse();
            assertThat(hasConsent(config, Records.of(map("c", 1)))).isTrue();
            assertThat(hasConsent(config, Records.of(map("c", 0)))).isFalse();
            assertThat(hasConsent(Map.of("from", "value.a.c"), Records.of(map("a", map("c", true)))))
                    .isTrue();
            assertThat(hasConsent(Map.of("from", "value.c", "granted", "Opted-In"), Records.of(map("c", "opted-in"))))
                    .isTrue();
        }

        @Test
        void the_key_or_a_header_says_it() {
            // Given
            SinkRecord record = Records.record(map("ok", "yes"), null, null);
            record.headers().addString("x.consent", "no");

            // Then
            assertThat(hasConsent(Map.of("from", "key.ok"), record)).isTrue();
            assertThat(hasConsent(Map.of("from", "header.\"x.consent\""), record))
                    .isFalse();
        }

        @ParameterizedTest
        @CsvSource({"no, false", "yes, true"})
        void what_is_missing_says_what_the_config_says(String ifMissing, boolean expected) {
            // Given
            Map<String, String> config = Map.of("from", "value.consent", "if.missing", ifMissing);

            // Then
            assertThat(hasConsent(config, Records.of(map("consent", null)))).isEqualTo(expected);
            assertThat(hasConsent(config, Records.of(map("id", 1)))).isEqualTo(expected);
            assertThat(hasConsent(Map.of("from", "header.consent", "if.missing", ifMissing), Records.of(map("id", 1))))
                    .isEqualTo(expected);
        }

        @Test
        void what_is_missing_can_fail_the_record() {
            assertThatThrownBy(() -> hasConsent(
                            Map.of("from", "value.consent", "if.missing", "fail"), Records.of(map("consent", null))))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("HasConsent on topic 'customers': 'consent' is null or absent");
        }

        @Test
        void a_tombstone_passes() {
            assertThat(hasConsent(Map.of("from", "value.consent"), Records.record("a key", null, null)))
                    .isTrue();
        }

        @Test
        void a_field_that_the_schema_lacks_and_one_that_says_nothing_fail_the_record() {
            // Given
            Schema schema = SchemaBuilder.struct()
                    .field("consent", Schema.STRING_SCHEMA)
                    .build();
            SinkRecord record = Records.of(new Struct(schema).put("consent", "yes"));

            // Then
            assertThatThrownBy(() -> hasConsent(Map.of("from", "value.cosent"), record))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("there is no field 'cosent' in the record, which has consent.");
            assertThatThrownBy(() ->
                            hasConsent(Map.of("from", "value.consent"), Records.of(map("consent", map("a", "secret")))))
                    .isInstanceOf(DataException.class)
                    .hasMessageNotContaining("secret");
            assertThatThrownBy(() -> hasConsent(Map.of("from", "value.consent"), Records.of("secret")))
                    .isInstanceOf(DataException.class)
                    .hasMessageNotContaining("secret");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "from | consent | write where it stands, as in `value.marketing_consent`",
                    "from | value | write where it stands",
                    "from | value. | expected the name of a nested field",
                    "from | value.a b | expected `.` or the end of the name, but found `b`",
                    "if.missing | maybe | one of no, yes, fail",
                })
        void a_mistake_is_found_by_validation_on_its_key(String key, String text, String message) {
            assertFoundByValidation(
                    HasConsent.CONFIG_DEF.validate(with(Map.of("from", "value.a"), key, text)), key, message);
        }
    }

    @Nested
    class Of_changes {

        private final Map<String, String> config = Map.of("fields", "email,address.city");

        @Test
        void a_record_passes_only_if_a_named_field_has_changed() {
            // Given
            Object old = map("email", "a", "seen", 1, "address", map("city", "X"));

            // Then
            assertThat(changed(old, map("email", "a", "seen", 2, "address", map("city", "X"))))
                    .isFalse();
            assertThat(changed(old, map("email", "b", "seen", 1, "address", map("city", "X"))))
                    .isTrue();
            assertThat(changed(old, map("email", "a", "seen", 1, "address", map("city", "Y"))))
                    .isTrue();
            assertThat(changed(old, map("email", null, "seen", 1, "address", map("city", "X"))))
                    .isTrue();
            assertThat(changed(old, map("email", "a", "address", null))).isTrue();
            assertThat(changed(map("address", map("city", "X")), map("email", null, "address", map("city", "X"))))
                    .isTrue();
            assertThat(changed(old, map("seen", 1, "address", map("city", "X"))))
                    .isTrue();
            assertThat(changed(
                            map("email", new byte[] {1}, "address", null),
                            map("email", new byte[] {1}, "address", null)))
                    .isFalse();
        }

        @Test
        void structs_are_compared_by_their_fields() {
            // Given
            Schema row = SchemaBuilder.struct()
                    .optional()
                    .field("email", Schema.STRING_SCHEMA)
                    .field("seen", Schema.INT32_SCHEMA)
                    .build();
            Schema envelope = SchemaBuilder.struct()
                    .field("before", row)
                    .field("after", row)
                    .build();
            Struct before = new Struct(row).put("email", "a").put("seen", 1);
            Struct after = new Struct(row).put("email", "a").put("seen", 2);
            SinkRecord record =
                    Records.of(new Struct(envelope).put("before", before).put("after", after));

            // Then
            assertThat(holds(Map.of("fields", "email"), record)).isFalse();
            assertThat(holds(Map.of("fields", "seen"), record)).isTrue();
        }

        @Test
        void inserts_deletes_and_tombstones_pass() {
            assertThat(changed(null, map("email", "a"))).isTrue();
            assertThat(changed(map("email", "a"), null)).isTrue();
            assertThat(holds(config, Records.record("a key", null, null))).isTrue();
        }

        @Test
        void a_record_that_does_not_carry_both_states_fails() {
            assertThatThrownBy(() -> holds(config, Records.of(map("email", "secret"))))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining(
                            "ChangedFields on topic 'customers': there is no field 'before' in the record,"
                                    + " which has email. The record does not carry the state before and after its change")
                    .hasMessageNotContaining("secret");
            assertThatThrownBy(() -> changed("secret", "secret"))
                    .isInstanceOf(DataException.class)
                    .hasMessageNotContaining("secret");
            assertThatThrownBy(() -> changed(map("emial", 1), map("emial", 1)))
                    .hasMessageContaining("there is no field 'email' in the record, which has emial.");
        }

        @Test
        void the_states_may_go_by_other_names() {
            assertThat(holds(
                            Map.of("fields", "a", "before", "x.old", "after", "x.new"),
                            Records.of(map("x", map("old", map("a", 1), "new", map("a", 1))))))
                    .isFalse();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "fields | a,b c | expected `.` or the end of the name, but found `c`",
                    "before | . | expected the name of a field",
                })
        void a_mistake_is_found_by_validation_on_its_key(String key, String text, String message) {
            assertFoundByValidation(
                    ChangedFields.CONFIG_DEF.validate(with(Map.of("fields", "a"), key, text)), key, message);
        }

        private boolean changed(Object before, Object after) {
            return holds(config, Records.of(map("before", before, "after", after)));
        }

        private boolean holds(Map<String, String> config, SinkRecord record) {
            try (ChangedFields<SinkRecord> predicate = Records.configured(new ChangedFields<>(), config)) {
                return predicate.test(record);
            }
        }
    }

    @Test
    void a_record_becomes_the_deletion_of_its_key() {
        // Given
        SinkRecord record = Records.of(map("id", 1));

        // Then
        try (ToTombstone<SinkRecord> transform = Records.configured(new ToTombstone<>(), Map.of())) {
            SinkRecord tombstone = transform.apply(record);
            assertThat(tombstone.value()).isNull();
            assertThat(tombstone.key()).isEqualTo("a key");
            assertThat(tombstone.headers()).isEqualTo(record.headers());
            assertThatThrownBy(() -> transform.apply(Records.record(null, null, map("id", 1))))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("the record has no key");
        }
    }

    @Test
    void a_misspelt_key_is_refused() {
        assertThatThrownBy(() -> hasConsent(Map.of("from", "value.a", "if.mising", "no"), Records.of(map())))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("Did you mean 'if.missing'?");
    }

    private static boolean hasConsent(Map<String, String> config, SinkRecord record) {
        try (HasConsent<SinkRecord> predicate = Records.configured(new HasConsent<>(), config)) {
            return predicate.test(record);
        }
    }

    private static Map<String, String> with(Map<String, String> config, String key, String text) {
        Map<String, String> changed = new TreeMap<>(config);
        changed.put(key, text);
        return changed;
    }

    private static void assertFoundByValidation(List<ConfigValue> values, String key, String message) {
        assertThat(values)
                .filteredOn(value -> !value.errorMessages().isEmpty())
                .singleElement()
                .satisfies(value -> {
                    assertThat(value.name()).isEqualTo(key);
                    assertThat(value.errorMessages()).singleElement().asString().contains(message);
                });
    }
}
