// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.NullPolicy;
import io.reverseetl.connect.crm.spi.Payload;
import io.reverseetl.connect.crm.spi.Preparation;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HubSpotPayloadTest {

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("O'Brien \"x\"", "O'Brien \"x\""),
                Arguments.of(42L, "42"),
                Arguments.of(new BigDecimal("1E+3"), "1000"),
                Arguments.of(new BigDecimal("12.340"), "12.340"),
                Arguments.of(1e21, "1000000000000000000000"),
                Arguments.of(0.1f, "0.1"),
                Arguments.of(true, "true"),
                Arguments.of(LocalDate.of(2026, 3, 1), "2026-03-01"),
                Arguments.of(Instant.parse("2026-03-01T10:00:00.123Z"), "2026-03-01T10:00:00.123Z"),
                Arguments.of(List.of("a", "b"), "a;b"),
                Arguments.of(List.of(), ""));
    }

    @ParameterizedTest
    @MethodSource("values")
    void every_value_travels_as_text(Object value, String text) {
        assertThat(properties(Map.of("field", value), NullPolicy.CLEAR)).containsEntry("field", text);
    }

    static Stream<Object> unfit() {
        return Stream.of(
                new byte[] {1},
                Map.of("a", 1),
                Double.NaN,
                List.of(List.of("a")),
                List.of("a;b"),
                Arrays.asList("a", null));
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void a_value_without_a_form_is_refused_by_its_name(Object value) {
        // When
        Preparation prepared = HubSpotPayload.prepare(Map.of("field", value), settings(NullPolicy.CLEAR));

        // Then
        assertThat(prepared)
                .isInstanceOfSatisfying(
                        Preparation.Unfit.class,
                        unfit -> assertThat(unfit.reason().toString())
                                .startsWith("category=RECORD code=VALUE_UNSUPPORTED fields=field"));
    }

    @Test
    void null_clears_a_property() {
        assertThat(properties(nullField(), NullPolicy.CLEAR)).containsEntry("city", "");
    }

    @Test
    void null_leaves_a_property_alone_where_nulls_are_ignored() {
        assertThat(properties(nullField(), NullPolicy.IGNORE)).isEmpty();
    }

    @Test
    void what_only_the_older_says_is_kept_under_the_newer() {
        // Given
        Payload older = payload(Map.of("city", "Paris", "name", "1"));
        Payload newer = payload(Map.of("name", "2"));

        // When
        Payload merged = newer.over(older);

        // Then
        assertThat(((HubSpotPayload) merged).properties())
                .containsOnly(Map.entry("city", "Paris"), Map.entry("name", "2"));
        assertThat(newer.replaces(older)).isFalse();
        assertThat(older.replaces(newer)).isTrue();
    }

    @Test
    void what_an_object_is_associated_with_is_no_property() {
        // When
        HubSpotPayload payload = (HubSpotPayload) payload(Map.of("name", "1", "company_no", "A9"));

        // Then
        assertThat(payload.properties()).containsOnlyKeys("name");
        assertThat(payload.associations()).containsExactly(Map.entry("company_no", "A9"));
    }

    @Test
    void without_a_company_an_object_stays_with_those_that_it_has() {
        // Given
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("company_no", null);

        // When
        HubSpotPayload payload = (HubSpotPayload) payload(fields);

        // Then
        assertThat(payload.properties()).isEmpty();
        assertThat(payload.associations()).isEmpty();
    }

    @Test
    void another_company_is_something_else_to_say_and_is_kept_under_a_newer_version_without_one() {
        // Given
        Payload nowhere = payload(Map.of("name", "1"));
        Payload acme = payload(Map.of("name", "1", "company_no", "A9"));
        Payload other = payload(Map.of("name", "1", "company_no", "A8"));

        // Then
        assertThat(acme.content()).isNotEqualTo(other.content()).isNotEqualTo(nowhere.content());
        assertThat(nowhere.replaces(acme)).isFalse();
        assertThat(other.replaces(acme)).isTrue();
        assertThat(((HubSpotPayload) nowhere.over(acme)).associations()).containsEntry("company_no", "A9");
        assertThat(((HubSpotPayload) other.over(acme)).associations()).containsEntry("company_no", "A8");
    }

    @Test
    void values_are_not_printed() {
        assertThat(payload(Map.of("name", "Ada Lovelace"))).asString().doesNotContain("Ada");
    }

    private static Map<String, Object> nullField() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("city", null);
        return fields;
    }

    private static Map<String, String> properties(Map<String, Object> fields, NullPolicy nullPolicy) {
        Preparation prepared = HubSpotPayload.prepare(fields, settings(nullPolicy));
        return ((HubSpotPayload) ((Preparation.Ready) prepared).payload()).properties();
    }

    private static Payload payload(Map<String, Object> fields) {
        return ((Preparation.Ready) HubSpotPayload.prepare(fields, settings(NullPolicy.CLEAR))).payload();
    }

    private static HubSpotSettings settings(NullPolicy nullPolicy) {
        URI url = URI.create("http://crm");
        return new HubSpotSettings(
                new AdapterSettings(url, "contacts", "customer_id", nullPolicy, Map.of()),
                new HubSpotApi(url, "v3"),
                List.of(new Association("company_no", "companies", "company_no")),
                Duration.ZERO);
    }
}
