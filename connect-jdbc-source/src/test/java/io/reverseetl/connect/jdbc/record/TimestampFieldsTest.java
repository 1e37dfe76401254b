// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampFieldsTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T04:33:00.123456,      2026-11-23T04:33:00.123456Z",
        "2026-01-02T03:04:05,             2026-01-02T03:04:05.000000Z",
        "2026-01-02T03:04:05.000001,      2026-01-02T03:04:05.000001Z",
        "0001-01-01T00:00,                0001-01-01T00:00:00.000000Z",
        "0000-12-31T23:59:59.999999,      0000-12-31T23:59:59.999999Z",
        "-0043-03-15T00:00,               -0043-03-15T00:00:00.000000Z",
        "-4712-01-01T00:00,               -4712-01-01T00:00:00.000000Z",
        "+10000-01-01T00:00,              +10000-01-01T00:00:00.000000Z",
        "+294276-12-31T23:59:59.999999,   +294276-12-31T23:59:59.999999Z"
    })
    void a_timestamp_is_written_in_iso_8601_to_the_microsecond(String value, String expected) {
        assertThat(text(value, TimestampGranularity.MICROS_ISO_DATETIME_STRING)).isEqualTo(expected);
    }

    @Test
    void nanoseconds_have_nine_digits() {
        assertThat(text("2026-11-23T04:33:00.123456", TimestampGranularity.NANOS_ISO_DATETIME_STRING))
                .isEqualTo("2026-11-23T04:33:00.123456000Z");
        assertThat(text("2026-11-23T04:33:00.000001", TimestampGranularity.NANOS_ISO_DATETIME_STRING))
                .isEqualTo("2026-11-23T04:33:00.000001000Z");
    }

    @Test
    void the_header_is_in_utc() {
        assertThat(TimestampFields.header(false, ZoneId.of("Europe/Paris"))
                        .apply(LocalDateTime.parse("2026-11-23T04:33:00")))
                .isEqualTo("2026-11-23T03:33:00.000000Z");
        assertThat(TimestampFields.header(true, ZoneOffset.UTC).apply(LocalDateTime.MIN))
                .isEqualTo("-infinity");
    }

    private static Object text(String value, TimestampGranularity granularity) {
        RecordSettings settings = new RecordSettings(
                new TopicNames("", "${table}", Map.of()),
                Compatibility.NONE,
                NumericMapping.NONE,
                granularity,
                ZoneOffset.UTC,
                DeleteAs.TOMBSTONE,
                "heartbeat");
        return TimestampFields.of(true, settings).conversion().apply(LocalDateTime.parse(value));
    }
}
