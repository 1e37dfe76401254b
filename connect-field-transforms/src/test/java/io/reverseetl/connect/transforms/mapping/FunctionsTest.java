// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionsTest {

    private static final Schema DATE = org.apache.kafka.connect.data.Date.SCHEMA;
    private static final Date INSTANT = at("2026-11-23T23:30:15.123Z");

    static Stream<Arguments> calls() {
        return Stream.of(
                arguments("trim", Schema.STRING_SCHEMA, " \u2003a b\t\n", "a b"),
                arguments("trim", Schema.STRING_SCHEMA, "", ""),
                arguments("upper", Schema.STRING_SCHEMA, "straße i", "STRASSE I"),
                arguments("lower", Schema.STRING_SCHEMA, "TITLE", "title"),
                arguments("truncate(3)", Schema.STRING_SCHEMA, "abcd", "abc"),
                arguments("truncate(3)", Schema.STRING_SCHEMA, "abc", "abc"),
                arguments("truncate(2)", Schema.STRING_SCHEMA, "a😀b", "a😀"),
                arguments("string", Schema.STRING_SCHEMA, "as is ", "as is "),
                arguments("string", Schema.BOOLEAN_SCHEMA, true, "true"),
                arguments("string", Schema.INT8_SCHEMA, (byte) -1, "-1"),
                arguments("string", Schema.INT64_SCHEMA, Long.MIN_VALUE, "-9223372036854775808"),
                arguments("string", Schema.FLOAT64_SCHEMA, 1.0E10, "10000000000"),
                arguments("string", Schema.FLOAT64_SCHEMA, 0.1, "0.1"),
                arguments("string", Schema.FLOAT32_SCHEMA, 0.1f, "0.1"),
                arguments("string", Schema.FLOAT64_SCHEMA, Double.NaN, "NaN"),
                arguments("string", Decimal.schema(2), new BigDecimal("1200.50"), "1200.50"),
                arguments("string", Timestamp.SCHEMA, INSTANT, "2026-11-23T23:30:15.123Z"),
                arguments("number('0.00')", Schema.INT32_SCHEMA, 5, "5.00"),
                arguments("number('0.00')", Schema.FLOAT64_SCHEMA, 1.005, "1.01"),
                arguments("number('0.00')", Schema.FLOAT64_SCHEMA, -0.125, "-0.13"),
                arguments("number('#,##0')", Decimal.schema(1), new BigDecimal("1234567.5"), "1,234,568"),
                arguments("number('0')", Schema.STRING_SCHEMA, " 12.5 ", "13"),
                arguments("date('yyyy-MM-dd')", Timestamp.SCHEMA, INSTANT, "2026-11-23"),
                arguments("date('yyyy-MM-dd', 'Europe/Paris')", Timestamp.SCHEMA, INSTANT, "2026-11-24"),
                arguments("date('HH:mm:ss.SSSXXX', '+02:00')", Timestamp.SCHEMA, INSTANT, "01:30:15.123+02:00"),
                arguments("date('''Y''yyyy')", Timestamp.SCHEMA, INSTANT, "Y2026"),
                arguments("date('d MMM yyyy')", Timestamp.SCHEMA, INSTANT, "23 Nov 2026"),
                arguments("date('yyyy-MM-dd HH:mm')", Schema.STRING_SCHEMA, "2026-11-23", "2026-11-23 00:00"),
                arguments("date('yyyy')", Schema.STRING_SCHEMA, "2026-11-23T10:15", "2026"),
                arguments("date('HH:mm')", Schema.STRING_SCHEMA, "2026-11-23 10:15:30.123456+01", "09:15"),
                arguments("date('HH:mm')", Schema.STRING_SCHEMA, "2026-11-23T10:15:30Z", "10:15"),
                arguments("date('HH:mm', 'Europe/Paris')", Schema.STRING_SCHEMA, "2026-11-23T10:15:30Z", "11:15"),
                arguments("date('HH:mm')", Schema.STRING_SCHEMA, "2026-11-23T10:15+01:00[Europe/Paris]", "09:15"),
                // Paris' clocks skip this time, and the text must not be moved by that.
                arguments("date('HH:mm', 'Europe/Paris')", Schema.STRING_SCHEMA, "2026-03-29T02:30:00", "02:30"));
    }

    @ParameterizedTest(name = "{2} | {0}")
    @MethodSource("calls")
    void a_function_yields_the_same_with_and_without_schema(
            String function, Schema schema, Object value, String expected) {
        assertThat(withSchema(function, schema, value).get("out")).isEqualTo(expected);
        assertThat(withoutSchema(function, value)).containsEntry("out", expected);
    }

    @Test
    void dates_and_times_are_told_apart_by_their_schema() {
        assertThat(withSchema("string", DATE, at("2026-11-23T00:00:00Z")).get("out"))
                .isEqualTo("2026-11-23");
        assertThat(withSchema("string", Time.SCHEMA, at("1970-01-01T10:15:30Z")).get("out"))
                .isEqualTo("10:15:30");
        // A date is the same everywhere: west of Greenwich, too.
        assertThat(withSchema("date('dd.MM.yyyy', 'America/New_York')", DATE, at("2026-11-23T00:00:00Z"))
                        .get("out"))
                .isEqualTo("23.11.2026");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trim",
                "upper",
                "lower",
                "truncate(1)",
                "string",
                "number('0')",
                "date('yyyy')",
                "optional",
                "optional | trim"
            })
    void null_stays_null(String function) {
        // When
        Struct mapped = withSchema(function, Schema.OPTIONAL_STRING_SCHEMA, null);

        // Then
        assertThat(mapped.get("out")).isNull();
        assertThat(mapped.schema().field("out").schema()).isEqualTo(Schema.OPTIONAL_STRING_SCHEMA);
        assertThat(withoutSchema(function, null)).hasSize(1).containsEntry("out", null);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void text_is_optional_if_its_source_is(boolean optional) {
        // Given
        SchemaBuilder source = SchemaBuilder.int32();
        Schema schema = optional ? source.optional().build() : source.build();

        // When
        Schema out = withSchema("string", schema, 1).schema().field("out").schema();

        // Then
        assertThat(out.type()).isEqualTo(Schema.Type.STRING);
        assertThat(out.isOptional()).isEqualTo(optional);
    }

    static Stream<Arguments> defaults() {
        return Stream.of(
                arguments(Schema.OPTIONAL_STRING_SCHEMA, "'none'", "none"),
                arguments(Schema.OPTIONAL_BOOLEAN_SCHEMA, "false", false),
                arguments(Schema.OPTIONAL_INT8_SCHEMA, "-128", (byte) -128),
                arguments(Schema.OPTIONAL_INT16_SCHEMA, "7", (short) 7),
                arguments(Schema.OPTIONAL_INT32_SCHEMA, "7", 7),
                arguments(Schema.OPTIONAL_INT64_SCHEMA, "7", 7L),
                arguments(Schema.OPTIONAL_FLOAT32_SCHEMA, "7", 7f),
                arguments(Schema.OPTIONAL_FLOAT64_SCHEMA, "7.5", 7.5),
                arguments(Decimal.builder(2).optional().build(), "7.5", new BigDecimal("7.50")));
    }

    @ParameterizedTest
    @MethodSource("defaults")
    void a_default_is_a_value_of_the_fields_own_type(Schema schema, String constant, Object expected) {
        // When
        Struct mapped = withSchema("default(" + constant + ")", schema, null);

        // Then
        assertThat(mapped.get("out")).isEqualTo(expected);
        assertThat(mapped.schema().field("out").schema().isOptional()).isFalse();
        assertThat(mapped.schema().field("out").schema().name()).isEqualTo(schema.name());
    }

    @Test
    void a_default_leaves_other_values_alone() {
        assertThat(withSchema("default('x')", Schema.STRING_SCHEMA, "").get("out"))
                .isEqualTo("");
        assertThat(withoutSchema("default('x')", "")).containsEntry("out", "");
        assertThat(withoutSchema("default('x')", null)).containsEntry("out", "x");
        assertThat(withSchema(
                                "date('yyyy') | default('never')",
                                Timestamp.builder().optional().build(),
                                null)
                        .get("out"))
                .isEqualTo("never");
    }

    static Stream<Arguments> misfits() {
        return Stream.of(
                arguments("trim", Schema.INT64_SCHEMA, 4711L, "trim takes text, but field 'in' is INT64"),
                arguments("trim", Schema.OPTIONAL_INT64_SCHEMA, null, "trim takes text, but field 'in' is INT64"),
                arguments("number('0')", Schema.BOOLEAN_SCHEMA, true, "number takes text or a number, but"),
                arguments("string", Schema.BYTES_SCHEMA, ByteBuffer.allocate(1), "but field 'in' is BYTES"),
                arguments("date('yyyy')", Schema.INT64_SCHEMA, 4711L, "date takes text or a Date or a Timestamp, but"),
                arguments(
                        "date('yyyy')",
                        Time.SCHEMA,
                        at("4711-01-01T00:00:00Z"),
                        "INT32 (org.apache.kafka.connect.data.Time)"),
                arguments("date('yyyy')", Schema.STRING_SCHEMA, "on 4711", "date cannot read field 'in'"),
                arguments("date('yyyy')", Schema.STRING_SCHEMA, "2026-11-23T4711", "not an ISO 8601 date"),
                arguments("date('HH XXX')", Schema.STRING_SCHEMA, "4711-01-01T10:00", "date cannot write field 'in'"),
                arguments("number('0')", Schema.STRING_SCHEMA, "4711 EUR", "not a decimal number such as 12.5"),
                arguments("number('0')", Schema.STRING_SCHEMA, "4711e999999999", "not a decimal number such as 12.5"),
                arguments("number('0')", Schema.FLOAT64_SCHEMA, Double.NaN, "field 'in': it is NaN or infinite"),
                arguments("default('4711')", Schema.OPTIONAL_INT32_SCHEMA, null, "not a value of its type, INT32"),
                arguments("default(4711)", Schema.OPTIONAL_INT8_SCHEMA, null, "default of field 'in' is not"),
                arguments("default(47.11)", Decimal.schema(1), BigDecimal.ONE.setScale(1), "not a value of its type"),
                arguments(
                        "default(4711)",
                        DATE,
                        at("1970-01-01T00:00:00Z"),
                        "INT32 (org.apache.kafka.connect.data.Date)"));
    }

    @ParameterizedTest(name = "{0} over {1}")
    @MethodSource("misfits")
    void a_misfit_is_told_with_field_and_type_but_without_value(
            String function, Schema schema, Object value, String message) {
        assertThatThrownBy(() -> withSchema(function, schema, value))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(e).hasNoCause())
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("4711"));
    }

    @ParameterizedTest
    @CsvSource({"trim, Long", "date('yyyy'), Long", "upper | date('yyyy'), Long"})
    void a_misfit_without_schema_names_the_class(String function, String type) {
        assertThatThrownBy(() -> withoutSchema(function, 4711L))
                .isInstanceOf(DataException.class)
                .hasMessageEndingWith("but field 'in' is " + type)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("4711"));
    }

    @Test
    void a_sum_is_text_and_null_if_one_operand_is() {
        // Given
        Schema schema = SchemaBuilder.struct()
                .field("n", Schema.INT32_SCHEMA)
                .field("s", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        StructMapping mapping = Mapping.parse(
                        "a = n + '/' + s; b = n + '/' + (s | default('-')); c = 1 + 2", Unmapped.DROP)
                .bind(schema);

        // When
        Struct whole = mapping.apply(new Struct(schema).put("n", 1).put("s", "x"));
        Struct half = mapping.apply(new Struct(schema).put("n", 1));

        // Then
        assertThat(List.of(whole.get("a"), whole.get("b"), whole.get("c"))).containsExactly("1/x", "1/x", "12");
        assertThat(half.get("a")).isNull();
        assertThat(half.get("b")).isEqualTo("1/-");
        assertThat(mapping.schema().field("a").schema()).isEqualTo(Schema.OPTIONAL_STRING_SCHEMA);
        assertThat(mapping.schema().field("b").schema()).isEqualTo(Schema.STRING_SCHEMA);
    }

    @Test
    void nothing_depends_on_the_machines_locale() {
        // Given
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr-TR"));
        try {
            // When
            Map<Object, Object> upper = withoutSchema("upper", "title");
            Map<Object, Object> number = withoutSchema("number('#,##0.0')", 1234.5);

            // Then
            assertThat(upper).containsEntry("out", "TITLE");
            assertThat(number).containsEntry("out", "1,234.5");
        } finally {
            Locale.setDefault(before);
        }
    }

    private static Struct withSchema(String function, Schema schema, Object value) {
        Schema record = SchemaBuilder.struct().field("in", schema).build();
        return Mapping.parse("out = in | " + function, Unmapped.DROP)
                .bind(record)
                .apply(new Struct(record).put("in", value));
    }

    private static Map<Object, Object> withoutSchema(String function, Object value) {
        Map<String, Object> record = new HashMap<>();
        record.put("in", value);
        return Mapping.parse("out = in | " + function, Unmapped.DROP).apply(record);
    }

    private static Date at(String instant) {
        return Date.from(Instant.parse(instant));
    }
}
