// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.NullPolicy;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.crm.spi.Preparation;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RestPayloadTest {

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("O'Brien \"x\"", "\"O'Brien \\\"x\\\"\""),
                Arguments.of((byte) 4, "4"),
                Arguments.of(42L, "42"),
                Arguments.of(new BigInteger("12345678901234567890"), "12345678901234567890"),
                Arguments.of(new BigDecimal("12.340"), "12.340"),
                Arguments.of(0.1f, "0.1"),
                Arguments.of(true, "true"),
                Arguments.of(LocalDate.of(2026, 3, 1), "\"2026-03-01\""),
                Arguments.of(LocalTime.of(10, 30), "\"10:30\""),
                Arguments.of(Instant.parse("2026-03-01T10:00:00.123Z"), "\"2026-03-01T10:00:00.123Z\""),
                Arguments.of(List.of("a", 1), "[\"a\",1]"),
                Arguments.of(Map.of("city", "Rome"), "{\"city\":\"Rome\"}"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void every_value_keeps_its_kind(Object value, String json) {
        // When
        RestPayload payload = ready(Map.of("field", value), NullPolicy.CLEAR);

        // Then
        assertThat(payload.fields()).hasToString("{\"field\":" + json + "}");
        assertThat(payload.bytes()).isEqualTo(json.length() + "{\"field\":}".length());
    }

    static Stream<Object> unfit() {
        return Stream.of(
                new byte[] {1},
                Double.NaN,
                Float.POSITIVE_INFINITY,
                List.of(List.of(Double.NaN)),
                Map.of("a", new byte[0]));
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void a_value_without_a_form_is_refused_by_its_name(Object value) {
        // When
        Preparation preparation = RestPayload.prepare(Map.of("photo", value), settings(NullPolicy.CLEAR));

        // Then
        assertThat(preparation.<String>fold(ready -> "", unfit -> unfit.reason().toString()))
                .contains("code=VALUE_UNSUPPORTED fields=photo");
    }

    @Test
    void a_null_clears_its_field_or_leaves_it_alone() {
        // Given
        Map<String, @Nullable Object> fields = Collections.singletonMap("phone", null);

        // Then
        assertThat(ready(fields, NullPolicy.CLEAR).fields()).hasToString("{\"phone\":null}");
        assertThat(ready(fields, NullPolicy.IGNORE).fields()).hasToString("{}");
    }

    @Test
    void a_newer_version_is_laid_over_an_older_one() {
        // Given
        RestPayload older = ready(Map.of("a", 1, "b", 1), NullPolicy.CLEAR);
        RestPayload newer = ready(Map.of("b", 2), NullPolicy.CLEAR);

        // When
        RestPayload merged = (RestPayload) newer.over(older);

        // Then
        assertThat(merged.fields())
                .isEqualTo(ready(Map.of("a", 1, "b", 2), NullPolicy.CLEAR).fields());
        assertThat(older.fields().path("b").asInt()).isEqualTo(1);
        assertThat(newer.replaces(older)).isFalse();
        assertThat(merged.replaces(older)).isTrue();
        assertThat(RestPayload.removal(Operation.DELETE).replaces(older)).isTrue();
        assertThat(older.replaces(RestPayload.removal(Operation.DELETE))).isFalse();
    }

    @Test
    void the_content_is_the_same_whatever_the_order_of_the_names() {
        // Given
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("a", List.of(Map.of("x", 1)));
        one.put("b", 2);
        Map<String, Object> other = new LinkedHashMap<>();
        other.put("b", 2);
        other.put("a", List.of(Map.of("x", 1)));

        // Then
        assertThat(ready(one, NullPolicy.CLEAR).content())
                .isEqualTo(ready(other, NullPolicy.CLEAR).content())
                .isNotEqualTo(
                        ready(Map.of("a", "[1]", "b", 2), NullPolicy.CLEAR).content());
    }

    private static RestPayload ready(Map<String, ? extends @Nullable Object> fields, NullPolicy policy) {
        return (RestPayload) RestPayload.prepare(new LinkedHashMap<>(fields), settings(policy))
                .fold(ready -> ready.payload(), unfit -> {
                    throw new AssertionError(unfit.reason().toString());
                });
    }

    private static AdapterSettings settings(NullPolicy policy) {
        return new AdapterSettings(URI.create("http://localhost"), "contacts", "ref", policy, Map.of());
    }
}
