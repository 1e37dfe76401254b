// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.crm.engine.Slot;
import io.reverseetl.connect.crm.engine.Slots;
import io.reverseetl.connect.crm.spi.WriteResult.Written;
import org.junit.jupiter.api.Test;

class SummaryTest {

    private final Slot slot = Slots.open();
    private final Summary summary = new Summary("contacts", () -> 0, (rejected, reason) -> {});

    @Test
    void says_what_became_of_the_records() {
        // Given
        for (int i = 0; i < 12_400; i++) {
            summary.written(slot, new Written("crm-id", i < 310));
        }
        summary.superseded(slot);
        summary.ignored(slot);
        summary.sent(100);

        // When
        String line = summary.line();

        // Then
        assertThat(line).isEqualTo("contacts: 12,400 written (310 created), 1 superseded, 1 ignored, 1 calls");
    }
}
