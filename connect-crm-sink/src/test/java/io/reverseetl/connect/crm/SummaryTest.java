// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.crm.engine.Origin;
import io.reverseetl.connect.crm.spi.WriteResult.Written;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SummaryTest {

    private record Somewhere(TopicPartition partition, long offset, int bytes) implements Origin {}

    private final Origin origin = new Somewhere(TaskBench.P0, 0, 0);
    private final Summary summary = new Summary("contacts", () -> 0, (slot, reason) -> {});

    @Test
    void says_what_became_of_the_records() {
        // Given
        for (int i = 0; i < 12_400; i++) {
            summary.written(origin, new Written("crm-id", i < 310));
        }
        summary.superseded(origin);
        summary.ignored(origin);
        summary.sent(100);

        // When
        String line = summary.line();

        // Then
        assertThat(line).isEqualTo("contacts: 12,400 written (310 created), 1 superseded, 1 ignored, 1 calls");
    }
}
