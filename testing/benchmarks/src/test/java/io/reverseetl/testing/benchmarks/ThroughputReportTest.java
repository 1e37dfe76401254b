// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ThroughputReportTest {

    @Test
    void medians_stand_beside_those_of_the_bare_loop() {
        // Given
        Contender loop = contender("loop", "loop");
        Contender half = contender("half", "loop");
        List<Copy> copies = List.of(
                new Copy("loop", 100, 5, 300),
                new Copy("half", 10, 8, 400),
                new Copy("half", 70, 9, 420),
                new Copy("half", 50, 30, 410),
                new Copy("loop", 300, 7, 320));

        // When
        ThroughputReport report = ThroughputReport.of(1000, 3, List.of(loop, half), copies);

        // Then
        assertThat(report.lines())
                .containsExactly(
                        new ThroughputReport.Line("loop", 200, 1, 6, 310),
                        new ThroughputReport.Line("half", 50, 0.25, 9, 410));
        assertThat(report.markdown()).contains("| half | 50 | 0.25 | 9.0 | 410 |");
    }

    private static Contender contender(String name, String limit) {
        return new Connector(
                () -> {
                    throw new AssertionError("not started");
                },
                name,
                limit,
                List.of(),
                Map.of());
    }
}
