// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemporalTextTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-23 04:33:00.123456+00, 2026-11-23T04:33:00.123456",
        "2026-11-23 04:33:00,           2026-11-23T04:33",
        "2026-11-23 00:33:00.1+05:30,   2026-11-22T19:03:00.100",
        "1891-03-15 00:00:00-00:09:21,  1891-03-15T00:09:21",
        "0001-01-01 00:00:00+00 BC,     0000-01-01T00:00",
        "4713-01-01 00:00:00 BC,        -4712-01-01T00:00",
        "294276-12-31 23:59:59.999999,  +294276-12-31T23:59:59.999999"
    })
    void a_timestamp_reads_as_postgresql_writes_it(String text, String expected) {
        assertThat(TemporalText.timestamp(text)).isEqualTo(LocalDateTime.parse(expected));
    }

    @Test
    void dates_and_infinities_too() {
        assertThat(TemporalText.date("0044-03-15 BC")).isEqualTo(LocalDate.of(-43, 3, 15));
        assertThat(TemporalText.date("infinity")).isEqualTo(LocalDate.MAX);
        assertThat(TemporalText.timestamp("-infinity")).isEqualTo(LocalDateTime.MIN);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T04:33:00.123456,    2026-11-23 04:33:00.123456+00",
        "2026-11-23T04:33:00.120,       2026-11-23 04:33:00.12+00",
        "2026-11-23T04:33:00.000001,    2026-11-23 04:33:00.000001+00",
        "0999-01-02T03:04:05,           0999-01-02 03:04:05+00",
        "0000-01-01T00:00,              0001-01-01 00:00:00+00 BC",
        "-4712-01-01T00:00,             4713-01-01 00:00:00+00 BC",
        "+294276-12-31T23:59:59.999999, 294276-12-31 23:59:59.999999+00"
    })
    void a_timestamp_is_written_as_postgresql_writes_it(String value, String expected) {
        LocalDateTime time = LocalDateTime.parse(value);
        assertThat(TemporalText.write(time, true)).isEqualTo(expected);
        assertThat(TemporalText.write(time, false)).isEqualTo(expected.replace("+00", ""));
    }

    @Test
    void infinities_are_words() {
        assertThat(TemporalText.write(LocalDateTime.MAX, true)).isEqualTo("infinity");
        assertThat(TemporalText.write(LocalDateTime.MIN, false)).isEqualTo("-infinity");
    }
}
