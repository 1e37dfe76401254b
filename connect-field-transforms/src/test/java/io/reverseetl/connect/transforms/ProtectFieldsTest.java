// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

import static io.reverseetl.connect.transforms.Records.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProtectFieldsTest {

    private static final String KEY = "0123456789abcdef0123456789abcdef";

    /** What {@code printf 'what do ya want for nothing?' | openssl dgst -sha256 -hmac $KEY} prints. */
    private static final String HMAC = "137e6557c3c13a1ca5dc7e52a389a0f86be8cb4db4ae61c62396058b00acacd0";

    static Stream<Arguments> functions() {
        Date date = Date.from(Instant.parse("1984-07-14T13:14:15Z"));
        return Stream.of(
                arguments("keep", "x", "x"),
                arguments("redact", "secret", "***"),
                arguments("redact('-')", "secret", "-"),
                arguments("truncate(2)", "75011", "75"),
                arguments("truncate(2)", "7", "7"),
                arguments("year", "1984-07-14", "1984"),
                arguments("year", "1984-07-14T23:00:00+02:00", "1984"),
                arguments("month", "1984-07-14", "1984-07"),
                arguments("year", date, Date.from(Instant.parse("1984-01-01T00:00:00Z"))),
                arguments("month", date, Date.from(Instant.parse("1984-07-01T00:00:00Z"))),
                arguments("step(10)", 37, 30),
                arguments("step(10)", -37, -30),
                arguments("step(10)", 37L, 30L),
                arguments("step(10)", (short) 37, (short) 30),
                arguments("step(10)", Byte.MIN_VALUE, (byte) -120),
                arguments("step(10)", 37.9, 30.0),
                arguments("step(10)", 37.9f, 30.0f),
                arguments("step(10)", new BigDecimal("37.90"), new BigDecimal("30.00")),
                arguments("step(10)", BigInteger.valueOf(37), BigInteger.valueOf(30)),
                arguments("redact", List.of("a", "b"), List.of("***", "***")),
                arguments("redact", Arrays.asList("a", null), Arrays.asList("***", null)),
                arguments("hash", "", ""),
                arguments("hash('text')", "  ", ""),
                arguments("hash", "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
                arguments(
                        "hash('text')", " ABC\n", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    }

    @ParameterizedTest
    @MethodSource("functions")
    void a_function_changes_a_value(String function, Object before, Object after) {
        // When
        Object changed = protectedBy("f: " + function, map("f", before, "other", before));

        // Then
        assertThat(changed).isEqualTo(map("f", after, "other", before));
    }

    @Test
    void null_stays_null_whatever_the_function() {
        for (String function : List.of("keep", "redact", "year", "step(2)", "hash", "hmac", "token", "null")) {
            assertThat(protectedBy("f: " + function, map("f", null))).isEqualTo(map("f", null));
        }
    }

    @Test
    void a_phone_number_has_one_hash_however_it_is_written() {
        // Given
        Object expected = protectedBy("f: hash", map("f", "+33123456789"));

        // Then
        for (String written : List.of("+33 1 23 45 67 89", "01.23.45.67.89", "0033123456789")) {
            assertThat(protectedBy("f: hash('phone', 'FR')", map("f", written))).isEqualTo(expected);
        }
        assertThat(protectedBy("f: hash('phone-digits')", map("f", "+33 1 23 45 67 89")))
                .isEqualTo(protectedBy("f: hash", map("f", "33123456789")));
    }

    @Test
    void a_phone_number_that_is_none_fails_without_its_value() {
        assertThatThrownBy(() -> protectedBy("f: hash('phone')", map("f", "01 23 45 67 89")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("field 'f' is no phone number that tells its country")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("01 23"));
    }

    @Test
    void a_keyed_hash_is_the_one_of_openssl_and_a_token_depends_on_key_and_domain() {
        // Given
        String otherKey = "f".repeat(32);

        // When
        Object token = protectedBy("f: token", map("f", "Ada"));

        // Then
        assertThat(protectedBy("f: hmac", map("f", "what do ya want for nothing?")))
                .isEqualTo(map("f", HMAC));
        assertThat(((Map<?, ?>) token).get("f")).asString().matches("tok_[A-Za-z0-9_-]{22}");
        assertThat(protectedBy("f: token", map("f", "Ada"))).isEqualTo(token);
        assertThat(protectedBy("f: token", map("f", "Eve"))).isNotEqualTo(token);
        assertThat(protectedBy("f: token('orders')", map("f", "Ada"))).isNotEqualTo(token);
        assertThat(protectedBy("f: token('ab')", map("f", "c")))
                .isNotEqualTo(protectedBy("f: token('a')", map("f", "bc")));
        assertThat(protectedBy(Map.of("fields", "f: token", "key", otherKey), map("f", "Ada")))
                .isNotEqualTo(token);
    }

    @Test
    void an_element_of_an_array_is_of_the_type_that_the_schema_says() {
        // Given
        Schema schema = SchemaBuilder.struct()
                .field(
                        "days",
                        SchemaBuilder.array(org.apache.kafka.connect.data.Date.SCHEMA)
                                .build())
                .build();
        Struct struct = new Struct(schema).put("days", List.of(Date.from(Instant.EPOCH)));

        // When
        Struct hashed = (Struct) protectedBy("days: hash", struct);

        // Then
        assertThat(hashed.get("days"))
                .isEqualTo(((Map<?, ?>) protectedBy("days: hash", map("days", List.of("1970-01-01")))).get("days"));
    }

    @Test
    void what_holds_fields_may_be_absent_only_if_all_of_them_may() {
        // When
        Object without = protectedBy("a.b: keep, optional; a.c: redact, optional", map("id", 1));

        // Then
        assertThat(without).isEqualTo(map("id", 1));
        assertThatThrownBy(() -> protectedBy("a.b: keep, optional; a.c: redact", map("id", 1)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("there is no field 'a' in the record, which has id.");
    }

    @Test
    void a_hash_of_a_number_is_that_of_its_plain_digits_and_text() {
        // Given
        Schema schema = SchemaBuilder.struct()
                .field("id", Schema.OPTIONAL_INT64_SCHEMA)
                .field(
                        "tags",
                        SchemaBuilder.array(Schema.INT32_SCHEMA).optional().build())
                .build();
        Struct struct = new Struct(schema).put("id", 12L).put("tags", List.of(12));

        // When
        Struct hashed = (Struct) protectedBy("id: hash; tags: hash", struct);

        // Then
        Object expected = ((Map<?, ?>) protectedBy("id: hash", map("id", "12"))).get("id");
        assertThat(hashed.get("id")).isEqualTo(expected);
        assertThat(hashed.get("tags")).isEqualTo(List.of(expected));
        assertThat(hashed.schema().field("id").schema()).isEqualTo(Schema.OPTIONAL_STRING_SCHEMA);
        assertThat(hashed.schema().field("tags").schema().isOptional()).isTrue();
    }

    @Test
    void types_and_schemas_stay_where_nothing_says_otherwise() {
        // Given
        Schema address = SchemaBuilder.struct()
                .optional()
                .name("address")
                .field("city", Schema.STRING_SCHEMA)
                .field("zip", Schema.STRING_SCHEMA)
                .build();
        Schema schema = SchemaBuilder.struct()
                .name("customer")
                .version(3)
                .field("born", org.apache.kafka.connect.data.Date.SCHEMA)
                .field("seen", Timestamp.SCHEMA)
                .field("total", Decimal.schema(2))
                .field("name", Schema.STRING_SCHEMA)
                .field("address", address)
                .field(
                        "nick",
                        SchemaBuilder.string()
                                .optional()
                                .defaultValue("a default")
                                .build())
                .build();
        Struct struct = new Struct(schema)
                .put("nick", "Ada")
                .put("born", Date.from(Instant.parse("1984-07-14T00:00:00Z")))
                .put("seen", Date.from(Instant.parse("2026-11-23T10:00:00Z")))
                .put("total", new BigDecimal("12.34"))
                .put("name", "Ada")
                .put("address", new Struct(address).put("city", "London").put("zip", "W1"));

        // When
        Struct changed = (Struct) protectedBy(
                "born: year; seen: month; total: step(5); name: null; nick: null; address.zip: redact", struct);

        // Then
        assertThat(changed.get("born")).isEqualTo(Date.from(Instant.parse("1984-01-01T00:00:00Z")));
        assertThat(changed.get("seen")).isEqualTo(Date.from(Instant.parse("2026-11-01T00:00:00Z")));
        assertThat(changed.get("total")).isEqualTo(new BigDecimal("10.00"));
        assertThat(changed.get("name")).isNull();
        assertThat(changed.get("nick")).isNull();
        assertThat(changed.getStruct("address").get("city")).isEqualTo("London");
        assertThat(changed.getStruct("address").get("zip")).isEqualTo("***");
        assertThat(changed.schema().name()).isEqualTo("customer");
        assertThat(changed.schema().version()).isEqualTo(3);
        assertThat(changed.schema().field("address").schema()).isEqualTo(address);
        assertThat(changed.schema().field("total").schema()).isEqualTo(Decimal.schema(2));
        assertThat(changed.schema().field("name").schema()).isEqualTo(Schema.OPTIONAL_STRING_SCHEMA);
    }

    @Test
    void an_allow_list_drops_what_it_does_not_name_in_structs_too() {
        // Given
        Map<String, String> config =
                Map.of("fields", "id: keep; name: drop; address.city: keep; gone: keep, optional", "unnamed", "drop");
        Map<String, Object> record =
                map("id", 1, "name", "Ada", "iban", "GB1", "address", map("city", "London", "street", "X"));
        Schema address = SchemaBuilder.struct()
                .field("city", Schema.STRING_SCHEMA)
                .field("street", Schema.STRING_SCHEMA)
                .build();
        Schema schema = SchemaBuilder.struct()
                .field("id", Schema.INT32_SCHEMA)
                .field("name", Schema.STRING_SCHEMA)
                .field("iban", Schema.STRING_SCHEMA)
                .field("address", address)
                .build();
        Struct struct = new Struct(schema)
                .put("id", 1)
                .put("name", "Ada")
                .put("iban", "GB1")
                .put("address", new Struct(address).put("city", "London").put("street", "X"));

        // Then
        assertThat(protectedBy(config, record)).isEqualTo(map("id", 1, "address", map("city", "London")));
        assertThat(((Struct) protectedBy(config, struct)).toString())
                .isEqualTo("Struct{id=1,address=Struct{city=London}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "emial: redact | there is no field 'emial' in the record, which has id, email, address.",
                "address.town: redact | there is no field 'town' in 'address', which has city.",
                "id: redact | redact takes text, but field 'id' is Integer",
                "email: step(2) | step takes a number, but field 'email' is String",
                "email: year | year cannot read field 'email': it is text, but not an ISO 8601 date",
                "address: hash | hash takes text or a number or a boolean or a Date or a Time or a Timestamp, but field",
                "email.x: hash | field 'email' is String, in which no field can be named",
            })
    void a_record_that_does_not_fit_fails_without_its_value(String fields, String message) {
        assertThatThrownBy(() -> protectedBy(
                        fields, map("id", 4711, "email", "ada@example.org", "address", map("city", "London"))))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("ProtectFields$Value on topic 'customers': ")
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("ada", "4711", "London"));
    }

    @Test
    void a_typo_is_found_in_a_schema_before_a_value_leaks() {
        // Given
        Schema schema = SchemaBuilder.struct()
                .field("id", Schema.INT32_SCHEMA)
                .field("email", Schema.STRING_SCHEMA)
                .build();
        Struct struct = new Struct(schema).put("id", 1).put("email", "x");

        // Then
        assertThatThrownBy(() -> protectedBy("emial: redact", struct))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("there is no field 'emial' in the record, which has id, email.");
        assertThatThrownBy(() -> protectedBy("id: redact", struct))
                .hasMessageContaining("redact takes text, but field 'id' is INT32");
        assertThat(((Struct) protectedBy("emial: redact, optional", struct)).get("email"))
                .isEqualTo("x");
    }

    @Test
    void the_key_of_a_record_is_protected_by_the_transform_for_keys() {
        // Given
        SinkRecord record = Records.record(map("email", "ada"), null, map("email", "ada"));

        // When
        SinkRecord changed;
        try (ProtectFields.Key<SinkRecord> transform =
                Records.configured(new ProtectFields.Key<>(), Map.of("fields", "email: redact"))) {
            changed = transform.apply(record);
        }

        // Then
        assertThat(changed.key()).isEqualTo(map("email", "***"));
        assertThat(changed.value()).isSameAs(record.value());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fields | email | expected `.` or `:`",
                "fields | email: scramble | expected a function (keep, drop, hash(",
                "fields | email: hash('md5') | there is no normalisation [md5]; write 'text', 'phone'",
                "fields | email: hash('text', 'FR') | there is no normalisation [text, FR]",
                "fields | email: step(0) | write a step of 1 at least",
                "fields | email: truncate(0) | write how many characters to keep",
                "fields | email: optional | field 'email' has to have one function",
                "fields | email: hash, redact | field 'email' has to have one function",
                "fields | a: keep; a.b: keep | field 'a' is named both as a whole and by a field in it",
                "unnamed | hide | one of keep, drop",
                "key | short | the key is too short to be a secret",
            })
    void a_mistake_is_found_by_validation_on_its_key(String key, String text, String message) {
        // Given
        Map<String, String> config = new TreeMap<>(Map.of("fields", "id: keep"));
        config.put(key, text);

        // Then
        assertThat(ProtectFields.CONFIG_DEF.validate(config))
                .filteredOn(value -> !value.errorMessages().isEmpty())
                .singleElement()
                .satisfies(value -> {
                    assertThat(value.name()).isEqualTo(key);
                    assertThat(value.errorMessages())
                            .singleElement()
                            .asString()
                            .contains(message)
                            .doesNotContain("short;");
                });
    }

    @Test
    void a_function_that_needs_a_key_is_refused_without_one() {
        assertThatThrownBy(() ->
                        Records.configured(new ProtectFields.Value<SinkRecord>(), Map.of("fields", "email: hmac")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("key: `hmac` and `token` need a key; set `key` to a secret from a config provider");
    }

    private static Object protectedBy(String fields, Object value) {
        return protectedBy(Map.of("fields", fields, "key", KEY), value);
    }

    private static Object protectedBy(Map<String, String> config, Object value) {
        try (ProtectFields.Value<SinkRecord> transform = Records.configured(new ProtectFields.Value<>(), config)) {
            return transform.apply(Records.of(value)).value();
        }
    }
}
