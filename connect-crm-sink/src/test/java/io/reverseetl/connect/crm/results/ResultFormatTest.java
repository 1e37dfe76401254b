// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.results;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ResultFormatTest {

    private final ResultFormat format = new ResultFormat();

    @Test
    void a_written_record_is_told_as_documented() {
        // Given
        Result result = result(Map.of("customer_id", 7L), "written", "301", Optional.of(true), "");

        // When, then
        assertThat(new String(format.key(result), UTF_8)).isEqualTo("{\"customer_id\":7}");
        assertThat(new String(format.value(result), UTF_8))
                .isEqualTo(
                        "{\"v\":1,\"topic\":\"warehouse.customers\",\"partition\":3,\"offset\":42,"
                                + "\"key\":{\"customer_id\":7},\"outcome\":\"written\",\"crm.id\":\"301\",\"created\":true,"
                                + "\"attempts\":2,\"latency.ms\":1210,\"record.timestamp\":1795415640123,\"at\":\"2026-11-23T04:34:01.456Z\"}");
    }

    @Test
    void a_rejected_one_says_why() {
        // Given
        Result result = result("ada", "rejected", "", Optional.empty(), "category=VALIDATION fields=email");

        // When, then
        assertThat(new String(format.value(result), UTF_8))
                .contains("\"key\":\"ada\",\"outcome\":\"rejected\",\"reason\":\"category=VALIDATION fields=email\"")
                .doesNotContain("crm.id", "created");
    }

    @Test
    void a_key_keeps_the_types_that_json_has() {
        // Given
        Map<String, Object> key = new LinkedHashMap<>();
        key.put("n", 1);
        key.put("d", new BigDecimal("1.50"));
        key.put("x", 0.5);
        key.put("b", true);
        key.put("t", LocalDate.of(2026, 11, 23));
        key.put("z", null);

        // When, then
        assertThat(new String(format.key(result(key, "ignored", "", Optional.empty(), "")), UTF_8))
                .isEqualTo("{\"n\":1,\"d\":1.50,\"x\":0.5,\"b\":true,\"t\":\"2026-11-23\",\"z\":null}");
        assertThat(format.key(result(null, "ignored", "", Optional.empty(), "")))
                .isNull();
    }

    private static Result result(Object key, String outcome, String crmId, Optional<Boolean> created, String reason) {
        return new Result(
                new TopicPartition("warehouse.customers", 3),
                42,
                key,
                outcome,
                crmId,
                created,
                reason,
                2,
                Duration.ofMillis(1_210),
                1_795_415_640_123L,
                Instant.parse("2026-11-23T04:34:01.456Z"));
    }
}
