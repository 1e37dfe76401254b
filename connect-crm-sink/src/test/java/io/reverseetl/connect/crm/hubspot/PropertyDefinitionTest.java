// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PropertyDefinitionTest {

    private static final Set<String> COLOURS = Set.of("red", "green");

    @ParameterizedTest
    @CsvSource({
        "string, 12, 12",
        "number, 12.50, 12.50",
        "number, -3, -3",
        "bool, TRUE, true",
        "bool, false, false",
        "bool, 1, true",
        "bool, 0, false",
        "date, 2026-11-23, 2026-11-23",
        "date, 2026-11-23T23:30:00Z, 2026-11-23",
        "date, 2026-11-23T23:30:00.123456-05:00, 2026-11-24",
        "date, 2026-11-23T23:30:00, 2026-11-23",
        "date, 1795392000000, 1795392000000",
        "date, 1795392000001, 1795392000001",
        "date, Today, Today",
        "datetime, 2026-11-23T23:30:00.123456Z, 2026-11-23T23:30:00.123456Z",
        "datetime, later, later",
        "enumeration, red, red",
        "enumeration, red;green, red;green",
        "enumeration, ;green, ;green",
        "phone_number, 7, 7"
    })
    void a_value_is_brought_into_the_form_that_its_property_takes(String type, String value, String sent) {
        assertThat(new PropertyDefinition(type, COLOURS).fit(value)).contains(sent);
    }

    @ParameterizedTest
    @CsvSource({
        "number, many, INVALID_NUMBER",
        "number, '1,000', INVALID_NUMBER",
        "bool, perhaps, INVALID_OPTION",
        "enumeration, blue, INVALID_OPTION",
        "enumeration, red;blue, INVALID_OPTION",
        "enumeration, 1, INVALID_OPTION"
    })
    void a_value_that_hubspot_would_refuse_does_not_fit(String type, String value, String code) {
        PropertyDefinition definition = new PropertyDefinition(type, COLOURS);

        assertThat(definition.fit(value)).isEmpty();
        assertThat(definition.misfit()).isEqualTo(code);
    }

    @Test
    void a_text_may_be_as_long_as_hubspot_takes_it() {
        // Given
        PropertyDefinition text = new PropertyDefinition("string", Set.of());

        // Then
        assertThat(text.fit("x".repeat(65_536))).isPresent();
        assertThat(text.fit("x".repeat(65_537))).isEmpty();
        assertThat(text.misfit()).isEqualTo("PROPERTY_VALUE_TOO_LONG");
    }

    @ParameterizedTest
    @CsvSource({"string", "number", "bool", "date", "datetime", "enumeration"})
    void to_clear_fits_every_property(String type) {
        assertThat(new PropertyDefinition(type, COLOURS).fit("")).contains("");
    }

    @Test
    void a_checkbox_that_is_an_enumeration_takes_what_a_boolean_takes() {
        assertThat(new PropertyDefinition("enumeration", Set.of("true", "false")).fit("1"))
                .contains("true");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"enumeration\",\"options\":[]}",
                "{\"type\":\"enumeration\",\"externalOptions\":true,\"options\":[{\"value\":\"7\"}]}"
            })
    void options_that_hubspot_does_not_tell_are_left_to_it(String definition) throws Exception {
        assertThat(PropertyDefinition.of(new ObjectMapper().readTree(definition))
                        .fit("anything"))
                .contains("anything");
    }
}
