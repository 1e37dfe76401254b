// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RulesTest {

    static Stream<Arguments> kept() {
        return Stream.of(
                arguments("required", "x"),
                arguments("required", 0),
                arguments("type('text')", ""),
                arguments("type('integer')", 1L),
                arguments("type('integer')", 1.0),
                arguments("type('integer')", new BigDecimal("1E3")),
                arguments("type('number')", 1.5),
                arguments("type('boolean')", false),
                arguments("type('timestamp')", Date.from(Instant.EPOCH)),
                arguments("type('array')", List.of()),
                arguments("type('object')", Map.of()),
                arguments("email", "a@b.co"),
                arguments("email", "ada.king+news@mail.example.museum"),
                arguments("email", "zoë@exämple.org"),
                arguments("phone", "+33123456789"),
                arguments("phone('FR')", "01 23 45 67 89"),
                arguments("phone('fr')", "+1 650-253-0000"),
                arguments("url", "https://example.org/a?b=c"),
                arguments("regex('[A-Z]{2}')", "FR"),
                arguments("length(1, 3)", "\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00"),
                arguments("range(0, 150)", 0),
                arguments("range(0, 150)", 150.0),
                arguments("range(-0.5, 0.5)", new BigDecimal("-0.50")),
                arguments("date", "2026-02-28"),
                arguments("date", "2026-02-28 10:00:00+01"),
                arguments("date('2026-02-28')", "2026-02-28T23:59:59Z"),
                arguments("date('2026-01-01', '2026-12-31')", Date.from(Instant.parse("2026-12-31T23:59:59Z"))),
                arguments("in('FR', 'DE')", "DE"),
                arguments("in(1, 2)", 1.0),
                arguments("in(true)", true),
                arguments("check('f = \"a\"')", "a"),
                arguments("check('other > 2')", "any"));
    }

    @ParameterizedTest
    @MethodSource("kept")
    void a_value_keeps_the_rule(String rule, Object value) {
        assertThat(Rules.parse("f: " + rule).brokenBy(Map.of("f", value, "other", 3)))
                .isEmpty();
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                arguments("required", " "),
                arguments("type('text')", 1),
                arguments("type('integer')", 1.5),
                arguments("type('integer')", "1"),
                arguments("type('number')", "1"),
                arguments("type('boolean')", "true"),
                arguments("type('date')", "2026-01-01"),
                arguments("type('array')", Map.of()),
                arguments("type('object')", List.of()),
                arguments("email", "nobody(at)example.com"),
                arguments("email", "a@b"),
                arguments("email", "a..b@example.org"),
                arguments("email", ".a@example.org"),
                arguments("email", "a@-example.org"),
                arguments("email", "a@example.123"),
                arguments("email", "a b@example.org"),
                arguments("email", "a".repeat(65) + "@example.org"),
                arguments("email", "a@" + "b".repeat(64) + ".org"),
                arguments("email", "a@" + "b.".repeat(130) + "org"),
                arguments("email", 7),
                arguments("phone", "01 23 45 67 89"),
                arguments("phone", "+33 1 23 45 67 89"),
                arguments("phone", "+331"),
                arguments("phone", "+12001234567"),
                arguments("phone('FR')", "12"),
                arguments("phone", 33123456789L),
                arguments("url", "example.org"),
                arguments("url", "ftp://example.org"),
                arguments("url", "https://"),
                arguments("url", "https:example.org"),
                arguments("url", "https:///path"),
                arguments("url", "https://example.org/a b"),
                arguments("regex('[A-Z]{2}')", "FRA"),
                arguments("length(1, 3)", ""),
                arguments("length(1, 3)", "abcd"),
                arguments("range(0, 150)", 151),
                arguments("range(0, 150)", -0.001),
                arguments("range(0, 150)", "7"),
                arguments("range(0, 150)", Double.NaN),
                arguments("date", "2026-02-30"),
                arguments("date", "yesterday"),
                arguments("date", 1),
                arguments("date('2026-02-28')", "2026-02-27"),
                arguments("date('2026-01-01', '2026-12-31')", "2027-01-01"),
                arguments("in('FR', 'DE')", "fr"),
                arguments("in(1)", "1"),
                arguments("check('f > 3')", "text"),
                arguments("check('missing')", "x"),
                arguments("check('\"true\"')", "x"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void a_value_breaks_the_rule(String rule, Object value) {
        assertThat(Rules.parse("f: " + rule).brokenBy(Map.of("f", value)))
                .extracting(Rule::toString)
                .containsExactly("f: " + rule);
    }

    @Test
    void null_breaks_only_required() {
        // Given
        Map<String, Object> record = new HashMap<>();
        record.put("a", null);
        record.put("b", null);

        // Then
        assertThat(Rules.parse("a: required, email; b: email, type('text'), in(1), check('false')")
                        .brokenBy(record))
                .extracting(Rule::toString)
                .containsExactly("a: required");
    }

    @Test
    void dates_of_a_schema_are_told_apart_and_an_expression_compares_fields() {
        // Given
        Schema schema = SchemaBuilder.struct()
                .field("start", org.apache.kafka.connect.data.Date.SCHEMA)
                .field("end", Timestamp.SCHEMA)
                .build();
        Struct record = new Struct(schema)
                .put("start", Date.from(Instant.parse("2026-01-02T00:00:00Z")))
                .put("end", Date.from(Instant.parse("2026-01-01T12:00:00Z")));

        // Then
        assertThat(Rules.parse("start: type('date'), type('timestamp'); end: type('timestamp'), type('date'),"
                                + " check('start <= end')")
                        .brokenBy(record))
                .extracting(Rule::toString)
                .containsExactly("start: type('timestamp')", "end: type('date')", "end: check('start <= end')");
    }

    @Test
    void a_value_of_a_map_is_of_the_type_that_the_schema_of_the_map_says() {
        // Given
        Schema schema = SchemaBuilder.struct()
                .field(
                        "days",
                        SchemaBuilder.map(Schema.STRING_SCHEMA, org.apache.kafka.connect.data.Date.SCHEMA)
                                .build())
                .build();
        Struct record = new Struct(schema).put("days", Map.of("start", Date.from(Instant.EPOCH)));

        // Then
        assertThat(Rules.parse("days.start: type('date'), type('timestamp')").brokenBy(record))
                .extracting(Rule::toString)
                .containsExactly("days.start: type('timestamp')");
    }

    @Test
    void an_expression_that_never_ends_breaks_its_rule() {
        assertThat(Rules.parse("f: check('($f := function($x) { 1 + $f($x + 1) }; $f(1))')")
                        .brokenBy(Map.of("f", 1)))
                .hasSize(1);
    }

    @Test
    void a_text_that_is_too_long_for_a_pattern_breaks_its_rule_and_not_the_task() {
        assertThat(Rules.parse("f: regex('(a|b)*')").brokenBy(Map.of("f", "ab".repeat(1_000_000))))
                .extracting(Rule::toString)
                .containsExactly("f: regex('(a|b)*')");
    }
}
