// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoadReportTest {

    private static final long MEGABYTE = 1 << 20;

    @Test
    void a_load_is_told_in_tenths_each_with_the_lowest_heap_and_the_highest_resident_memory() {
        // Given: a hundred seconds; 7 rows each in the first half, 3 records each, and a second worker that grows.
        List<LoadSample> samples = IntStream.rangeClosed(1, 100)
                .mapToObj(second -> new LoadSample(
                        second,
                        7L * Math.min(second, 50),
                        3L * second,
                        3L * second - 1,
                        List.of(
                                new WorkerMemory.Use((100 + second % 10) * MEGABYTE, 500 * MEGABYTE),
                                new WorkerMemory.Use(second * MEGABYTE, (500 + second) * MEGABYTE))))
                .toList();

        // When
        LoadReport report = LoadReport.of(350, 50, samples);

        // Then
        assertThat(report.repeated()).isOne();
        assertThat(report.seconds()).isEqualTo(100);
        assertThat(report.tenths()).hasSize(10);
        assertThat(report.tenths().get(4))
                .isEqualTo(new LoadReport.Tenth(40, 7, 3, List.of(100L, 41L), List.of(500L, 550L)));
        assertThat(report.tenths().get(9))
                .isEqualTo(new LoadReport.Tenth(90, 0, 3, List.of(100L, 91L), List.of(500L, 600L)));
        assertThat(report.markdown()).contains("| 40 | 7 | 3 | 100, 41 | 500, 550 |");
    }
}
