// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PropertyTypeTest {

    private static final List<String> OPTIONS = List.of("red", "blue");

    @ParameterizedTest
    @CsvSource({
        "EMAIL, a@x.io",
        "EMAIL, ann.o'brien+crm@mail.example.co.uk",
        "NUMBER, -12.50",
        "NUMBER, 1e3",
        "DATE, 2024-02-29",
        "DATE, 1709164800000",
        "DATE, 0",
        "DATETIME, 2024-02-29T12:00:00.123Z",
        "DATETIME, 2024-02-29T12:00:00+02:00",
        "DATETIME, 2024-02-29",
        "DATETIME, 1709164800001",
        "ENUMERATION, red",
        "ENUMERATION, red;blue",
        "BOOL, true",
        "STRING, anything at all",
    })
    void a_value_that_fits_is_accepted(PropertyType type, String value) {
        assertThat(type.accepts(value, OPTIONS)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "EMAIL, nobody",
        "EMAIL, a@x",
        "EMAIL, a@@x.io",
        "EMAIL, a b@x.io",
        "EMAIL, .a@x.io",
        "EMAIL, a..b@x.io",
        "EMAIL, a@-x.io",
        "EMAIL, a@x..io",
        "EMAIL, ä@x.io",
        "NUMBER, 12 apples",
        "NUMBER, NaN",
        "NUMBER, '1,5'",
        "DATE, 2023-02-29",
        "DATE, 1709164800001",
        "DATE, 29.02.2024",
        "DATETIME, 2024-02-29T12:00:00",
        "DATETIME, noon",
        "ENUMERATION, Red",
        "ENUMERATION, red;green",
        "BOOL, yes",
    })
    void a_value_that_does_not_fit_is_not_accepted(PropertyType type, String value) {
        assertThat(type.accepts(value, OPTIONS)).isFalse();
    }

    @Test
    void text_ends_at_65536_characters() {
        assertThat(PropertyType.STRING.accepts("x".repeat(65_536), List.of())).isTrue();
        assertThat(PropertyType.STRING.accepts("x".repeat(65_537), List.of())).isFalse();
    }

    @Test
    void emails_are_put_into_lower_case_and_nothing_else_is_touched() {
        assertThat(PropertyType.EMAIL.normalised(" Ann@X.io ")).isEqualTo("ann@x.io");
        assertThat(PropertyType.STRING.normalised(" Ann@X.io ")).isEqualTo(" Ann@X.io ");
    }
}
