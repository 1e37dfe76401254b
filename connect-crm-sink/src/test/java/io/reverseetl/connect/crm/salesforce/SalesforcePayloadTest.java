// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.salesforce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.NullPolicy;
import io.reverseetl.connect.crm.spi.Payload;
import io.reverseetl.connect.crm.spi.Preparation;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SalesforcePayloadTest {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("O'Brien \"x\"", "\"O'Brien \\\"x\\\"\""),
                Arguments.of("", "\"\""),
                Arguments.of(42L, "42"),
                Arguments.of(new BigDecimal("12.340"), "12.340"),
                Arguments.of(new BigDecimal("1E+3"), "1000"),
                Arguments.of(1e21, "1000000000000000000000"),
                Arguments.of(0.1f, "0.1"),
                Arguments.of(true, "true"),
                Arguments.of(LocalDate.of(2026, 3, 1), "\"2026-03-01\""),
                Arguments.of(LocalTime.of(9, 5), "\"09:05:00.000Z\""),
                Arguments.of(Instant.parse("2026-03-01T10:00:00.123456Z"), "\"2026-03-01T10:00:00.123Z\""),
                Arguments.of(Instant.parse("2026-03-01T10:00:00Z"), "\"2026-03-01T10:00:00.000Z\""),
                Arguments.of(List.of("a", new BigDecimal("1E+3")), "\"a;1000\""));
    }

    @ParameterizedTest
    @MethodSource("values")
    void each_kind_of_value_has_its_own_form(Object value, String json) throws Exception {
        assertThat(json(payload(Map.of("Field__c", value), NullPolicy.CLEAR))).isEqualTo("{\"Field__c\":" + json + "}");
    }

    static Stream<Object> unfit() {
        return Stream.of(
                new byte[] {1},
                Map.of("a", 1),
                Double.NaN,
                Float.POSITIVE_INFINITY,
                List.of(List.of("a")),
                List.of("a;b"),
                Arrays.asList("a", null));
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void a_value_without_a_form_is_refused_by_its_name(Object value) {
        // When
        Preparation preparation = SalesforcePayload.prepare(Map.of("Field__c", value), settings(NullPolicy.CLEAR));

        // Then
        assertThat(((Preparation.Unfit) preparation).reason().toString())
                .startsWith("category=RECORD code=VALUE_UNSUPPORTED fields=Field__c");
    }

    @Test
    void a_struct_is_refused_with_the_advice_to_quote_a_reference() {
        // When
        Preparation preparation =
                SalesforcePayload.prepare(Map.of("Account", Map.of("Ext__c", "A9")), settings(NullPolicy.CLEAR));

        // Then
        assertThat(((Preparation.Unfit) preparation).reason().toString())
                .contains("fields=Account", "double quotes in the mapping")
                .doesNotContain("A9");
    }

    @Test
    void a_name_with_a_dot_refers_to_a_record_by_its_external_id() throws Exception {
        assertThat(json(payload(Map.of("Account.Ext__c", "A9"), NullPolicy.CLEAR)))
                .isEqualTo("{\"Account\":{\"Ext__c\":\"A9\"}}");
    }

    static Stream<Arguments> emptyReferences() {
        return Stream.of(Arguments.of("Account.Ext__c", "AccountId"), Arguments.of("Home__r.Ext__c", "Home__c"));
    }

    @ParameterizedTest
    @MethodSource("emptyReferences")
    void a_reference_without_a_value_empties_the_lookup_field(String name, String lookup) throws Exception {
        // Given
        Map<String, Object> fields = new HashMap<>();
        fields.put(name, null);

        // When, then
        assertThat(json(payload(fields, NullPolicy.CLEAR))).isEqualTo("{\"" + lookup + "\":null}");
        assertThat(json(payload(fields, NullPolicy.IGNORE))).isEqualTo("{}");
    }

    @Test
    void two_references_to_one_record_are_refused_by_name() {
        // When
        Preparation preparation = SalesforcePayload.prepare(
                Map.of("Account.Ext__c", "A9", "Account.No__c", "9", "Home__r.Ext__c", "H1"),
                settings(NullPolicy.CLEAR));

        // Then
        assertThat(((Preparation.Unfit) preparation).reason().toString())
                .contains("REFERENCE_TWICE", "fields=Account.");
    }

    @Test
    void a_newer_payload_is_laid_over_an_older_one() throws Exception {
        // Given
        Payload older = payload(Map.of("Account.Ext__c", "A9", "City", "Paris"), NullPolicy.CLEAR);
        Map<String, Object> fields = new HashMap<>();
        fields.put("Account.Ext__c", null);
        Payload newer = payload(fields, NullPolicy.CLEAR);

        // When, then
        assertThat(newer.replaces(older)).isFalse();
        assertThat(JSON.readTree(json(newer.over(older))))
                .isEqualTo(JSON.readTree("{\"AccountId\":null,\"City\":\"Paris\"}"));
        assertThat(SalesforcePayload.removal().replaces(older)).isTrue();
    }

    @Test
    void payloads_that_say_different_things_have_different_content() {
        // Given
        Map<String, Object> none = new HashMap<>();
        none.put("a", null);

        // When, then
        assertThat(Stream.<Map<String, Object>>of(
                                none, Map.of("a", "null"), Map.of("a", ""), Map.of("a", "1"), Map.of("a", 1L))
                        .map(fields ->
                                new String(payload(fields, NullPolicy.CLEAR).content(), UTF_8)))
                .doesNotHaveDuplicates();
    }

    private static Payload payload(Map<String, Object> fields, NullPolicy nulls) {
        return SalesforcePayload.prepare(fields, settings(nulls)).fold(Preparation.Ready::payload, unfit -> {
            throw new AssertionError(unfit.reason());
        });
    }

    private static AdapterSettings settings(NullPolicy nulls) {
        return new AdapterSettings(URI.create("http://localhost"), "Contact", "Ext__c", nulls, Map.of());
    }

    private static String json(Payload payload) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (Map.Entry<String, JsonNode> field :
                    ((SalesforcePayload) payload).fields().entrySet()) {
                FieldName.of(field.getKey()).write(json, field.getValue());
            }
            json.writeEndObject();
        }
        return text.toString();
    }
}
