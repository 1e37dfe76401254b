// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TransformCostTest {

    @Test
    void every_transform_is_measured_with_and_without_schema(@TempDir Path home) throws IOException {
        // When
        int exitCode = new CommandLine(new Benchmarks())
                .execute(
                        "transforms",
                        "--forks=0",
                        "--iterations=1",
                        "--iteration-ms=20",
                        "--home=" + home,
                        "--kafka=none");

        // Then
        assertThat(exitCode).isZero();
        assertThat(home.resolve("reports/transforms.md")).content().contains("| REPLACE_FIELD | schema |");
        JsonNode lines = new ObjectMapper()
                .readTree(home.resolve("reports/transforms.json").toFile())
                .path("lines");
        assertThat(lines)
                .hasSize(9 * 2)
                .allSatisfy(line -> assertThat(line.path("nanos").asDouble()).isPositive());
    }
}
